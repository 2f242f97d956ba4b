"""Coreference: pronouns and descriptions that stand for an actor named elsewhere in the article.

One pass in reading order keeps track of who was named lately. Each kind of expression looks for
its own kind of actor: *he* for a person, *the group* for an organisation, *both sides* for two
parties that stand together. Where two would do equally well, nobody is chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..model import Actor
from ..ontology import ontology
from .clauses import Clauses, Slots
from .gazetteer import Kind
from .lexicon import words
from .mentions import Mention, References
from .parse import Parse

Holders = Callable[[Actor, str], list[Actor]]
"""A state or organisation and the words of an office, to those who held it on the day."""

_HE = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
_IT = frozenset({"it", "its", "itself"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
_SUBJECT_ROLES = frozenset({"subject", "passive subject"})
# Sentences back in which an antecedent may stand.
_REACH = 3


@dataclass(slots=True)
class _Named:
    actor: Actor
    token: int
    sentence: int
    subject: bool


@dataclass(slots=True)
class _Discourse:
    """Who was named so far, the latest last; and which actors were named together."""

    named: list[_Named] = field(default_factory=list)
    pairs: list[tuple[int, list[Actor]]] = field(default_factory=list)

    def recent(self, sentence: int, *types: str) -> list[_Named]:
        """Actors of some types within reach, the latest first, each once."""
        parents = ontology().parents
        seen, found = set(), []
        for named in reversed(self.named):
            if sentence - named.sentence > _REACH:
                break
            if named.actor.id in seen or not parents[named.actor.type] & set(types):
                continue
            seen.add(named.actor.id)
            found.append(named)
        return found


def resolve(
    parse: Parse,
    clauses: Clauses,
    mentions: Sequence[Mention],
    holders: Holders,
    context: Iterable[Actor] = (),
) -> References:
    """Return head token to actors with scores, for what refers to actors named elsewhere.

    ``holders`` tells who held an office of a state when the article was written; ``context`` are
    actors that the reader knows before the text begins: those of the headline.
    """
    discourse = _Discourse()
    found: dict[int, list[tuple[Actor, float]]] = {}
    known = list(context)
    discourse.named += [_Named(actor, -1, 0, False) for actor in known]
    if len(known) > 1:
        discourse.pairs.append((0, known))
    starts = {m.start: m for m in mentions}
    named = {t: m for m in mentions for t in range(m.start, m.end)}
    inside = {t for m in mentions for t in range(m.start, m.end)}
    for number, (first, last) in enumerate(parse.bounds):
        for token in range(first, last):
            _note_pair(token, number, clauses, named, discourse)
            if token in starts:
                _note(starts[token], number, parse, discourse)
            elif token not in inside:
                actors = _refers(token, number, parse, clauses, discourse)
                if not actors and parse.pos[token] == "NOUN":
                    actors = _office_holder(token, number, clauses, named, holders, discourse)
                if actors:
                    found[token] = actors
                    discourse.named += [
                        _Named(actor, token, number, parse.roles[token] in _SUBJECT_ROLES)
                        for actor, _ in actors
                    ]
    return found


def _note(mention: Mention, number: int, parse: Parse, discourse: _Discourse) -> None:
    inside = range(mention.start, mention.end)
    head = next((t for t in inside if parse.heads[t] not in inside), mention.start)
    subject = parse.roles[head] in _SUBJECT_ROLES
    discourse.named.append(_Named(mention.actor, head, number, subject))


def _note_pair(
    token: int,
    number: int,
    clauses: Clauses,
    named: Mapping[int, Mention],
    discourse: _Discourse,
) -> None:
    """Remember actors that are coordinated, once the last of them is read: "Russia and Turkey"."""
    if token not in named or clauses.parse.roles[token] != "conjunct":
        return
    if named[token].kind is Kind.adjective:
        return
    first = clauses.parse.heads[token]
    heads = clauses.conjuncts(first)
    if heads[-1] == token and all(head in named for head in heads):
        discourse.pairs.append((number, [named[head].actor for head in heads]))


def _refers(
    token: int, number: int, parse: Parse, clauses: Clauses, discourse: _Discourse
) -> list[tuple[Actor, float]]:
    word = parse.words[token].lower()
    if parse.pos[token] == "PRON" or word in ("his", "her", "its", "their"):
        if word in _HE:
            return _single(discourse, number, token, parse, "Person")
        if word in _IT:
            return _single(discourse, number, token, parse, "Organisation", weaker=0.1)
        if word in _THEY:
            return _several(discourse, number, token)
        return []
    if parse.pos[token] != "NOUN":
        return []
    return _description(token, number, parse, discourse)


def _single(
    discourse: _Discourse, number: int, token: int, parse: Parse, kind: str, weaker: float = 0.0
) -> list[tuple[Actor, float]]:
    """The latest subject of that kind in this sentence or the last, else the only one in reach."""
    recent = [n for n in discourse.recent(number, kind) if n.token != token]
    if not recent:
        return []
    subjects = [n for n in recent if n.subject and number - n.sentence <= 1]
    if len(recent) == 1:
        return [(recent[0].actor, 0.9 - weaker)]
    if subjects:
        return [(subjects[0].actor, 0.8 - weaker)]
    if kind == "Person" and number - recent[0].sentence <= 1:
        return [(recent[0].actor, 0.65)]
    return []


def _several(discourse: _Discourse, number: int, token: int) -> list[tuple[Actor, float]]:
    for sentence, actors in reversed(discourse.pairs):
        if number - sentence <= 1:
            return [(actor, 0.7) for actor in actors]
        break
    groups = [n for n in discourse.recent(number, "ArmedGroup", "StateMilitary", "PopulationGroup")]
    subjects = [n for n in groups if n.subject and number - n.sentence <= 1]
    return [(subjects[0].actor, 0.65)] if subjects else []


def _description(
    token: int, number: int, parse: Parse, discourse: _Discourse
) -> list[tuple[Actor, float]]:
    """'the two countries', 'both sides', 'the group', 'the country'."""
    nouns, lemma, tag = words("nouns"), parse.lemmas[token], parse.tags[token]
    before = {
        parse.words[c].lower()
        for c in parse.children[token]
        if parse.roles[c] in ("determiner", "number", "adjective", "possessor")
    }
    owned = parse.child(token, "possessor", "compound", "modifier", "title") is not None
    if owned or not before & {"the", "both", "two", "these", "this", "that", "three"}:
        return []
    if tag in ("NNS", "NNPS") and lemma in (
        *nouns["state_word"],
        "side",
        "leader",
        "president",
        "neighbour",
        "neighbor",
        "party",
        "ally",
        "minister",
        "government",
        "army",
        "military",
        "rival",
    ):
        return _pair(lemma, number, before, discourse)
    if tag not in ("NN", "NNP") or not before <= {"the", "this", "that"}:
        return []
    if lemma in nouns["state_word"]:
        return _latest(discourse, number, "State")
    if lemma in nouns["group_word"]:
        return _latest(
            discourse, number, "ArmedGroup", "InternationalOrganisation", "PoliticalParty"
        )
    return []


def _office_holder(
    token: int,
    number: int,
    clauses: Clauses,
    named: Mapping[int, Mention],
    holders: Holders,
    discourse: _Discourse,
) -> list[tuple[Actor, float]]:
    """'the Turkish leader', 'Russia's president': whoever it was on the day of the article."""
    parse, slots = clauses.parse, clauses.slots(token)
    if parse.tags[token] != "NN" or parse.lemmas[token] not in words("nouns")["person_word"]:
        return []
    if "former" in {parse.words[c].lower() for c in parse.having(token, "adjective")}:
        return []
    for slot in ("possessor", "modifier", "of"):
        for other in slots.get(slot, ()):
            mention = named.get(other)
            if mention is None or mention.actor.type == "Person":
                continue
            title = _title(token, slots, clauses, named)
            known = holders(mention.actor, title)
            lately = [n.actor for n in discourse.recent(number, "Person")]
            both = [actor for actor in known if actor.id in {a.id for a in lately}]
            if both or len(known) == 1:
                return [((both or known)[0], 0.85)]
            ours = [a for a in lately if a.of is not None and a.of == mention.actor.label]
            return [(ours[0], 0.7)] if len(ours) == 1 else []
    return []


