"""The scores as a text table; the input is their JSON form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def table(scores: Mapping[str, Any], show: int) -> str:
    """Return the table, with up to ``show`` misses and as many false statements."""
    lines = [f"{scores['articles']} articles, {scores['statements']} golden statements", ""]
    lines += _measures(scores["measures"])
    lines += ["", "found of the political ones, by how they are said"]
    lines += _shares(scores["by_how"])
    lines += ["", "where relation and ends are right"]
    lines += _shares(
        {
            "asserted or not": scores["asserted_or_not"],
            **{f"status {name}": share for name, share in scores["by_status"].items()},
            "speaker": scores["speaker"],
            "speaker invented": scores["false_speakers"],
            "time": scores["time"],
        }
    )
    lines += [
        "",
        f"{'relation':28}{'P':>6}{'R':>6}{'F1':>6}{'right/given':>14}{'found/wanted':>14}",
    ]
    rows = scores["by_relation"].items()
    for name, m in sorted(rows, key=lambda row: (-row[1]["wanted"], row[0])):
        counts = f"{m['right']}/{m['given']}", f"{m['found']}/{m['wanted']}"
        lines.append(f"{name:28}{_three(m)}{counts[0]:>14}{counts[1]:>14}")
    if scores["confusion"]:
        lines += ["", "same two actors, another relation: golden, extracted"]
        lines += [f"{n:5}  {mine} → {theirs}" for mine, theirs, n in scores["confusion"][:20]]
    for key, title in (("misses", "MISS "), ("false", "FALSE")):
        lines += _records(scores[key][:show], title)
    return "\n".join(lines) + "\n"


def _measures(measures: Mapping[str, Any]) -> Iterable[str]:
    yield f"{'':20}{'P':>6}{'R':>6}{'F1':>6}{'95 % of P':>14}{'right/given':>14}{'wanted':>8}"
    for name, m in measures.items():
        interval = "{:.2f}–{:.2f}".format(*m["interval"])
        counts = f"{m['right']}/{m['given']}"
        yield f"{name:20}{_three(m)}{interval:>14}{counts:>14}{m['wanted']:>8}"


def _three(measure: Mapping[str, Any]) -> str:
    return "".join(f"{measure[key]:6.3f}" for key in ("precision", "recall", "f1"))


def _shares(shares: Mapping[str, Any]) -> Iterable[str]:
    for name, share in shares.items():
        counts = f"{share['right']}/{share['of']}"
        yield f"{name:20}{share['share']:6.3f}{counts:>12}"


def _records(records: Sequence[Mapping[str, Any]], title: str) -> Iterable[str]:
    for r in records:
        relation = r["relation"] if isinstance(r["relation"], str) else "/".join(r["relation"])
        text = " ".join(r["text"].split())[:110]
        parts = (r["subject"], relation, r["object"], r["status"])
        yield f"{title} {r['article']}  {' | '.join(parts)}  ← {text}"
