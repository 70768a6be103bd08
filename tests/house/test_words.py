"""One word for one thing, and kind ones: what pages and code may not say, and what they say instead."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.project import PACKAGE, TEMPLATES, files, short, tree

# In what people read. Each with the word that stands for it.
_ON_PAGES = {
    r"at risk": "behind (\"at risk\" is a safeguarding word)",
    r"you (have )?failed|has failed": "not possible by ..., talk to ...",
    r"students?|learners?": "trainee",
    r"mentors?": "supervisor",
    r"patients?": "the family, the training case",
    r"approv(e|es|ed|al|ing)": "sign off, signed",
    r"reject(s|ed|ing|ion)?": "return, returned; not offered",
    r"logbook entr(y|ies)": "log entry",
    r"audit (log|trail)": "trail",
    r"leader ?board|league table": "A to Z, never a league table",
    r"log ?in|log ?out|sign ?up": "sign in, sign out",
    r"programs?": "programme",
    r"centers?|behaviors?|organiz(e|es|ed|ation|ations)|enrolls?|fulfill": "British spelling",
    r"oops|uh-oh": "say what to do",
}  # fmt: skip
# In the names of the code.
_IN_CODE = {
    "student": "trainee", "learner": "trainee", "mentor": "supervisor", "patient": "case",
    "approve": "sign_off", "approved": "signed", "approval": "signature",
    "reject": "return_entry", "rejected": "returned", "program": "programme", "programs": "programmes",
    "timesheet": "log entry", "user": "person", "users": "persons", "login": "sign_in", "logout": "sign_out",
}  # fmt: skip
# Lists of words that nobody reads as sentences.
_LISTS = {"trainee_app/people/rules/common_words.py"}  # what is no password
# Names that are other people's: libraries, protocols, file formats.
_OTHERS = {
    "flask_login",
    "user_agent",
    "smtp_user",
    "login_user",
    "logout_user",
    "current_user",
    "user_loader",
    "login",
    "_login",
}


def _readable(template: str) -> str:
    """Return what a person reads of a template: no comments, no tags, no expressions."""
    return re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>", " ", template, flags=re.DOTALL)


def _unkind(text: str) -> list[str]:
    return [f"{found.group()!r}: {instead}" for wrong, instead in _ON_PAGES.items() if (found := _match(wrong, text))]


def _match(wrong: str, text: str) -> re.Match[str] | None:
    return re.search(rf"\b({wrong})\b", text, re.IGNORECASE)


def test_no_page_uses_a_second_word_for_a_thing_or_an_unkind_one() -> None:
    pages = [path for path in files(".html", ".txt") if path.is_relative_to(TEMPLATES)]
    found = {short(page): _unkind(_readable(page.read_text(encoding="utf-8"))) for page in pages}
    assert {page: words for page, words in found.items() if words} == {}


def test_no_sentence_in_the_code_does_either() -> None:
    sources = [path for path in files(".py") if path.is_relative_to(PACKAGE) and short(path) not in _LISTS]
    found = {short(path): [line for text in _sentences(path) for line in _unkind(text)] for path in sources}
    assert {path: words for path, words in found.items() if words} == {}


def _sentences(path: Path) -> list[str]:
    """Return the strings that look like sentences for people: with a space, and no docstring."""
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    constants = (node for node in ast.walk(tree(path)) if isinstance(node, ast.Constant))
    return [
        node.value
        for node in constants
        if isinstance(node.value, str) and " " in node.value and id(node) not in documentation
    ]


def test_no_name_in_the_code_is_a_synonym() -> None:
    found = {
        f"{short(path)}:{name}": _IN_CODE[part]
        for path in files(".py")
        if path.is_relative_to(PACKAGE)
        for name in _names(path) - _OTHERS
        for part in map(str.lower, re.findall(r"[A-Z]?[a-z]+", name))
        if part in _IN_CODE
    }
    assert found == {}


def _names(path: Path) -> set[str]:
    """Return the names that this file gives: to functions, classes, arguments and variables."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return names


@pytest.mark.parametrize("sentence", ["You are at risk.", "Your supervisor approved it", "3 Students", "Please log in"])
def test_the_list_of_words_catches_what_it_should(sentence: str) -> None:
    assert _unkind(sentence)


@pytest.mark.parametrize(
    "sentence", ["Sign off 3 entries", "You are behind", "Two programmes", "Log an hour in the log"]
)
def test_the_list_of_words_leaves_our_own_words_alone(sentence: str) -> None:
    assert _unkind(sentence) == []