def _title(token: int, slots: Slots, clauses: Clauses, named: Mapping[int, Mention]) -> str:
    """The words of an office: 'foreign minister', 'prime minister', 'leader'."""
    parse = clauses.parse
    before = [t for t in slots.get("modifier", ()) if t not in named and t < token]
    return " ".join([*(parse.words[t].lower() for t in before), parse.lemmas[token]])


def _pair(
    lemma: str, number: int, before: set[str], discourse: _Discourse
) -> list[tuple[Actor, float]]:
    kind = "Person" if lemma in ("leader", "president", "minister") else "Organisation"
    wanted = 3 if "three" in before else 2
    parents = ontology().parents
    for sentence, actors in reversed(discourse.pairs):
        if number - sentence > _REACH and sentence > 0:
            break
        fitting = [a for a in actors if kind in parents[a.type]]
        if len(fitting) == wanted:
            return [(actor, 0.8) for actor in fitting]
    recent = discourse.recent(number, kind if kind == "Person" else "State")
    if len(recent) == wanted:
        return [(named.actor, 0.75) for named in reversed(recent)]
    return []


def _latest(discourse: _Discourse, number: int, *kinds: str) -> list[tuple[Actor, float]]:
    recent = discourse.recent(number, *kinds)
    if not recent:
        return []
    subjects = [n for n in recent if n.subject]
    if len(recent) == 1:
        return [(recent[0].actor, 0.8)]
    return [(subjects[0].actor, 0.65)] if subjects else []
