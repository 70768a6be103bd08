"""The matrix, joined as text: what people typed stays text, every cell says its state in words, and costs few bytes."""

from pathlib import Path

import html5lib
import pytest
from flask import Flask, render_template_string
from markupsafe import Markup

from trainee_app.web import assets, filters
from trainee_app.web.gallery_standing import STANDING_STATES
from trainee_app.web.matrix import matrix_rows
from trainee_app.web.parts import MatrixCell, MatrixRow

ROOT = Path(__file__).parents[2]
SOURCE = '{% from "components/matrix.html" import matrix %}{{ matrix(columns, rows) }}'
HOSTILE = "\"'><script>alert(1)</script>&amp;"


@pytest.fixture(scope="module")
def bare_app():
    app = Flask("bare", template_folder=str(ROOT / "templates"))
    assets.register_assets(app)
    filters.register(app)
    return app


def drawn(app, columns, rows):
    with app.test_request_context():
        return render_template_string(SOURCE, columns=columns, rows=rows)


def body_of(page):
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(page)
    return tree.find(".//tbody")


def text_of(element):
    return " ".join("".join(element.itertext()).split())


def test_what_people_typed_stays_text_in_every_place(bare_app):
    row = MatrixRow(HOSTILE, HOSTILE, "behind", HOSTILE, (MatrixCell("met", HOSTILE), MatrixCell("behind", "")))
    page = drawn(bare_app, [HOSTILE, "Other"], [row])
    assert "<script" not in page
    body = body_of(page)
    link = body.find("tr/th/a")
    assert (link.text, link.get("href")) == (HOSTILE, HOSTILE)
    assert [cell.get("data-label") for cell in body.findall("tr/td")] == [HOSTILE, "Other"]
    assert text_of(body.find("tr/th")) == f"{HOSTILE} {HOSTILE}"
    assert text_of(body.find("tr/td")) == f"Met {HOSTILE}"


def test_only_what_is_marked_as_safe_is_taken_as_it_is():
    row = MatrixRow("Marta", "/t", "met", "", (MatrixCell("met", "1"),))
    found = matrix_rows([row], ["<td>"], {"met": "<i>"}, lambda _state, _words: "<u>")
    assert not {"<td>", "<i>", "<u>"}.intersection(found.split(">"))
    assert "&lt;td&gt;&lt;i&gt;1</td>" in found
    assert "&lt;u&gt;" in found
    safe = matrix_rows([row], [Markup("<td>")], {"met": Markup("<i>")}, lambda _state, _words: Markup("<u>"))
    assert "<u></th><td><i>1</td>" in safe


def test_every_cell_says_its_state_in_words_and_stands_in_the_order_of_its_columns(bare_app):
    columns = [f"Column {state}" for state in STANDING_STATES]
    cells = tuple(MatrixCell(state, f"{place} h") for place, state in enumerate(STANDING_STATES))
    body = body_of(drawn(bare_app, columns, [MatrixRow("Marta", "/t", "met", "", cells)] * 2))
    for line in body.findall("tr"):
        found = line.findall("td")
        assert [cell.get("data-label") for cell in found] == columns
        for cell, (state, figure) in zip(found, cells, strict=True):
            said = cell.find("b")
            assert said.get("data-state") == state
            assert text_of(said)
            assert text_of(cell) == f"{text_of(said)} {figure}"


def test_a_row_of_another_length_than_the_columns_is_no_row():
    row = MatrixRow("Marta", "/t", "met", "", (MatrixCell("met", "1"),))
    with pytest.raises(ValueError, match="1 cells for"):
        matrix_rows([row], ["<td>", "<td>"], {"met": "Met"}, lambda _state, words: words)


def test_a_cell_of_the_matrix_costs_few_bytes(bare_app):
    columns = [f"Requirement {number}" for number in range(10)]
    cells = tuple(MatrixCell("on_track", "488 h") for _ in columns)
    rows = [MatrixRow(f"Trainee {n}", "/t", "on_track", "by 5 April", cells) for n in range(60)]
    small, large = (len(drawn(bare_app, columns, rows[:count])) for count in (10, 60))
    assert (large - small) / (50 * len(columns)) < 230
