"""Whatever is read, the answer is a definition or its faults, and each fault says what to write."""

import re
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.programmes.records import PIP_FILE
from tests.volumes import volume
from trainee_app.programmes.rules import DefinitionFaulty, chapters, parse_definition
from trainee_app.programmes.rules.files import LARGEST_BYTES, definition_from
from trainee_app.programmes.rules.kinds import READERS

PIP = PIP_FILE.read_text(encoding="utf-8")
LINES = PIP.splitlines()
VALUES = [at for at, line in enumerate(LINES) if re.match(r"^[a-z_]+ = ", line)]
KEYS = sorted({line.split(" = ")[0] for line in LINES if re.match(r"^[a-z_]+ = ", line)})
# What to do instead is said in one of these words.
REMEDIES = re.compile(r"\b(write|begin|give|leave|name)\b")
EXAMPLES = volume(ci=150, full=2_000)

keys = st.one_of(st.sampled_from(KEYS), st.sampled_from(["of", "beside", "days", "bands", "by", "expression"]))
scalars = st.one_of(
    st.integers(),
    st.booleans(),
    st.floats(),
    st.sampled_from(
        ['"60 h"', '"x"', '""', '" "', "1979-05-27", "07:32:00", '"last 6 months"', '"iso week"', "[]", "{}"]
    ),
    st.sampled_from([f'"{kind}"' for kind in READERS]),
)
inner = st.dictionaries(keys, scalars, max_size=3)
anything = st.one_of(scalars, inner, st.lists(scalars, max_size=3), st.lists(inner, max_size=3))


