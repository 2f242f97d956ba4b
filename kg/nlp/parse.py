"""A plain view of a parsed Doc, the same for both label schemes.

spaCy pipelines come with one of two sets of dependency labels: Universal Dependencies (ours) or
ClearNLP (``en_core_web_*``). :func:`read` turns either into one :class:`Parse`: plain lists, our
own role names, prepositions folded into their nouns as markers, and the predicate of a copula as
the head of its clause. Everything after the parser reads only this.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc

from .weapons import weapon

Roles = dict[str, str]

LEVELS = 20
"""How far up the tree one looks: parsers make deeper ones only of lists and tables."""

# Universal Dependencies v2 with the subtypes of the English treebanks.
_UNIVERSAL: Roles = {
    "nsubj": "subject",
    "nsubj:outer": "outer subject",
    "csubj": "clausal subject",
    "nsubj:pass": "passive subject",
    "csubj:pass": "clausal subject",
    "obj": "object",
    "iobj": "indirect object",
    "obl": "oblique",
    "obl:agent": "agent",
    "obl:unmarked": "bare oblique",
    "obl:tmod": "bare oblique",
    "obl:npmod": "bare oblique",
    "nmod": "modifier",
    "nmod:poss": "possessor",
    "nmod:desc": "title",
    "nmod:unmarked": "bare modifier",
    "nmod:tmod": "bare modifier",
    "nmod:npmod": "bare modifier",
    "amod": "adjective",
    "compound": "compound",
    "compound:prt": "particle",
    "appos": "apposition",
    "conj": "conjunct",
    "cc": "coordinator",
    "cc:preconj": "coordinator",
    "ccomp": "clause",
    "xcomp": "open clause",
    "advcl": "adverbial clause",
    "advcl:relcl": "relative clause",
    "acl": "noun clause",
    "acl:relcl": "relative clause",
    "parataxis": "parataxis",
    "aux": "auxiliary",
    "aux:pass": "passive auxiliary",
    "cop": "copula",
    "mark": "marker",
    "case": "case",
    "det": "determiner",
    "det:predet": "determiner",
    "nummod": "number",
    "advmod": "adverb",
    "flat": "name part",
    "flat:name": "name part",
    "fixed": "fixed",
    "expl": "expletive",
    "punct": "punctuation",
    "root": "root",
    "ROOT": "root",
}

ROLES = tuple(sorted(set(_UNIVERSAL.values())))
"""All roles that a token may have in a :class:`Parse`."""

# ClearNLP labels that need no change of the tree.
_CLEAR: Roles = {
    "nsubj": "subject",
    "csubj": "clausal subject",
    "nsubjpass": "passive subject",
    "csubjpass": "clausal subject",
    "dobj": "object",
    "oprd": "open clause",
    "dative": "indirect object",
    "npadvmod": "bare oblique",
    "nmod": "compound",
    "poss": "possessor",
    "amod": "adjective",
    "compound": "compound",
    "prt": "particle",
    "appos": "apposition",
    "conj": "conjunct",
    "cc": "coordinator",
    "preconj": "coordinator",
    "ccomp": "clause",
    "xcomp": "open clause",
    "advcl": "adverbial clause",
    "acl": "noun clause",
    "relcl": "relative clause",
    "parataxis": "parataxis",
    "aux": "auxiliary",
    "auxpass": "passive auxiliary",
    "mark": "marker",
    "case": "case",
    "det": "determiner",
    "predet": "determiner",
    "nummod": "number",
    "advmod": "adverb",
    "neg": "adverb",
    "expl": "expletive",
    "punct": "punctuation",
    "ROOT": "root",
}


@dataclass(slots=True)
class Parse:
    """One document as plain lists, indexed by token.

    ``heads[i]`` is the token that governs ``i`` (itself for a root); ``markers[i]`` are the
    lower-case words that introduce ``i``: the preposition of an oblique, the conjunction or
    preposition of a clause, "" when there is none.
    """

    words: list[str]
    lemmas: list[str]
    pos: list[str]
    tags: list[str]
    starts: list[int]
    ends: list[int]
    heads: list[int]
    roles: list[str]
    markers: list[str]
    sentence: list[int]
    """Number of the sentence that a token stands in."""
    bounds: list[tuple[int, int]]
    """First token and one past the last, of each sentence."""
    children: list[list[int]] = field(default_factory=list)

    def child(self, head: int, *roles: str) -> int | None:
        """Return the first dependent of a token with one of these roles."""
        return next((c for c in self.children[head] if self.roles[c] in roles), None)

    def having(self, head: int, *roles: str) -> list[int]:
        """Return the dependents of a token with one of these roles, in text order."""
        return [c for c in self.children[head] if self.roles[c] in roles]

    def subtree(self, head: int) -> tuple[int, int]:
        """Return first token and one past the last of what hangs below a token."""
        first = last = head
        stack = list(self.children[head])
        while stack:
            token = stack.pop()
            first, last = min(first, token), max(last, token)
            stack.extend(self.children[token])
        return first, last + 1

    def tensed(self, verb: int) -> int:
        """Return the word that carries the tense of a verb: its first auxiliary, or itself."""
        auxiliaries = self.having(verb, "auxiliary", "passive auxiliary", "copula")
        return auxiliaries[0] if auxiliaries else verb

    def first_of(self, token: int) -> int:
        """Return the first of those that a token is coordinated with: the token, if there is none
        before it.
        """
        while self.roles[token] == "conjunct" and self.heads[token] != token:
            token = self.heads[token]
        return token

    def is_only(self, token: int) -> bool:
        """'not only', 'not just': no negation."""
        following = self.words[token + 1 : token + 2]
        return bool(following) and following[0].lower() in ("only", "just", "merely", "least")

    def above(self, token: int) -> int | None:
        """Return the governor of a token, None for a root."""
        head = self.heads[token]
        return None if head == token else head

    def path(self, token: int) -> list[int]:
        """Return a token and those above it, up to `LEVELS`."""
        path = [token]
        while len(path) < LEVELS and (above := self.above(path[-1])) is not None:
            path.append(above)
        return path


def read(doc: Doc) -> Parse:
    """Return the plain view of a Doc with tags, lemmas, heads and labels, whichever its scheme."""
    bounds = [(sent.start, sent.end) for sent in doc.sents]
    sentence = [number for number, (start, end) in enumerate(bounds) for _ in range(start, end)]
    tokens = list(doc)
    parse = Parse(
        words=[token.text for token in tokens],
        lemmas=[weapon(token.text) or token.lemma_.lower() for token in tokens],
        pos=[token.pos_ for token in tokens],
        tags=[token.tag_ for token in tokens],
        starts=[token.idx for token in tokens],
        ends=[token.idx + len(token) for token in tokens],
        heads=[token.head.i for token in tokens],
        roles=[token.dep_ for token in tokens],
        markers=[""] * len(doc),
        sentence=sentence,
        bounds=bounds,
    )
    if is_clear(parse.roles):
        _rehang(parse)
        table = _CLEAR
    else:
        table = _UNIVERSAL
    parse.roles = [table.get(role, table.get(role.partition(":")[0], role)) for role in parse.roles]
    _hang_children(parse)
    _fold_markers(parse)
    return parse


def rehang(parse: Parse) -> None:
    """Tell children and markers anew, after heads and roles have changed."""
    _hang_children(parse)
    _fold_markers(parse)


def is_clear(labels: list[str]) -> bool:
    """Tell ClearNLP labels from Universal Dependencies by a label that only they have."""
    return any(label in _ONLY_CLEAR for label in labels)


_ONLY_CLEAR = {"prep", "pobj", "dobj", "nsubjpass", "auxpass", "attr", "relcl", "npadvmod"}


def _rehang(parse: Parse) -> None:
    """Give a ClearNLP tree the shape of a UD tree: prepositions and copulas hang below."""
    heads, roles = parse.heads, parse.roles
    for token, role in enumerate(list(roles)):
        if role in ("pobj", "pcomp"):
            preposition = heads[token]
            # "from across the border": the inner preposition hangs on the outer one
            top = preposition
            while roles[heads[top]] == "prep" and heads[top] != top:
                top = heads[top]
            governor = heads[top]
            if roles[preposition] in ("agent", "dative"):
                new = "agent" if roles[preposition] == "agent" else "oblique"
            elif role == "pcomp":
                new = "adverbial clause"
            else:
                nominal = parse.pos[governor] in ("NOUN", "PROPN", "PRON", "NUM")
                new = "modifier" if nominal else "oblique"
            heads[token], roles[token] = governor, new
            heads[preposition] = token
            roles[preposition] = "marker" if role == "pcomp" else "case"
    for token, role in enumerate(list(roles)):
        if role in ("attr", "acomp") and parse.lemmas[heads[token]] == "be":
            copula = heads[token]
            heads[token], roles[token] = heads[copula], roles[copula]
            if heads[token] == copula:
                heads[token] = token
            heads[copula], roles[copula] = token, "cop"
            for other in range(len(heads)):
                if heads[other] == copula and other not in (token, copula):
                    heads[other] = token
        elif role == "attr":
            roles[token] = "xcomp"
    for token, role in enumerate(roles):
        if role == "cop":
            roles[token] = "copula"


_CLEAR |= {role: role for role in ("modifier", "oblique", "agent", "adverbial clause", "copula")}
_CLEAR |= {"marker": "marker", "xcomp": "open clause"}


def _hang_children(parse: Parse) -> None:
    parse.children = [[] for _ in parse.words]
    for token, head in enumerate(parse.heads):
        if head != token:
            parse.children[head].append(token)


def _fold_markers(parse: Parse) -> None:
    """Note the words that introduce each token: 'on' of 'sanctions on Iran', 'if' of a clause."""
    for token in range(len(parse.words)):
        words = []
        # parsers may hang the preposition on a later part of a name, or on the title before it
        beside = parse.having(token, "name part", "title")
        parts = [c for part in beside for c in parse.children[part]]
        for child in sorted((*parse.children[token], *parts)):
            if parse.roles[child] in ("case", "marker") and child < token:
                words.append(parse.words[child].lower())
                words += [parse.words[c].lower() for c in parse.having(child, "fixed")]
        parse.markers[token] = " ".join(words)
