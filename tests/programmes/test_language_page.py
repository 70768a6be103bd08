"""docs/programme-language.md is read by the reader it describes: whatever stands there works, and nothing is left out."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.programmes.records import PIP_FILE
from trainee_app.programmes.cli import group
from trainee_app.programmes.rules import DefinitionFaulty, parse_definition
from trainee_app.programmes.rules.kinds import READERS
from trainee_app.programmes.rules.reading import Table

PAGE = (Path(__file__).parents[2] / "docs/programme-language.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)( faulty)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [(match[1], bool(match[2]), match[3]) for match in BLOCK.finditer(PAGE)]
TOML = [text for language, is_faulty, text in BLOCKS if language == "toml" and not is_faulty]
COMPLETE = [text for text in TOML if text.startswith("[programme]")]
FRAGMENTS = [text for text in TOML if not text.startswith("[programme]")]
FRAME = COMPLETE[1]
TEXTS = [text for language, _, text in BLOCKS if language == "text"]
_TABLE = re.compile(r"^(?=\[)", re.MULTILINE)
_KEY = re.compile(r"^key = \"(\w+)\"", re.MULTILINE)


def tables(text):
    """The tables of a text by heading and key, which is how a table in a fragment takes the place of another."""
    found = {}
    for table in filter(str.strip, _TABLE.split(text)):
        key = _KEY.search(table)
        found[table.split("\n")[0].strip(), key[1] if key else table] = table
    return found


def framed(fragment):
    return "".join((tables(FRAME) | tables(fragment)).values())


def lines_said(text):
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("text", COMPLETE)
def test_a_complete_programme_on_the_page_is_read_as_it_stands(text) -> None:
    assert parse_definition(text).requirements


@pytest.mark.parametrize("text", FRAGMENTS)
def test_a_piece_on_the_page_is_read_within_the_programme_that_it_belongs_to(text) -> None:
    if "end_of_year_one" in PAGE and 'due_by = "end_of_year_one"' in text:
        text += FRAGMENTS[[*map(str.strip, FRAGMENTS)].index("[[stage]]")]
    assert parse_definition(framed(text)).requirements


def test_there_is_something_to_read() -> None:
    assert len(COMPLETE) == 2
    assert len(FRAGMENTS) > 20


def test_every_kind_has_an_example_and_a_heading() -> None:
    shown = {each["kind"] for each in _requirements()}
    assert shown == set(READERS)
    headings = " ".join(line for line in PAGE.splitlines() if line.startswith("### "))
    assert {kind for kind in READERS if f"`{kind}`" not in headings} == set()


def _requirements():
    for text in TOML:
        for (heading, _), table in tables(text).items():
            if heading == "[[requirement]]":
                yield dict(re.findall(r"^(\w+) = \"(.*?)\"", table, re.MULTILINE))


def test_every_key_of_the_language_is_on_the_page(monkeypatch) -> None:
    asked = set()
    close = Table.close

    def noting(table):
        asked.update(table._asked)
        close(table)

    monkeypatch.setattr(Table, "close", noting)
    for text in FRAGMENTS:
        parse_definition(framed(text))
    said = set(re.findall(r"\w+", " ".join(re.findall(r"`[^`]+`", PAGE)) + " ".join(TOML)))
    assert asked - said == set()
    assert len(asked) > 60


def test_the_faults_on_the_page_are_those_that_are_told() -> None:
    (faulty,) = [text for _, is_faulty, text in BLOCKS if is_faulty]
    with pytest.raises(DefinitionFaulty) as raised:
        parse_definition(f"{FRAME}\n{faulty}")
    said = next(text for text in TEXTS if text.startswith("line "))
    assert lines_said(said) == [str(fault) for fault in raised.value.faults]


def test_what_is_read_back_on_the_page_is_what_the_command_says(tmp_path) -> None:
    (tmp_path / "first.toml").write_text(COMPLETE[0], encoding="utf-8")
    answer = CliRunner().invoke(group, ["explain", str(tmp_path / "first.toml")])
    said = next(text for text in TEXTS if text.startswith("40 hours of seminars"))
    assert answer.exit_code == 0
    assert said in answer.output


def test_the_difference_on_the_page_is_what_the_command_says(tmp_path) -> None:
    text = PIP_FILE.read_text(encoding="utf-8")
    for name, figure in (("old", "60 h"), ("new", "70 h")):
        (tmp_path / f"{name}.toml").write_text(text.replace('at_least = "60 h"', f'at_least = "{figure}"'), "utf-8")
    answer = CliRunner().invoke(group, ["diff", str(tmp_path / "old.toml"), str(tmp_path / "new.toml")])
    said = next(text for text in TEXTS if text.startswith("Supervision, at least 60 hours"))
    assert said in answer.output


def test_every_example_is_on_the_page_and_every_link_leads_somewhere() -> None:
    folder = PIP_FILE.parent / "examples"
    assert {path.name for path in folder.glob("*.toml")} == set(re.findall(r"^\| `(\w+\.toml)`", PAGE, re.MULTILINE))
    headings = {_anchor(line.lstrip("# ")) for line in PAGE.splitlines() if line.startswith("#")}
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) - headings == set()


def _anchor(heading):
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
