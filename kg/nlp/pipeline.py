"""The pipeline: a parser, then mentions, references and relations, and statements at the end."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from ..actors import Register, register
from ..errors import BadModel
from ..model import Article, Statement
from .clauses import Clauses
from .coref import resolve
from .gazetteer import Gazetteer
from .learned import LearnedReader
from .lexicon import Lexicon, lexicon
from .mending import mend
from .mentions import Mention, find_mentions
from .parse import read
from .participants import Participants
from .publishers import publisher
from .rosters import Rosters
from .statements import Beside, Reader, Scored, in_order
from .unnamed import Everybody, added


def load(model: str | Path | Language | None = None, *, threads: int = 1) -> Language:
    """Return a spaCy pipeline that parses and names entities.

    ``model`` is the name or path of any spaCy pipeline with a parser and an entity recogniser, or
    such a pipeline itself; None means the network that ships with kg.

    Raises
    ------
    BadModel
        if there is no such pipeline, or it lacks a component that extraction needs.
    """
    if model is None:
        from .syntax import load_syntax

        return load_syntax(threads=threads)
    if isinstance(model, Language):
        nlp = model
    else:
        try:
            nlp = spacy.load(model)
        except OSError as error:
            raise BadModel(
                f"There is no spaCy pipeline '{model}'. Install it (python -m spacy download"
                f" {model}), give a path, or leave --model out to use the one that ships with kg."
            ) from error
    given = {
        assigned for name in nlp.pipe_names for assigned in nlp.get_pipe_meta(name).assigns
    } | {a for name in nlp.pipe_names for a in _ASSIGNED_BY.get(name, ())}
    lacking = [what for attribute, what in _NEEDED.items() if attribute not in given]
    if lacking:
        raise BadModel(
            f"The spaCy pipeline '{nlp.meta.get('name', model)}' has no {' and no '.join(lacking)};"
            f" it has: {', '.join(nlp.pipe_names) or 'nothing'}."
        )
    return nlp


_NEEDED = {
    "token.dep": "parser",
    "doc.ents": "entity recogniser",
    "token.tag": "tagger",
    "token.lemma": "lemmatizer",
}
# Components that say less about themselves than they do.
_ASSIGNED_BY = {"attribute_ruler": ("token.tag",), "lemmatizer": ("token.lemma",)}


# Below this more statements are wrong than right.
LEAST_CONFIDENCE = 0.5
# What the reader holds for less likely than the first hardly ever ends up that certain, or than the
# second where another sentence says the same. Below the third it is not heard even where all is
# wanted.
_LEAST_LIKELY, _LEAST_TWICE, _UNLIKELIEST = 0.2, 0.05, 0.002

# Words before the name that a headline begins with: "President Vladimir Putin sent a letter".
_TITLE = 1

SHIPPED_READER = LearnedReader()

_DECIDING = frozenset({".py", ".toml", ".gz", ".json", ".txt"})


class Extractor:
    """Turns articles into statements; made once, used for many articles.

    ``reader`` is the learned reader that works beside the rules, None for the rules alone; it goes
    with the network that ships with kg, and with another ``model`` the rules work alone. With
    ``unnamed`` people and bodies without a name become actors, too: see :mod:`kg.nlp.unnamed`.
    ``least`` is the confidence below which a statement is left out; None means LEAST_CONFIDENCE.
    """

    def __init__(
        self,
        model: str | Path | Language | None = None,
        *,
        actors: Register | None = None,
        triggers: Lexicon | None = None,
        reader: LearnedReader | None = SHIPPED_READER,
        unnamed: bool = False,
        least: float | None = None,
        threads: int = 1,
    ) -> None:
        self.least, self.unnamed = least, unnamed
        self.learned = reader if model is None else None
        self.nlp = load(model, threads=threads)
        self.register = actors if actors is not None else register()
        self.lexicon = triggers if triggers is not None else lexicon()

    @cached_property
    def version(self) -> str:
        """A hash of all that decides what is extracted: model, reader, register, lexicon, code."""
        digest = hashlib.sha256(repr((self.nlp.meta, self.learned is None, self.unnamed)).encode())
        here = Path(__file__).parent
        for path in sorted(p for p in here.rglob("*") if p.suffix in _DECIDING):
            digest.update(path.read_bytes())
        for id, entry in self.register.entries.items():
            digest.update(f"{id}{entry.names}{entry.terms}{entry.of}".encode())
        return digest.hexdigest()[:12]

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The names of the register, indexed on first use."""
        return Gazetteer(self.register.entries.values())

    def extract(self, articles: Iterable[Article]) -> Iterator[tuple[Article, list[Statement]]]:
        """Yield each article with its statements, in the order given."""
        texts = ((prose(article), article) for article in articles)
        for doc, article in self.nlp.pipe(texts, as_tuples=True):
            yield article, self.statements(doc, article)

    def statements(self, doc: Doc, article: Article) -> list[Statement]:
        """Return the statements of one parsed article, in text order."""
        return [statement for statement, _ in self.scored(doc, article) if self.is_sure(statement)]

    def is_sure(self, statement: Statement) -> bool:
        """Tell whether a statement is certain enough to be kept."""
        return statement.confidence >= (LEAST_CONFIDENCE if self.least is None else self.least)

    def scored(self, doc: Doc, article: Article) -> list[Scored]:
        """Return all statements of one parsed article, each with the features of its confidence."""
        told = self.reader(doc, article).statements()
        if not self.unnamed:
            return told
        everybody = self.reader(doc, article, Everybody).statements()
        return in_order([*told, *added(told, everybody)])

    def reader(
        self, doc: Doc, article: Article, resolving: type[Participants] = Participants
    ) -> Reader:
        """Return what reads statements off one parsed article, its actors found and resolved."""
        parse = read(doc)
        mend(parse)
        by = publisher(article, self.register)
        mentions = find_mentions(doc, self.gazetteer, self.register, article.published)
        rosters = Rosters(parse, mentions)
        rosters.mend()
        clauses = Clauses(parse)
        headline = self._headline(article)
        context = list(dict.fromkeys(mention.actor for mention in headline))
        sender = next((m.actor for m in headline if m.start <= _TITLE), None)
        references = resolve(
            clauses, mentions, self.register, article.published, context, sender, by
        )
        participants = resolving(
            parse,
            clauses,
            mentions,
            self.register,
            self.gazetteer,
            article.published,
            references,
            by,
        )
        beside = self._beside(doc, participants)
        return Reader(article, participants, self.lexicon, rosters, beside, sender)

    def _beside(self, doc: Doc, participants: Participants) -> Beside | None:
        """The learned reader, ready to read a document; it is to know what the rules find there."""
        if self.learned is None:
            return None
        alone = _LEAST_LIKELY if self.least is None else max(self.least / 3, _UNLIKELIEST)
        least = _log_odds(min(alone, _LEAST_TWICE))
        return partial(
            self.learned.read, doc.tensor, participants, self.lexicon, least, _log_odds(alone)
        )

    def _headline(self, article: Article) -> list[Mention]:
        """The actors of a headline that is no part of the text."""
        if not article.title or article.text.startswith(article.title):
            return []
        doc = self.nlp.make_doc(article.title)
        return find_mentions(doc, self.gazetteer, self.register, article.published)


def _log_odds(probability: float) -> float:
    return math.log(probability / (1 - probability))


def prose(article: Article) -> str:
    """Return the text with its furniture blanked out: offsets stay, the parser is not misled."""
    text = article.text
    for start, end in article.furniture:
        blank = "".join(c if c.isspace() else " " for c in text[start:end])
        text = text[:start] + blank + text[end:]
    return text


def extract(
    articles: Iterable[Article], model: str | Path | Language | None = None, **options: Any
) -> Iterator[Statement]:
    """Yield the statements of articles; options are those of :class:`Extractor`.

    >>> from kg import Article, extract
    >>> [s.relation.name for s in extract([Article("a", "Oslo sanctioned Moscow.")])]
    ['sanctioned']
    """
    for _, statements in Extractor(model, **options).extract(articles):
        yield from statements
