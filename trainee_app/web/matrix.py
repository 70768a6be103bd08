"""The rows of a matrix, drawn as one text: where there are thousands of cells, what is done for each is the page's cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import add

from markupsafe import Markup, escape

from trainee_app.web.parts import MatrixCell, MatrixRow


def matrix_rows(
    rows: Sequence[MatrixRow], begun: Sequence[str], said: Mapping[str, str], tag: Callable[[str, str], str]
) -> Markup:
    """Return the table's rows. Whatever is not marked as safe already is escaped. Raises ValueError if cells lack or abound.

    `begun` is what begins the cell of each column, `said` what says each state, `tag` what says a state in words.
    """
    begins = [str(escape(each)) for each in begun]
    says = {state: str(escape(each)) for state, each in said.items()}

    @cache
    def ended(cell: MatrixCell) -> str:
        return f"{says[cell.state]}{escape(cell.figure)}</td>"

    @cache
    def tagged(state: str, words: str) -> str:
        return str(escape(tag(state, words)))

    def drawn(row: MatrixRow) -> str:
        if len(row.cells) != len(begins):
            raise ValueError(f"{len(row.cells)} cells for {len(begins)} columns")
        cells = "".join(map(add, begins, map(ended, row.cells)))
        name = f'<a href="{escape(row.url)}">{escape(row.name)}</a> {tagged(row.state, row.words)}'
        return f'<tr><th scope="row">{name}</th>{cells}</tr>\n'

    return Markup("".join([drawn(row) for row in rows]))  # noqa: S704 - joined from what is escaped above
