"""Who a common noun is, where a name beside it says so: "the president, Vladimir Putin"."""

from __future__ import annotations

from dataclasses import replace

from ..ontology import ontology
from .clauses import Slots
from .gazetteer import Kind
from .lexicon import words
from .mentions import Mention
from .naming import Actors, Participant
from .parse import Parse


def is_hyphenated(actors: Actors, mention: Mention) -> bool:
    """'US-backed', 'pro-Russian': the name belongs to the other half, if that is no name."""
    words = actors.parse.words
    before = words[mention.start - 1] if mention.start else ""
    if before.endswith("-"):
        return mention.start - 2 not in actors.mention_at
    return (
        mention.end + 1 < len(words)
        and words[mention.end] == "-"
        and actors.parse.tags[mention.end + 1] in ("VBN", "VBD", "JJ", "VBG")
        and mention.end + 1 not in actors.mention_at
    )


def is_another(lemma: str, *, acting: bool) -> bool:
    """Tell whether a noun means somebody else than the person whose he is: "the son of Hussein",
    "critics of Orban"; and, where something is done to him, "the lawyer of Navalny".
    """
    nouns = words("nouns")
    return lemma in nouns["kin"] | nouns["another"] or (not acting and lemma in nouns["in_service"])


def is_part_of_state(parse: Parse, token: int, lemma: str) -> bool:
    """Tell whether people or places of a state are meant that do not act for it: "French banks",
    "five Indian states".
    """
    nouns = words("nouns")
    several = parse.tags[token] == "NNS" and lemma in nouns["subdivision"]
    return several or lemma in nouns["private"] | nouns["commercial"]


def same_person(actors: Actors, token: int, slots: Slots) -> list[Participant]:
    """'the president, Vladimir Putin', 'the rebel group M23': the name says who is meant."""
    for other in actors.clauses.apposed(token):
        mention = actors.mention_at.get(other)
        own = other in slots.get("self", ()) or (mention and mention.actor.type == "Person")
        if mention is not None and own and _may_be(actors, token, mention):
            plural = actors.parse.tags[token] == "NNS"
            tokens = actors.clauses.conjuncts(other) if plural else [other]
            names = [actors.mention_at[t] for t in tokens if t in actors.mention_at]
            return [replace(actors.named(m), how="apposition") for m in names]
    named = actors.mention_at.get(actors.parse.heads[token])
    if named is not None and actors.parse.roles[token] == "apposition":
        article = actors.parse.child(token, "determiner")
        single = article is not None and actors.parse.lemmas[article] in ("a", "an", "the")
        if single and actors.parse.tags[token] == "NN" and not slots.keys() & {"possessor", "by"}:
            return [replace(actors.named(named), how="apposition")]
    for child in (*actors.parse.having(token, "name part", "compound", "title"), token + 1):
        mention = actors.mention_at.get(child)
        if mention is None or not _may_be(actors, token, mention) or is_hyphenated(actors, mention):
            continue
        if child < token and mention.actor.type != "Person" and _is_companion(actors, token):
            continue  # "NATO members" are not NATO
        if child != token + 1 or mention.start == child:
            return [actors.named(mention)]
    return _behind_title(actors, token)


def _behind_title(actors: Actors, token: int) -> list[Participant]:
    """'President of the Arab Republic of Egypt Abdel Fattah el-Sisi': as officials write it."""
    if actors.parse.lemmas[token] not in actors.nouns["person_word"]:
        return []
    for place in (*actors.parse.having(token, "modifier"), actors.parse.subtree(token)[1]):
        mention = actors.mention_at.get(place)
        if mention is None or mention.actor.type != "Person" or actors.parse.markers[place]:
            continue
        if place == actors.head(mention) and actors.parse.roles[place] in ("modifier", "oblique"):
            return [actors.named(mention)]
    return []


def _may_be(actors: Actors, token: int, mention: Mention) -> bool:
    """Whether a common noun can be said of whom a name means."""
    if mention.actor.type == "Person":
        return True
    if _is_companion(actors, token):
        return mention.kind is Kind.name
    above = ontology().parents[mention.actor.type]
    lemma = actors.parse.lemmas[token]
    group = any(lemma in actors.nouns[kind] for kind in ("group_word", "group", "firm_word"))
    return group and "Organisation" in above and mention.actor.type != "State"


def _is_companion(actors: Actors, token: int) -> bool:
    """Whether a noun says what somebody is to another: ally, member, rival."""
    return actors.parse.lemmas[token] in actors.nouns["companion_word"]
