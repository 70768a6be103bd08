"""The trail in words: one sentence for each kind of event, and what a verification says at its end. Pure."""

from trainee_app.history.rules.sentences import SENTENCES
from trainee_app.history.rules.silence import SILENT
from trainee_app.history.rules.telling import Names, Saying, Spoken, ids_to_name, speak
from trainee_app.history.rules.verdict import Counts, verdict_lines

__all__ = [
    "SENTENCES",
    "SILENT",
    "Counts",
    "Names",
    "Saying",
    "Spoken",
    "ids_to_name",
    "speak",
    "verdict_lines",
]
