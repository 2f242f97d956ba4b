"""Made-up statements in any number, for measuring speed: blocs that quarrel, a few busy actors."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import accumulate

from kg.model import Actor, Article, Evidence, Statement
from kg.ontology import ontology

SYLLABLES = ("ba", "ko", "ri", "tu", "me", "sa", "lo", "vi", "da", "ner", "gul", "fa", "zi", "por")
TYPES = {
    "State": 5,
    "ArmedGroup": 2,
    "Person": 4,
    "InternationalOrganisation": 1,
    "PoliticalParty": 1,
}


def crowd(actors: int, statements: int, *, seed: int = 1) -> tuple[list[Article], list[Statement]]:
    """Return articles of one year and statements among some actors of six blocs."""
    rng = random.Random(seed)
    people = [
        Actor(f"actor:{n}", _name(rng), rng.choices(list(TYPES), list(TYPES.values()))[0])
        for n in range(actors)
    ]
    bloc = [rng.randrange(6) for _ in people]
    busy = list(accumulate(1 / (n + 1) ** 0.7 for n in range(actors)))
    kinds = set(TYPES)
    usable = [r for r in ontology().relations.values() if kinds <= r.domain and kinds <= r.range]
    friendly = [r for r in usable if r.sign > 0]
    hostile = [r for r in usable if r.sign < 0]
    articles = [
        Article(
            f"a{n}",
            f"Text {n}.",
            title=f"Report {n}",
            published=date(2025, 1, 1) + timedelta(days=n % 365),
            source=rng.choice(["Wire", "Herald", "Post", "Times"]),
            url=f"https://example.org/{n}",
        )
        for n in range(max(statements // 3, 1))
    ]
    said: dict[str, Statement] = {}
    while len(said) < statements:
        one, other = rng.choices(range(actors), cum_weights=busy, k=2)
        same = bloc[one] == bloc[other]
        if one == other or (not same and rng.random() < 0.7):
            continue
        relation = rng.choice(friendly if same != (rng.random() < 0.1) else hostile)
        subject, object = people[one], people[other]
        words = f"{subject.label} {relation.label} {object.label}, the agency reported on the day."
        middle = len(subject.label) + 1
        evidence = Evidence(
            len(said),
            len(said) + len(words),
            words,
            (len(said), len(said) + len(subject.label)),
            (len(said) + middle, len(said) + middle + len(relation.label)),
        )
        statement = Statement(
            rng.choice(articles).id,
            subject,
            relation,
            object,
            evidence,
            confidence=round(rng.uniform(0.5, 1), 2),
        )
        said[statement.id] = statement
    return articles, list(said.values())


def _name(rng: random.Random) -> str:
    return "".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))).title()
