"""What changed between two readings of the same articles, statement by statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..model import Statement


@dataclass(frozen=True)
class Difference:
    """Statements that came, went, or are the same but for confidence, weight, rule or names."""

    added: tuple[Statement, ...] = ()
    removed: tuple[Statement, ...] = ()
    changed: tuple[tuple[Statement, Statement], ...] = ()
    same: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    def __str__(self) -> str:
        lines = [f"- {_line(s)}" for s in self.removed] + [f"+ {_line(s)}" for s in self.added]
        for old, new in self.changed:
            told = [
                f"{name} {before!s} → {after!s}"
                for name, before, after in (
                    ("confidence", old.confidence, new.confidence),
                    ("weight", old.weight, new.weight),
                    ("rule", old.rule, new.rule),
                )
                if before != after
            ]
            lines.append(f"~ {_line(new)}  ({', '.join(told)})")
        count = f"{len(self.added)} added, {len(self.removed)} removed, {len(self.changed)} changed"
        return "\n".join(
            [*sorted(lines, key=lambda line: line[2:]), f"{count}, {self.same} the same"]
        )


def diff(old: Iterable[Statement], new: Iterable[Statement]) -> Difference:
    """Compare two sets of statements: of two stores, two files, or two versions of kg."""
    before, after = {s: s for s in old}, {s: s for s in new}
    both = before.keys() & after.keys()
    changed = [s for s in both if _aside(before[s]) != _aside(after[s])]
    return Difference(
        tuple(sorted(after.keys() - both, key=_order)),
        tuple(sorted(before.keys() - both, key=_order)),
        tuple((before[s], after[s]) for s in sorted(changed, key=_order)),
        len(both) - len(changed),
    )


def _aside(statement: Statement) -> tuple[object, ...]:
    return statement.confidence, statement.weight, statement.rule


def _order(statement: Statement) -> tuple[str, int, str]:
    return statement.article, statement.evidence.start, repr(statement)


def _line(statement: Statement) -> str:
    s = statement
    quote = " ".join(s.evidence.text.split())
    status = "" if s.status == "asserted" else f" [{s.status}]"
    return (
        f"{s.article}: {s.subject.label} – {s.relation.label} – {s.object.label}{status}  “{quote}”"
    )
