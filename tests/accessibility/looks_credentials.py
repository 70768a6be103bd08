"""The pages of what people bring along, in every state that matters."""

from __future__ import annotations

from tests.accessibility.looks import Look, error

_EXPERIENCE = {"record": "experience"}

LOOKS: tuple[Look, ...] = (
    Look("credentials.brought_along", "trainee", of="person trainee", shows="What you bring along"),
    Look("credentials.brought_along", "newcomer", "nothing", of="person newcomer", shows="What you bring along"),
    Look("credentials.brought_along", "administrator", of="person trainee", shows="What Marta brings along"),
    Look("credentials.brought_along", "administrator", "long names", of="person very long trainee"),
    Look("credentials.brought_along", "director", "who supervises too", of="person trainee"),
    Look("credentials.add_post", "trainee", of="person trainee", shows="A post"),
    error("credentials.add_post", "trainee", "Record it", of="person trainee"),
    error("credentials.add_post", "trainee", "Record it", "everything wrong", of="person trainee",
          fill={"What the work was": "x", "Share of full time, in per cent": "half"}),
    Look("credentials.add_observation", "trainee", of="person trainee", shows="The observation course"),
    error("credentials.add_observation", "trainee", "Record it", of="person trainee"),
    Look("credentials.add_therapy", "trainee", of="person trainee", shows="Personal therapy"),
    error("credentials.add_therapy", "trainee", "Record it", of="person trainee"),
    Look("credentials.add_evidence", "trainee", of="person trainee", shows="Hand in a file"),
    error("credentials.add_evidence", "trainee", "Hand it in", of="person trainee"),
    Look("credentials.accept", "administrator", of="person trainee", query=_EXPERIENCE, shows="Accept"),
    error("credentials.accept", "administrator", "Accept it", of="person newcomer", query=_EXPERIENCE),
    Look("credentials.take_back", "trainee", of="brought post", shows="Take back"),
    Look("credentials.take_evidence_back", "trainee", of="evidence", shows="Take back"),
    Look("credentials.take_acceptance_back", "administrator", of="acceptance", shows="Take back"),
)  # fmt: skip