def written(value):
    """A value as TOML writes it; words of `scalars` stand as they are."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {written(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def faults_of(text):
    """None where it is a definition; that definition can then be told."""
    try:
        assert chapters(parse_definition(text))
    except DefinitionFaulty as faulty:
        return faulty.faults or pytest.fail("faulty without a fault")
    return None


def say_what_to_write(faults):
    return all(REMEDIES.search(fault.message) for fault in faults)


@given(st.text(max_size=400))
@settings(max_examples=EXAMPLES, deadline=None)
def test_no_text_whatever_is_more_than_faulty(text) -> None:
    faults = faults_of(text)
    assert faults is not None
    assert say_what_to_write(faults)


@given(st.binary(max_size=400))
@settings(max_examples=EXAMPLES, deadline=None)
def test_no_bytes_whatever_are_more_than_faulty(content) -> None:
    with pytest.raises(DefinitionFaulty) as raised:
        definition_from(content)
    assert say_what_to_write(raised.value.faults)


@st.composite
def _documents(draw):
    """Tables of the language, and some that are none, with keys of the language and any values."""
    lines = []
    for _ in range(draw(st.integers(0, 8))):
        name = draw(st.sampled_from(["programme", "category", "activity", "milestones", "requirement", "stage", "odd"]))
        lines.append(draw(st.sampled_from(["[{}]", "[[{}]]"])).format(name))
        lines += [
            f"{key} = {written(value)}" for key, value in draw(st.dictionaries(keys, anything, max_size=6)).items()
        ]
    return "\n".join(lines)


@given(_documents())
@settings(max_examples=EXAMPLES, deadline=None)
def test_no_tables_whatever_are_more_than_faulty(text) -> None:
    faults = faults_of(text)
    assert faults is not None
    assert say_what_to_write(faults)


@given(st.sampled_from(VALUES), anything)
@settings(max_examples=EXAMPLES, deadline=None)
def test_any_value_put_in_the_place_of_another_is_read_or_said_with_what_to_write(at, value) -> None:
    key = LINES[at].split(" = ")[0]
    text = "\n".join([*LINES[:at], f"{key} = {written(value)}", *LINES[at + 1 :]])
    faults = faults_of(text)
    assert faults is None or say_what_to_write(faults)
    if faults and _is_toml(text):
        assert at + 1 in {fault.line for fault in faults} or key in {"key", "title", "kind", "length_months", "points"}


def _is_toml(text):
    try:
        tomllib.loads(text)
    except ValueError:
        return False
    return True


# Without its kind nobody knows which other keys a requirement has.
@given(st.sampled_from([at for at in VALUES if not LINES[at].startswith("kind ")]))
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_misspelt_key_is_told_with_its_line_and_the_key_that_was_meant(at) -> None:
    key, _, value = LINES[at].partition(" = ")
    faults = faults_of("\n".join([*LINES[:at], f"{key}x = {value}", *LINES[at + 1 :]]))
    assert faults is not None
    (fault,) = [each for each in faults if each.key == f"{key}x"]
    assert fault.line == at + 1
    assert f"write “{key}”" in fault.message


@given(st.integers(0, len(LINES) - 1), st.integers(1, 12))
@settings(max_examples=EXAMPLES, deadline=None)
def test_lines_that_are_gone_are_missed_or_not_needed(at, many) -> None:
    faults = faults_of("\n".join([*LINES[:at], *LINES[at + many :]]))
    assert faults is None or say_what_to_write(faults)


@given(st.integers(0, len(PIP) - 1), st.text(max_size=3))
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_slip_of_the_keyboard_anywhere_is_read_or_said_with_what_to_write(at, typed) -> None:
    faults = faults_of(PIP[:at] + typed + PIP[at + 1 :])
    assert faults is None or say_what_to_write(faults)


DEEP = 3_000
NAMES = [f'[[category]]\nkey = "name_{at}"\ntitle = "t"\n' for at in range(3_000)]


@pytest.mark.parametrize(
    "text",
    [
        ".".join(["a"] * 100_000) + " = 1",
        "[" + " . ".join(['"a"'] * 40_000) + "]",
        "[programme]\n" + "".join(f"a{at} = 1\n" for at in range(15_000)),
        "".join(NAMES) + "".join(f'[[activity]]\nkey = "a{at}"\ncategory = "nome_{at}"\n' for at in range(1_500)),
        "#" * 300_000,
        'key = "' + "ab" * 130_000,
        "key = " + '"' * 250_000,
    ],
    ids=["a deep key", "a deep table", "many keys", "many names", "a long text", "a long word", "many marks"],
)
def test_what_is_very_large_is_answered_too(text) -> None:
    faults = faults_of(text)
    assert faults is not None
    assert say_what_to_write(faults)


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * DEEP + "]" * DEEP,
        "a = " + "{ a = " * DEEP + "1" + " }" * DEEP,
        "[[requirement]]\nkey" + ".a" * DEEP + " = 1",
        "[" + ".".join(["a"] * DEEP) + "]",
        "version = " + "9" * 5_000,
        PIP.replace('"60 h"', '"' + "9" * 5_000 + ' h"'),
        PIP.replace("version = 1", "version = " + "9" * 50),
        PIP.replace('key = "supervision"', 'key = "' + "s" * 41 + '"', 2),
        PIP.replace('title = "Parent-infant psychotherapy"', 'title = "' + "s" * 201 + '"'),
    ],
)
def test_what_is_too_deep_or_too_long_is_said(text) -> None:
    faults = faults_of(text)
    assert faults is not None
    assert say_what_to_write(faults)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b'[programme]\nkey = "\xe4"', "UTF-8"),
        (b"\x7fELF\0\0", "no text file"),
        (b"#" * (LARGEST_BYTES + 1), "larger than 256 KB"),
    ],
)
def test_a_file_that_is_no_text_is_said(content, said) -> None:
    with pytest.raises(DefinitionFaulty, match=said) as raised:
        definition_from(content)
    assert say_what_to_write(raised.value.faults)


def test_a_character_that_is_not_utf_8_is_told_with_its_line() -> None:
    with pytest.raises(DefinitionFaulty) as raised:
        definition_from(PIP.encode().replace(b"Parent-infant", b"Parent\xe4infant", 1))
    assert raised.value.faults[0].line == 1


def test_a_file_with_the_mark_that_some_editors_write_is_read() -> None:
    assert definition_from(b"\xef\xbb\xbf" + PIP.encode()) == parse_definition(PIP)
