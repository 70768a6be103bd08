"""Breaks, what placements have signed, waivers, notices and the weekly letter, in every state that matters."""

from __future__ import annotations

from tests.accessibility.looks import Look, error

LOOKS: tuple[Look, ...] = (
    Look("cohorts.breaks", "trainee", "one’s own", of="trainee trainee", shows="Breaks"),
    Look("cohorts.breaks", "newcomer", "none", of="trainee newcomer", shows="Breaks"),
    Look("cohorts.breaks", "director", "with reasons", of="trainee very long", shows="Breaks"),
    Look("cohorts.breaks", "administrator", of="trainee trainee", shows="Breaks"),
    error("cohorts.breaks", "administrator", "See what it does", of="trainee trainee"),
    Look("cohorts.ask_before_taking_back", "administrator", of="break very long"),
    Look("cohorts.ask_before_taking_back", "administrator", "taken back already", of="break trainee taken back"),
    Look("cohorts.placement_agreements", "trainee", of="placement trainee", shows="has signed"),
    Look("cohorts.placement_agreements", "newcomer", "nothing recorded", of="placement newcomer", shows="has signed"),
    Look("cohorts.placement_agreements", "administrator", "long names", of="placement very long", shows="has signed"),
    error("cohorts.placement_agreements", "administrator", "Record the agreement", of="placement trainee"),
    Look("cohorts.end_placement_agreement", "administrator", of="placement agreement trainee", shows="End a placement"),
    error("cohorts.end_placement_agreement", "administrator", "Record the end", of="placement agreement trainee"),
    Look("cohorts.arrangements", "supervisor", "to agree to", of="trainee trainee"),
    Look("readiness.other_end", "administrator", of="trainee trainee", query={"ends_on": "2028-06-01"}, shows="If the"),
    Look("readiness.waivers", "trainee", "one’s own", of="trainee trainee", shows="Waivers"),
    Look("readiness.waivers", "newcomer", "none", of="trainee newcomer", shows="Waivers"),
    Look("readiness.waivers", "director", "to decide, long names", of="trainee very long", shows="Waivers"),
    Look("readiness.waivers", "administrator", of="trainee trainee", shows="Waivers"),
    error("readiness.waivers", "administrator", "Propose it", of="trainee trainee"),
    Look("readiness.waivers_waiting", "director"),
    Look("readiness.ask_before_ending", "administrator", of="waiver trainee"),
    Look("readiness.decide_waiver", "director", of="waiver very long", shows="Decide"),
    error("readiness.decide_waiver", "director", "Record the decision", of="waiver trainee"),
    Look("notifications.notices", "trainee", shows="Notices"),
    Look("notifications.notices", "administrator", "very many, about others", shows="Notices"),
    Look("notifications.notices", "nobody", "nothing", shows="Notices"),
    Look("notifications.digest", "trainee", shows="Weekly letter"),
)
