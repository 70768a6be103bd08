"""Which work a rule looks at: by activity, and by site where it says so."""

from dataclasses import dataclass, field


def plain(words: str) -> str:
    """How words are compared that people type: without case and stray spaces."""
    return " ".join(words.replace("_", " ").split()).casefold()


@dataclass(frozen=True, slots=True)
class Selection:
    """Work of these activities; at these sites only (names of placements, as `plain` writes them), or everywhere.

    `words` is how the programme calls it, for sentences: "client contact".
    """

    activities: frozenset[str]
    sites: frozenset[str] = frozenset()
    words: str = field(default="", compare=False)

    def chooses(self, activity: str, site: str = "") -> bool:
        """Whether work of this activity at this site (as `plain` writes it) is meant."""
        return activity in self.activities and (not self.sites or site in self.sites)
