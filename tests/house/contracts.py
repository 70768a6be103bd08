"""Two kinds of import contract of our own, made from the folders so that no room can be forgotten.

They are named in pyproject.toml and run with the others by import-linter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import grimp
from importlinter import Contract, ContractCheck, fields, output

# What a drawer may open of its own room; the order is that of docs/architecture.md.
MAY_OPEN: dict[str, frozenset[str]] = {
    "rules": frozenset(),
    "events": frozenset({"rules"}),
    "models": frozenset({"rules"}),
    "queries": frozenset({"models", "rules"}),
    "services": frozenset({"queries", "models", "events", "rules"}),
    "permissions": frozenset({"queries", "models", "rules"}),
    "forms": frozenset({"rules", "queries"}),
    "views": frozenset({"rules", "events", "models", "queries", "services", "permissions", "forms"}),
    "handlers": frozenset({"rules", "events", "models", "queries", "services"}),
    "jobs": frozenset({"rules", "events", "models", "queries", "services"}),
    "cli": frozenset({"rules", "events", "models", "queries", "services", "jobs"}),
}

Link = tuple[str, str]


class _FolderContract(Contract):
    """A contract whose broken links are listed as importer -> imported."""

    package = fields.StringField()

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        links = sorted(self.broken(graph))
        return ContractCheck(kept=not links, metadata={"links": links})

    def broken(self, graph: grimp.ImportGraph) -> Iterator[Link]:
        """Give every import that must not be."""
        raise NotImplementedError

    def rooms(self, graph: grimp.ImportGraph) -> list[str]:
        return sorted(graph.find_children(str(self.package)))

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["links"]:
            output.print_error(f"  {importer} -> {imported}", bold=False)


class PrivateDrawers(_FolderContract):
    """Some drawers of a room are opened by the room itself and by `also_allowed`, by nobody else."""

    type_name = "private_drawers"
    drawers = fields.ListField(subfield=fields.StringField())
    also_allowed = fields.ListField(subfield=fields.StringField())

    def broken(self, graph: grimp.ImportGraph) -> Iterator[Link]:
        also: Any = self.also_allowed
        for room in self.rooms(graph):
            for module in _drawers(graph, room, self.drawers):
                for importer in graph.find_modules_that_directly_import(module):
                    if not _within(importer, room) and importer not in also:
                        yield importer, module


class Drawers(_FolderContract):
    """Inside a room a drawer opens only those which MAY_OPEN lists for it."""

    type_name = "drawers"

    def broken(self, graph: grimp.ImportGraph) -> Iterator[Link]:
        for room in self.rooms(graph):
            for module in _drawers(graph, room, MAY_OPEN):
                for imported in graph.find_modules_directly_imported_by(module):
                    if _within(imported, room) and not self._may(room, module, imported):
                        yield module, imported

    @staticmethod
    def _may(room: str, module: str, imported: str) -> bool:
        opener, opened = (_drawer(room, name) for name in (module, imported))
        return opened == opener or opened not in MAY_OPEN or opened in MAY_OPEN[opener]


def _drawers(graph: grimp.ImportGraph, room: str, names: Any) -> Iterator[str]:
    for name in names:
        drawer = f"{room}.{name}"
        if drawer in graph.modules:
            yield drawer
            yield from graph.find_descendants(drawer)


def _within(module: str, room: str) -> bool:
    return module == room or module.startswith(f"{room}.")


def _drawer(room: str, module: str) -> str:
    return module.removeprefix(room).lstrip(".").partition(".")[0]
