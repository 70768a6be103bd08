"""The components drawn in every state: well-formed, tied together for screen readers, cheap where there are thousands."""

import hashlib
import re
from collections import Counter
from pathlib import Path

import html5lib
import pytest
from flask import Flask, render_template, render_template_string
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from wtforms import Form, HiddenField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from trainee_app.web import assets, filters
from trainee_app.web.gallery import gallery_context
from trainee_app.web.gallery_form import SampleForm
from trainee_app.web.parts import Frame, NavigationItem, PersonBadge

ROOT = Path(__file__).parents[2]
COMPONENTS = ROOT / "templates" / "components"
STATIC = ROOT / "trainee_app" / "web" / "static"
VENDOR_LISTS = (STATIC / "VENDOR.md", ROOT / "tests" / "journeys" / "vendor" / "VENDOR.md")
LABELLED = ("input", "select", "textarea")


@pytest.fixture(scope="module")
def bare_app():
    app = Flask("bare", template_folder=str(ROOT / "templates"), static_folder=str(STATIC), static_url_path="/static")
    app.config["SECRET_KEY"] = "only for these tests"
    app.jinja_env.undefined = StrictUndefined
    CSRFProtect(app)
    assets.register_assets(app)
    filters.register(app)
    return app


def frame_of_a_page(entries=5):
    labels = ["Today", "Week", "Cases", "Progress", "Supervision", "People", "Programme"][: entries - 1]
    return {
        "frame": Frame("PIP", "/", "/sign-out", "/concerns", "/privacy"),
        "navigation": [
            NavigationItem("Log time", "/log", "plus", primary=True),
            *(NavigationItem(label, f"/{label}", "house", current=label == "Today") for label in labels),
        ],
        "person": PersonBadge("Marta Ellison", "ME", "trainee", "/account"),
    }


@pytest.fixture(scope="module")
def gallery_page(bare_app):
    with bare_app.test_request_context():
        return render_template("components/gallery.html", **gallery_context(), **frame_of_a_page())


@pytest.fixture(scope="module")
def tree(gallery_page):
    return html5lib.parse(gallery_page, namespaceHTMLElements=False)


def drawn(app, source, **context):
    with app.test_request_context():
        return render_template_string(source, **context)


def test_the_gallery_is_well_formed(gallery_page):
    html5lib.HTMLParser(strict=True).parse(gallery_page)


def test_the_gallery_shows_every_component():
    shown = set(re.findall(r'from "components/(\w+)\.html"', (COMPONENTS / "gallery.html").read_text()))
    assert shown == {path.stem for path in COMPONENTS.glob("*.html")} - {"gallery"}


def test_the_manual_names_every_component():
    manual = (COMPONENTS / "README.md").read_text()
    assert [
        path.stem for path in COMPONENTS.glob("*.html") if path.stem != "gallery" and f"`{path.stem}`" not in manual
    ] == []


def test_every_sheet_is_brought_together_in_one():
    named = set(re.findall(r'url\("([^"]+)"\)', (STATIC / "css" / "main.css").read_text()))
    assert named == {path.relative_to(STATIC / "css").as_posix() for path in (STATIC / "css").rglob("*.css")} - {
        "main.css"
    }


def test_every_icon_asked_for_is_in_the_sprite(gallery_page):
    drawn_icons = set(re.findall(r"icons\.svg[^#\"]*#([\w-]+)", gallery_page))
    there = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))
    assert len(drawn_icons) > 20
    assert drawn_icons <= there


def test_no_two_elements_share_an_id(tree):
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    assert len(ids) > 50
    assert [name for name, times in ids.items() if times > 1] == []


def test_what_is_pointed_at_is_there(tree):
    ids = {element.get("id") for element in tree.iter()}
    pointers = [
        name
        for element in tree.iter()
        for attribute in ("aria-describedby", "aria-labelledby", "for")
        for name in (element.get(attribute) or "").split()
    ]
    assert len(pointers) > 50
    assert [name for name in pointers if name not in ids] == []
    assert [href for link in tree.iter("a") if (href := link.get("href")).startswith("#") and href[1:] not in ids] == []


def test_every_control_has_a_label(tree):
    labels = {label.get("for") for label in tree.iter("label")}
    controls = [control for kind in LABELLED for control in tree.iter(kind) if control.get("type") != "hidden"]
    assert len(controls) > 30
    assert [
        control.get("id") for control in controls if control.get("id") not in labels and not control.get("aria-label")
    ] == []


