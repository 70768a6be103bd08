"""Reading one table of a definition, value by value, collecting faults instead of stopping at the first."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final, TypeVar

from trainee_app.programmes.rules.faults import Fault, Place, nearest, quoted, suggestion
from trainee_app.programmes.rules.selections import plain
from trainee_app.programmes.rules.typed import is_share, time_meant, toml, whole_meant

Word = TypeVar("Word", bound=StrEnum)

# Six digits of hours are more than a working life, and fit every column.
_DURATION: Final = re.compile(r"^(?:([0-9]{1,6})\s*h)?\s*(?:([0-9]{1,6})\s*(?:min)?)?$")
_KEY_SHAPE: Final = re.compile(r"^[a-z][a-z0-9_]*$")
# What the columns hold that keys are stored in.
_LONGEST_KEY: Final = 40
# A title stands in tables, headings and on paper; whatever else is said is still a few sentences.
_LONGEST_TEXT: Final = {"title": 200, "short": 200}
_LONGEST_OTHER_TEXT: Final = 2_000
_SEVERAL: Final = 2
# Each kind has a share of its own, and they are easily taken for each other.
_SHARES: Final = ("percent", "at_least_percent", "at_most_percent")
# What every requirement has; for a key that means nothing, nobody was looking for one of these.
_COMMON: Final = frozenset({"key", "kind", "title", "short", "why", "source", "source_words", "due_by"})


@dataclass(slots=True)
class FaultBook:
    """The faults found so far, and where in the text things stand."""

    lines: Mapping[Place, int]
    faults: list[Fault] = field(default_factory=list)

    def add(self, place: Place, requirement: str | None, message: str) -> None:
        line = self.lines.get(place) or self.lines.get(Place(place.table, place.index))
        self.faults.append(Fault(requirement, place.key or None, message, line))


def is_key(text: str) -> bool:
    """Whether this is a name by which the file and the record know a thing."""
    return _KEY_SHAPE.match(text) is not None


def key_meant(text: str) -> str:
    """The key that is nearest to words: "Case write-up" as "case_write_up"."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_0123456789") or "case_session"


def minutes_from(text: str) -> int | None:
    """ "1 h 30 min", "1 h 30", "688 h" and "90 min" as minutes; None for anything else."""
    match = _DURATION.match(text.strip())
    if match is None or (match[1] is None and "min" not in text):
        return None
    return int(match[1] or 0) * 60 + int(match[2] or 0)


