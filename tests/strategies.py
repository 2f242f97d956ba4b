"""Hypothesis strategies of the model types, for the laws.

``worlds`` is the one to start from: articles with the statements that were found in them. Within
one article an actor id always has the same label and type, as the linker makes it; across
articles it may not.
"""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from kg.model import Actor, Article, Evidence, Relation, Span, Statement, Status, TimeSpan
from kg.ontology import ontology

RELATIONS = sorted(ontology().relations.values(), key=lambda relation: relation.name)

ENTITIES = frozenset(t for t in ontology().parents if ontology().is_a(t, "Entity"))

HOSTILE = (
    '"; DROP GRAPH <x> ; "',
    "'''\"\"\"\\",
    "<script>alert('x')</script>",
    "--> ]]> &amp; </text>",
    "\u202edeppilf\u202c \u200f\u200eright to left",
    "\x00\x01\x07\x1b[31m\x7f\x85",
    "line\nbreak\r\n\ttab\u2028\u2029",
    "{ } . ; , # @prefix : <> .",
    "%20%zz \\u0041 \\n",
    "\N{LATIN SMALL LETTER E}\N{COMBINING ACUTE ACCENT} \N{LATIN SMALL LETTER E WITH ACUTE}",
    "\ufeff\ufffd\uffff\U0010ffff \N{FAMILY}",
    "   ",
)
"""Text that breaks what is written without care. Lone surrogates are kept apart: see the tests."""


def texts(min_size: int = 0, max_size: int = 30) -> st.SearchStrategy[str]:
    """Any text that UTF-8 can hold, with the hostile samples often among it."""
    characters = st.characters(exclude_categories=("Cs",))
    return st.one_of(
        st.text(characters, min_size=min_size, max_size=max_size),
        st.sampled_from([text for text in HOSTILE if len(text) >= min_size]),
    )


def labels() -> st.SearchStrategy[str]:
    """Names as they come: mostly plain, sometimes hostile, never empty."""
    plain = st.sampled_from(["Norland", "Sudland Army", "Ana Holt", "Émile Öz", "O'Neill & Sons"])
    return st.one_of(plain, texts(min_size=1))


def qids() -> st.SearchStrategy[str | None]:
    """A Wikidata id, or none."""
    return st.none() | st.integers(1, 10**8).map("Q{}".format)


@st.composite
def dates(draw: st.DrawFn) -> str:
    """A date as a statement gives it: year, month or day."""
    day = draw(st.dates(date(1800, 1, 1), date(2100, 12, 31))).isoformat()
    return day[: draw(st.sampled_from([4, 7, 10]))]


def time_spans() -> st.SearchStrategy[TimeSpan]:
    """When something held, start and end in any order and precision."""
    return st.builds(TimeSpan, st.none() | dates(), st.none() | dates(), st.booleans())


@st.composite
def actors(draw: st.DrawFn, types: frozenset[str] | None = None, id: str | None = None) -> Actor:
    """An actor of one of the types, or of any that an entity may have."""
    known = sorted(types or ENTITIES)
    return Actor(
        id=id if id is not None else "actor:" + draw(texts(min_size=1, max_size=12)),
        label=draw(labels()),
        type=draw(st.sampled_from(known)),
        qid=draw(qids()),
        of=draw(st.none() | labels()),
        names=tuple(draw(st.lists(labels(), max_size=3, unique=True))),
    )


@st.composite
def articles(draw: st.DrawFn, id: str | None = None) -> Article:
    """An article with some text and any of its other fields."""
    return Article(
        id=id if id is not None else draw(texts(min_size=1, max_size=12)),
        text=draw(texts(min_size=1, max_size=60)),
        title=draw(st.none() | texts()),
        published=draw(st.none() | st.dates(date(1900, 1, 1), date(2100, 12, 31))),
        url=draw(
            st.none() | st.sampled_from(["https://example.org/1", "http://a b", "x"]) | texts()
        ),
        source=draw(st.none() | st.sampled_from(["Daily Example", "Example Wire"]) | texts()),
    )


@st.composite
def spans(draw: st.DrawFn, start: int, end: int) -> Span:
    """Offsets within start and end."""
    first = draw(st.integers(start, end))
    return first, draw(st.integers(first, end))


@st.composite
def statements(
    draw: st.DrawFn, article: Article | None = None, cast: dict[str, Actor] | None = None
) -> Statement:
    """A statement of an article. ``cast`` are the actors that the article has named so far."""
    if article is None:
        article = draw(articles())
    if cast is None:
        cast = {}
    relation: Relation = draw(st.sampled_from(RELATIONS))

    def somebody(types: frozenset[str] | None, other: str | None = None) -> Actor:
        fit = [a for a in cast.values() if (types is None or a.type in types) and a.id != other]
        if fit and draw(st.booleans()):
            return draw(st.sampled_from(sorted(fit)))
        fresh = draw(actors(types).filter(lambda a: a.id not in cast))
        cast[fresh.id] = fresh
        return fresh

    subject = somebody(relation.domain)
    object = somebody(relation.range, other=subject.id)
    start, end = draw(spans(0, len(article.text)))
    inside = st.none() | spans(start, end)
    return Statement(
        article=article.id,
        subject=subject,
        relation=relation,
        object=object,
        evidence=Evidence(
            start, end, article.text[start:end], draw(inside), draw(inside), draw(inside)
        ),
        status=draw(st.sampled_from(Status)),
        speaker=somebody(None) if draw(st.booleans()) else None,
        time=draw(st.none() | time_spans()),
        place=somebody(None) if draw(st.integers(0, 3)) == 0 else None,
        weight=draw(st.none() | st.floats(-1, 1)),
        confidence=draw(st.sampled_from([1.0, 0.93, 0.7, 0.69, 0.1]) | st.floats(0, 1)),
        rule=draw(st.sampled_from(["", "active", "passive by"]) | texts()),
    )


@st.composite
def worlds(
    draw: st.DrawFn, max_articles: int = 3, max_statements: int = 4
) -> list[tuple[Article, list[Statement]]]:
    """Articles with different ids, each with its statements."""
    ids = draw(st.lists(texts(min_size=1, max_size=8), max_size=max_articles, unique=True))
    world = []
    for id in ids:
        article, cast = draw(articles(id=id)), {}
        found = draw(st.lists(statements(article, cast), max_size=max_statements))
        world.append((article, found))
    return world