def test_every_posting_form_carries_the_token(tree):
    posting = [form for form in tree.iter("form") if form.get("method") == "post"]
    assert len(posting) >= 6
    assert all(any(field.get("name") == "csrf_token" for field in form.iter("input")) for form in posting)


def test_nothing_is_styled_or_scripted_inline(tree):
    allowed = [
        (element.tag, name)
        for element in tree.iter()
        for name in element.attrib
        if name == "style" or name.startswith("on")
    ]
    assert allowed == []
    assert all(script.get("src") and not (script.text or "").strip() for script in tree.iter("script"))
    assert not list(tree.iter("style"))


def test_a_state_always_has_an_icon_and_words(tree):
    tags = [element for element in tree.iter() if "tag" in (element.get("class") or "").split()]
    assert len(tags) > 50
    assert all(any(str(part.tag).endswith("svg") for part in tag) and "".join(tag.itertext()).strip() for tag in tags)


# ------------------------------------------------------------------------------------------------ fields


def test_a_field_in_error_says_so_and_keeps_its_hint(tree):
    control = next(element for element in tree.iter("input") if element.get("id") == "wrong-title")
    assert control.get("aria-invalid") == "true"
    assert control.get("aria-describedby") == "wrong-title-hint wrong-title-error"
    words = {element.get("id"): "".join(element.itertext()) for element in tree.iter("p")}
    assert words["wrong-title-hint"] == "A hint that stays."
    assert words["wrong-title-error"].strip() == "Error: Say in a few words what it was."


def test_a_field_without_error_claims_none(tree):
    control = next(element for element in tree.iter("input") if element.get("id") == "title")
    assert control.get("aria-invalid") is None
    assert control.get("aria-describedby") == "title-hint"


def test_choices_stand_in_a_fieldset_with_a_legend(tree):
    radios = [field for field in tree.iter("fieldset") if field.get("id") == "wrong-place"]
    assert [legend.text for legend in radios[0].iter("legend")] == ["Where"]
    assert [choice.get("type") for choice in radios[0].iter("input")] == ["radio"] * 3
    assert radios[0].get("aria-describedby") == "wrong-place-error"


def test_the_summary_leads_to_each_field_and_to_the_first_of_its_choices(tree):
    summary = next(element for element in tree.iter("div") if element.get("class") == "error-summary")
    assert summary.get("role") == "alert"
    targets = [link.get("href") for link in summary.iter("a")]
    assert {"#wrong-title", "#wrong-case", "#wrong-place-0", "#wrong-present-0", "#wrong-seen"} <= set(targets)


def test_only_what_may_stay_empty_is_marked_as_optional(gallery_page):
    assert 'Note for your supervisor <span class="field-optional">(optional)</span>' in gallery_page
    assert 'What it was <span class="field-optional">' not in gallery_page


def test_a_password_may_be_pasted_and_is_never_shown_again(bare_app):
    form = SampleForm(password="secret words")
    page = drawn(
        bare_app,
        '{% from "components/field.html" import field %}{{ field(form.password, autocomplete="current-password") }}',
        form=form,
    )
    assert 'type="password"' in page
    assert 'autocomplete="current-password"' in page
    assert "secret words" not in page


def test_what_was_typed_is_escaped(bare_app):
    form = SampleForm(title='"><script>')
    page = drawn(bare_app, '{% from "components/field.html" import field %}{{ field(form.title) }}', form=form)
    assert "<script>" not in page


def test_errors_of_the_whole_form_and_of_hidden_fields_are_listed_without_a_link(bare_app):
    class Hidden(Form):  # type: ignore[misc] # the library has no types
        once = HiddenField(validators=[InputRequired("This page had been open too long.")])
        plain = StringField("Plain")

    form = Hidden()
    form.validate()
    form.form_errors.append("A day has 24 hours.")
    page = drawn(
        bare_app, '{% from "components/error_summary.html" import error_summary %}{{ error_summary(form) }}', form=form
    )
    assert "<li>A day has 24 hours.</li>" in page
    assert "<li>This page had been open too long.</li>" in page
    assert "href" not in page