class Table:
    """One table of the file. Each reading method returns a usable value even where it noted a fault,
    so that the rest of the table is read too; `close` notes the keys that nobody asked for."""

    def __init__(self, book: FaultBook, place: Place, values: Any, requirement: str | None = None) -> None:
        self._book = book
        self._place = place
        self._values: dict[str, Any] = values if isinstance(values, dict) else {}
        self._asked: set[str] = set()
        self._requirement = requirement
        self._is_table = isinstance(values, dict)

    def fault(self, key: str, message: str) -> None:
        """Notes a fault at a key; within an inner table, at the key that holds it.

        Where there is no table at all, that was said already and its missing keys are not told one by one.
        """
        if not self._is_table:
            return
        if self._place.key:
            self._book.add(self._place, self._requirement, f"{key}: {message}" if key else message)
        else:
            self._book.add(replace(self._place, key=key), self._requirement, message)

    def has(self, key: str) -> bool:
        """Whether the key stands there; asking makes it one of those that are suggested for a misspelt one."""
        self._asked.add(key)
        return key in self._values

    def _take(self, key: str, example: str) -> Any:
        self._asked.add(key)
        if key not in self._values:
            self.fault(key, f"is missing; write {key} = {example}")
        return self._values.get(key)

    def key(self) -> str:
        found = self.text("key", example='"a_short_name"')
        if found and not is_key(found):
            words = f"write small letters, digits and _ only, as in “{key_meant(found)}”"
            self.fault("key", f"“{found}” is no key; {words}")
        if len(found) > _LONGEST_KEY:
            self.fault("key", f"is longer than {_LONGEST_KEY} characters; write a shorter one")
        return found

    def text(self, key: str, *, default: str | None = None, example: str = '"..."') -> str:
        if default is not None and not self.has(key):
            self._asked.add(key)
            return default
        found = self._take(key, example)
        if isinstance(found, str) and found.strip():
            return self._fit_to_read(key, " ".join(found.split()))
        if found is not None:
            self.fault(key, f"must be words in quotation marks; write {key} = {example}")
        return ""

    def _fit_to_read(self, key: str, found: str) -> str:
        """Words that people will read: not longer than a page can show, and nothing in them that hides or turns."""
        longest = _LONGEST_TEXT.get(key, _LONGEST_OTHER_TEXT)
        if len(found) > longest:
            self.fault(key, f"is longer than {longest} characters; write a shorter one")
        unseen = next((each for each in found if not each.isprintable()), "")
        if unseen:
            self.fault(key, f"holds a character that nobody can see (U+{ord(unseen):04X}); write it without")
        return found

    def whole(
        self,
        key: str,
        *,
        default: int | None = None,
        at_least: int = 0,
        at_most: int = 100_000,
        example: int = 1,
        what: str = "a whole number",
    ) -> int:
        if default is not None and not self.has(key):
            self._asked.add(key)
            return default
        found = self._take(key, str(example))
        if isinstance(found, int) and not isinstance(found, bool) and at_least <= found <= at_most:
            return found
        if found is not None:
            meant = whole_meant(found, unit="minutes" if "minutes" in what else key.rpartition("_")[2])
            if meant is not None and at_least <= meant <= at_most:
                self.fault(key, f"must be {what} from {at_least} to {at_most}; write {key} = {meant}")
                return meant
            self.fault(key, f"must be {what} from {at_least} to {at_most}; write for instance {key} = {example}")
        return at_least

    def minutes(
        self, key: str, *, default: int | None = None, at_least: int = 1, example: str = "1 h 30 min", share: str = ""
    ) -> int:
        """A duration written in hours and minutes, above nothing unless `at_least` is 0.

        `share`: the key under which a share is written instead, where this kind has one.
        """
        if default is not None and not self.has(key):
            self._asked.add(key)
            return default
        found = self._take(key, f'"{example}"')
        minutes = minutes_from(found) if isinstance(found, str) else None
        if minutes is not None and minutes >= at_least:
            return minutes
        if found is not None:
            percent = whole_meant(found) if share and is_share(found) else None
            hint = f'{key} = "{time_meant(found) or example}"' if percent is None else f"{share} = {percent}"
            what = "a duration with its unit" if percent is None else "a time, and a share has a key of its own"
            self.fault(key, f"must be {what}; write {hint}")
        return 1

    def flag(self, key: str, *, default: bool) -> bool:
        self._asked.add(key)
        found = self._values.get(key, default)
        if isinstance(found, bool):
            return found
        self.fault(key, f"must be true or false, without quotation marks; write {key} = true")
        return default

    def one_of(self, key: str, words: type[Word], *, default: Word | None = None) -> Word:
        known = tuple(str(each) for each in words)
        if default is not None and not self.has(key):
            self._asked.add(key)
            return default
        found = self._word(key, known)
        if found in known:
            return words(found)
        if found:
            self.fault(key, f"“{found}” is not known; {suggestion(found, known)}")
        return words(known[0])

    def known(self, key: str, names: Iterable[str], what: str) -> str:
        """The key of something defined elsewhere in the file."""
        known = tuple(names)
        found = self._word(key, known)
        self._check_known(key, found, known, what)
        return found

    def _word(self, key: str, known: tuple[str, ...]) -> str:
        """One of several words. Which one is meant, only the course knows: where it is missing, all are named."""
        if key in self._values or len(known) < _SEVERAL:
            return self.text(key, example=f'"{known[0]}"' if known else '"..."')
        self._asked.add(key)
        self.fault(key, f"is missing; write {key} with one of {quoted(known)}")
        return ""

    def words(self, key: str) -> tuple[str, ...]:
        """A list of words; a key that is absent is an empty list."""
        self._asked.add(key)
        found = self._values.get(key, [])
        if isinstance(found, list) and all(isinstance(each, str) and each.strip() for each in found):
            return tuple(self._fit_to_read(key, each) for each in found)
        example = toml([found]) if isinstance(found, str) and found.strip() else '["...", "..."]'
        self.fault(key, f"must be a list of words; write {key} = {example}")
        return ()

    def known_words(
        self, key: str, names: Iterable[str], what: str, otherwise: str = "", *, as_typed: bool = False
    ) -> tuple[str, ...]:
        """Those that are known. `otherwise`: what else can be done about one that is not; `as_typed`: “Under 3” is under_3."""
        known = tuple(names)
        typed = {plain(each): each for each in known} if as_typed else {}
        found = [typed.get(plain(each), each) for each in self.words(key)]
        for each in found:
            self._check_known(key, each, known, what, otherwise)
        return tuple(each for each in found if each in known)

    def names(self, key: str) -> int:
        """How many different words stand there, known or not."""
        found = self._values.get(key, [])
        return len({each for each in found if isinstance(each, str)}) if isinstance(found, list) else 0

    def _check_known(self, key: str, found: str, known: tuple[str, ...], what: str, otherwise: str = "") -> None:
        if found and found not in known:
            hint = suggestion(found, known)
            more = f", or {otherwise}" if otherwise and not nearest(found, known) else ""
            self.fault(key, f"there is no {what} “{found}”; {hint}{more}")

    def typed(self, key: str) -> Any:
        """What stands at a key as it was typed, to be spoken of in a fault; None where there is nothing."""
        return self._values.get(key)

    def has_unknown(self, known: Iterable[str]) -> bool:
        """Whether there is a key that is none of these."""
        return not set(self._values) <= set(known)

    def inner(self, key: str, example: str, read: Callable[["Table"], None]) -> None:
        """A table within this one, such as `of = { groups = ["supervision"] }`."""
        found = self._take(key, example)
        if isinstance(found, dict):
            self._read_inner(key, found, read)
        elif found is not None:
            self.fault(key, f"must be a table; write {key} = {example}")

    def inners(self, key: str, example: str, read: Callable[["Table"], None]) -> None:
        """A list of tables within this one; a key that is absent is an empty list."""
        self._asked.add(key)
        found = self._values.get(key, [])
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            self.fault(key, f"must be a list of tables; write {key} = [{toml(found) or example}]")
            return
        for each in found:
            self._read_inner(key, each, read)

    def _read_inner(self, key: str, values: dict[str, Any], read: Callable[["Table"], None]) -> None:
        table = Table(self._book, replace(self._place, key=self._place.key or key), values, self._requirement)
        read(table)
        table.close()

    def close(self) -> None:
        for key, value in self._values.items():
            if key not in self._asked:
                self.fault(key, f"“{key}” means nothing here; {self._instead(key, value)}")

    def _instead(self, key: str, value: Any) -> str:
        """What to do about a key that nobody asked for."""
        if near := nearest(key, tuple(sorted(self._asked))) or self._called_otherwise(key):
            return f"write “{near}”"
        if isinstance(value, dict | list) and self._requirement is not None and not self._place.key:
            return "leave it out; what is asked for besides is a requirement of its own: begin it with [[requirement]]"
        known = sorted(self._asked - _COMMON if self._requirement is not None else self._asked)
        return f"leave it out, or write one of {quoted(known)}" if known else "leave it out"

    def _called_otherwise(self, key: str) -> str:
        """What another kind calls by this name, where it is not there yet; "" where there is nothing."""
        shares = [each for each in _SHARES if each != key and each in self._asked and each not in self._values]
        return shares[0] if key in _SHARES and shares else ""
