"""What a query gives back, as rows of plain strings, and in the formats that other tools read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from ..errors import BadInput
from .terms import Value
from .turtle import Abbreviator, turtle

FORMATS = ("table", "csv", "tsv", "json", "turtle", "ntriples")


@dataclass(frozen=True)
class Answer:
    """The answer to a SELECT (rows), an ASK (yes or no) or a CONSTRUCT (triples)."""

    variables: tuple[str, ...] = ()
    solutions: tuple[tuple[Value | None, ...], ...] = ()
    yes: bool | None = None
    triples: tuple[ox.Triple, ...] | None = None
    prefixes: Mapping[str, str] | None = None

    @cached_property
    def rows(self) -> list[tuple[str | None, ...]]:
        """The solutions as plain strings: IRIs whole, literals without their datatype."""
        return [tuple(v.value if v is not None else None for v in row) for row in self.solutions]

    def __iter__(self) -> Iterator[tuple[str | None, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.solutions) if self.triples is None else len(self.triples)

    def __bool__(self) -> bool:
        return self.yes if self.yes is not None else len(self) > 0

    def records(self) -> list[dict[str, str | None]]:
        """Return the rows by variable, IRIs abbreviated where a prefix fits."""
        return [dict(zip(self.variables, row, strict=True)) for row in self.short_rows()]

    def short_rows(self) -> list[tuple[str | None, ...]]:
        """Return the rows as people like to read them: IRIs abbreviated by their prefixes."""
        short = Abbreviator(self.prefixes or {})
        return [
            tuple(short(v) if isinstance(v, ox.NamedNode) else v.value if v else None for v in row)
            for row in self.solutions
        ]

    def render(self, format: str = "table") -> str:
        """Return the answer in a format; CSV, TSV and JSON are those of SPARQL 1.1.

        Raises
        ------
        BadInput
            if the format is unknown or does not fit: a table for a CONSTRUCT, say.
        """
        if self.triples is not None:
            if format in ("turtle", "table"):
                return turtle(self.triples, self.prefixes or {})
            if format == "ntriples":
                return "".join(sorted(f"{triple} .\n" for triple in self.triples))
            raise BadInput(f"A CONSTRUCT gives Turtle or N-Triples, no {format}.")
        if format == "json":
            return self._json()
        if format == "table":
            return self._table()
        if format in ("csv", "tsv"):
            return self._separated(format)
        raise BadInput(f"A SELECT gives a table, CSV, TSV or JSON, no {format}.")

    def _json(self) -> str:
        if self.yes is not None:
            return json.dumps({"head": {}, "boolean": self.yes}) + "\n"
        bindings = [
            {
                variable: _json_term(value)
                for variable, value in zip(self.variables, row, strict=True)
                if value is not None
            }
            for row in self.solutions
        ]
        whole = {"head": {"vars": list(self.variables)}, "results": {"bindings": bindings}}
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"

    def _separated(self, format: str) -> str:
        if self.yes is not None:
            return f"{str(self.yes).lower()}\n"
        if format == "tsv":
            lines = ["\t".join(f"?{variable}" for variable in self.variables)]
            lines += [
                "\t".join("" if v is None else str(v).replace("\t", "\\t") for v in row)
                for row in self.solutions
            ]
            return "\n".join(lines) + "\n"
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(self.variables)
        writer.writerows(["" if v is None else v for v in row] for row in self.rows)
        return out.getvalue()

    def _table(self) -> str:
        if self.yes is not None:
            return "yes\n" if self.yes else "no\n"
        rows = [[_one_line(v or "") for v in row] for row in self.short_rows()]
        table = [list(self.variables), *rows]
        widths = [min(100, max(len(row[i]) for row in table)) for i in range(len(self.variables))]
        table.insert(1, ["-" * width for width in widths])
        return "".join(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            + "\n"
            for row in table
        )


def _json_term(value: Value) -> dict[str, str]:
    if isinstance(value, ox.NamedNode):
        return {"type": "uri", "value": value.value}
    term = {"type": "literal", "value": value.value}
    if value.language:
        term["xml:lang"] = value.language
    elif not value.datatype.value.endswith("#string"):
        term["datatype"] = value.datatype.value
    return term


def _one_line(text: str) -> str:
    """Control characters would move the cursor of a terminal: show them as a space or a mark."""
    return "".join(
        c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text
    )


def collect(
    found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, prefixes: Mapping[str, str]
) -> Answer:
    """Read a result to its end."""
    if isinstance(found, ox.QueryBoolean):
        return Answer(yes=bool(found), prefixes=prefixes)
    if isinstance(found, ox.QueryTriples):
        return Answer(triples=tuple(found), prefixes=prefixes)
    variables = found.variables
    rows = tuple(tuple(_plain(row[v]) for v in variables) for row in found)
    return Answer(tuple(v.value for v in variables), rows, prefixes=prefixes)


def _plain(value: object) -> Value | None:
    """A term that has a ``value``; a blank node or triple (another store's) is given as text."""
    if value is None or isinstance(value, ox.NamedNode | ox.Literal):
        return value
    return ox.Literal(str(value))
