"""Interviews: arranged by the office, scored by the two who hold them."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from trainee_app import clock
from trainee_app.access import actor, permit
from trainee_app.admissions import queries, services
from trainee_app.admissions.forms import InterviewForm, ScoreForm
from trainee_app.admissions.models import Application, Interview
from trainee_app.admissions.views.blueprint import blueprint, show_or_raise, shown_again, today_of
from trainee_app.refusals import Refusal


@blueprint.route("/applications/<public_id>/interview", methods=["GET", "POST"])
@permit("application.interview")
def interview(application: Application) -> ResponseReturnValue:
    """Arrange an interview, or another one instead of it."""
    today = today_of(application)
    form = InterviewForm(queries.possible_interviewers(application.programme_id, today, application.person_id))
    if form.validate_on_submit():
        try:
            services.arrange_interview(
                application=application,
                draft=form.draft(),
                public_id=form.once.data,
                actor=actor(),
                on=today,
                at=clock.now(),
            )
        except Refusal as refusal:
            show_or_raise(form, refusal)
        else:
            flash("The interview is arranged. The applicant is told that there is news.", "success")
            return redirect(url_for(".application", public_id=application.public_id))
    standing = queries.standing_interview(application.id)
    return shown_again(
        render_template("admissions/interview.html", application=application, standing=standing, form=form)
    )


@blueprint.route("/interviews/<public_id>/score", methods=["GET", "POST"])
@permit("interview.score")
def score(interview: Interview) -> ResponseReturnValue:
    """Give one's own score, before one sees the other's."""
    form, application = ScoreForm(), interview.application
    if form.validate_on_submit():
        try:
            services.give_score(
                interview=interview,
                score=int(form.score.data),
                note=form.note.data,
                public_id=form.once.data,
                actor=actor(),
                on=today_of(application),
                at=clock.now(),
            )
        except Refusal as refusal:
            show_or_raise(form, refusal)
        else:
            flash("Your score stands. You see the other one as soon as it stands too.", "success")
            return redirect(url_for(".application", public_id=application.public_id))
    return shown_again(_score_page(interview, form))


def _score_page(interview: Interview, form: ScoreForm) -> str:
    return render_template(
        "admissions/score.html",
        interview=interview,
        application=interview.application,
        form=form,
        given=queries.score_of(interview.id, actor().person_id),
        today=today_of(interview.application),
    )