def test_a_form_without_errors_has_no_summary(bare_app):
    page = drawn(
        bare_app,
        '{% from "components/error_summary.html" import error_summary %}{{ error_summary(form) }}',
        form=SampleForm(),
    )
    assert page.strip() == ""


def test_a_list_to_choose_several_from_is_a_plain_control(bare_app):
    class Several(Form):  # type: ignore[misc] # the library has no types
        rooms = SelectMultipleField("Rooms", choices=[SelectChoice("a", "A"), SelectChoice("b", "B")])

    page = drawn(bare_app, '{% from "components/field.html" import field %}{{ field(form.rooms) }}', form=Several())
    assert '<label for="rooms">' in page
    assert "<fieldset" not in page


# ------------------------------------------------------------------------------------------------ layouts


@pytest.mark.parametrize(
    ("entries", "tabs"),
    [
        (1, ["Log time"]),
        (5, ["Today", "Week", "Log time", "Cases", "Progress"]),
        (8, ["Today", "Week", "Log time", "Cases", "More"]),
    ],
)
def test_a_phone_has_five_tabs_at_most_with_logging_in_the_middle(bare_app, entries, tabs):
    page = drawn(bare_app, '{% extends "layouts/page.html" %}', **frame_of_a_page(entries))
    bar = next(
        nav for nav in html5lib.parse(page, namespaceHTMLElements=False).iter("nav") if nav.get("class") == "tab-bar"
    )
    assert ["".join(link.itertext()).strip() for link in bar.iter("a")] == tabs


def test_a_page_is_named_after_itself_and_the_programme(bare_app):
    page = drawn(
        bare_app, '{% extends "layouts/page.html" %}{% block title %}Log time{% endblock %}', **frame_of_a_page()
    )
    assert "<title>Log time · PIP Training Record</title>" in page
    assert page.startswith("<!doctype html>")
    assert '<html lang="en-GB">' in page


def test_an_error_page_shows_its_reference(bare_app):
    with bare_app.test_request_context():
        page = render_template(
            "layouts/error.html",
            heading="Not found",
            sentence="There is no such page here.",
            status=404,
            reference="a1b2c3d4",
            frame=frame_of_a_page()["frame"],
        )
    html5lib.HTMLParser(strict=True).parse(page)
    assert "<h1>Not found</h1>" in page
    assert "a1b2c3d4" in page


# ------------------------------------------------------------------------------------------------ colours


def colours():
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", (STATIC / "css" / "tokens.css").read_text())
    return {name: (light, dark) for name, light, dark in pairs}


def luminance(colour):
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


WORDS_ON = [
    *(
        ("ink", ground)
        for ground in ("paper", "card", "sunk", "accent-wash", "met-wash", "behind-wash", "discuss-wash")
    ),
    *(("ink-soft", ground) for ground in ("paper", "card", "sunk", "accent-wash", "quiet-wash")),
    *(("accent", ground) for ground in ("paper", "card", "sunk", "accent-wash")),
    *(
        (state, ground)
        for state in ("met", "behind", "discuss", "decide")
        for ground in ("card", "sunk", "paper", f"{state}-wash")
    ),
    ("quiet", "quiet-wash"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), WORDS_ON)
def test_words_can_be_read_on_their_ground(words, ground, theme):
    assert contrast(colours()[words][theme], colours()[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "card"])
def test_the_edge_of_a_control_can_be_seen(ground, theme):
    assert contrast(colours()["edge"][theme], colours()[ground][theme]) >= 3


# ------------------------------------------------------------------------------------------------ what is not ours


@pytest.mark.parametrize("listing", VENDOR_LISTS, ids=lambda path: path.parent.name)
def test_every_vendored_file_is_the_one_that_was_taken(listing):
    rows = re.findall(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", listing.read_text(), flags=re.MULTILINE)
    assert rows
    assert {name: hashlib.sha256((listing.parent / name).read_bytes()).hexdigest() for name, _ in rows} == dict(rows)


def test_no_font_is_without_its_licence_and_line():
    listed = set(re.findall(r"`(fonts/[^`]+)`", VENDOR_LISTS[0].read_text()))
    assert listed == {path.relative_to(STATIC).as_posix() for path in (STATIC / "fonts").iterdir()}
    assert sum(name.endswith("LICENSE.txt") for name in listed) == 2
