"""Bystanders: actors whom a deed names without doing it or suffering it.

"The tribunal in The Hague", "bombed Tripoli on behalf of Cairo", "fired rockets from Chad into
Mali", "Chad-backed rebels attacked Mali", "opposed the sanctions on Chad": rows of the lexicon ask
for slots in which no bystander stands, the learned reader has to be told.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Relation
from ..ontology import ontology
from .apposed import is_another
from .bodies import HYPHENS, PLACES
from .clauses import Clauses
from .gazetteer import Kind
from .lexicon import Lexicon, words
from .naming import Participant
from .parse import Parse
from .participants import Participants
from .shapes import shapes

# Prepositions before what something is sent into or done to.
_TOWARDS = frozenset({"into", "at", "on", "against", "toward", "towards", "onto"})
_THROUGH = frozenset({"via", "through"})
# Before where something goes.
_GOALS = frozenset({"for", "to", "toward", "towards", "into"})
# Before what somebody waits for.
_CONDITIONS = frozenset({"if", "unless", "until"})
# Roles of what belongs to a phrase.
_IN_A_PHRASE = frozenset({"adjective", "apposition", "compound", "modifier", "possessor", "title"})


def is_private(token: int, relation: Relation, clauses: Clauses) -> bool:
    """Tell whether people are meant who do not stand for their state in such a relation: "met
    Kenyan students", "members of the business community of Chad", "a Dutch cameraman".
    """
    if relation.name not in words("references")["between_states"]:
        return False
    lemmas = clauses.parse.lemmas
    private = words("nouns")["private"] | words("nouns")["commercial"]
    nouns = (token, *clauses.slots(token).get("of", ()))
    return any({lemmas[t], f"{lemmas[t - 1]} {lemmas[t]}"} & private for t in nouns)


def is_harmed(noun: int, end: int, clauses: Clauses, lexicon: Lexicon) -> bool:
    """Tell whether what a noun says is done to somebody below it, or named by it: to Chad in "the
    expulsion of Chad", "the ban on Chad", "Chad's defeat".
    """
    lemma, slots = clauses.parse.lemmas[noun], clauses.slots(noun)
    if end == noun:
        below = {"possessor" if slots.keys() & {"possessor", "modifier"} else "of"}
    else:
        below = {slot for slot in slots for t in slots[slot] if end in clauses.conjuncts(t)}
    if lemma in words("light")["suffered"]:
        return bool(below & {"of", "possessor"})
    return any(
        row.relation.sign < 0 and not row.has and below & {*row.object}
        for row in lexicon.find("noun", lemma)
    )


def is_mishap(trigger: int, clauses: Clauses) -> bool:
    """Tell whether what is told of came by accident, or of nature: "a bus overturned, killing
    ten", "killed by floods across Chad".
    """
    parse, light, verb = clauses.parse, words("light"), trigger
    doers = (d for t in clauses.slots(trigger).get("subject", ()) for d in clauses.conjuncts(t))
    if any(parse.lemmas[doer] in light["disaster"] for doer in doers):
        return True
    if parse.tags[trigger] == "VBG" and not parse.markers[trigger]:
        verb = parse.heads[trigger]  # "crashes, killing ten", unlike "sinks after being attacked"
    if parse.lemmas[verb] not in light["mishap"] or parse.having(verb, "object"):
        return False
    subjects = {parse.lemmas[t] for t in clauses.slots(verb).get("subject", ())}
    return bool(subjects) and subjects.isdisjoint(light["weapon"])


def is_branch(token: int, participants: Participants) -> bool:
    """Tell whether a state says only where a body works: "Toyota Australia president"."""
    parse, mention = participants.parse, participants.mention_at.get(token)
    if mention is None or mention.kind is not Kind.name or mention.actor.type != "State":
        return False
    before = mention.start - 1
    body = participants.mention_at.get(before)
    if body is not None:
        return "Organisation" in ontology().parents[body.actor.type]
    named = before >= 0 and parse.pos[before] == "PROPN"
    return named and parse.roles[before] in ("compound", "name part")


def is_beside(
    noun: int, named: Participant, relation: Relation, clauses: Clauses, lexicon: Lexicon
) -> bool:
    """Tell whether who is named by a noun has no such relation by it: a state by people of its
    own, whom a deed hits by being in favour of it ("supports the expulsion of Chad"), who only
    helps others with what they do.
    """
    if relation.symmetric and clauses.parse.lemmas[noun] in words("light")["helping"]:
        return True
    if relation.name in words("references")["favouring"]:
        return is_harmed(noun, named.head, clauses, lexicon)
    return named.actor.type == "State" and is_private(noun, relation, clauses)


def is_landmark(token: int, parse: Parse) -> bool:
    """Tell whether somebody or a place tells how far off something is: "a town 50km from the
    capital, Bamako", "west of Mosul".
    """
    phrase = _phrase(token, parse)
    if parse.roles[phrase] == "apposition":
        phrase = parse.heads[phrase]
    unit, marker = parse.heads[phrase], parse.markers[phrase]
    if parse.child(unit, "determiner") is not None:
        return False  # "the south-east of Angola" is part of it
    return marker in ("from", "of", "to") and parse.lemmas[unit] in words("light")["distance"]


def _phrase(token: int, parse: Parse) -> int:
    """The noun that a word describes or owns, where it is but a part of the phrase."""
    while parse.roles[token] in ("adjective", "compound", "possessor"):
        token = parse.heads[token]
    return token


class Bystanders:
    """The bystanders of the deeds of one document."""

    def __init__(self, participants: Participants, lexicon: Lexicon) -> None:
        self.participants, self.lexicon = participants, lexicon
        self.clauses, self.parse = participants.clauses, participants.parse

    def has(self, subject: int, object: int, relation: Relation, trigger: int) -> bool:
        """Whether one of the words for two actors is but beside what the trigger says."""
        if self._are_private(subject, object, relation):
            return True
        if shapes()["office"] in (relation.name, *relation.ancestors):
            return self._is_elsewhere(object, subject) or self._decides_on(object, subject)
        if self._only_describes(subject, trigger):
            return True
        if relation.political and (self._is_only_there(subject) or self._is_passed(object)):
            return True
        if relation.political and any(map(self._has_people, (subject, object))):
            return True
        if relation.political and self._owns_a_land(object):
            return True
        if relation.political and (
            self._is_anothers(subject, trigger, acting=True)
            or self._is_anothers(object, trigger, acting=False)
        ):
            return True
        if relation.political and self._is_only_linked(subject, trigger):
            return True
        if relation.name in words("references")["taking"] and is_landmark(object, self.parse):
            return True
        if not relation.symmetric and self._are_listed(subject, object, trigger):
            return True
        known = words("references")
        if relation.name in known["favouring"] and self._is_harmed(object):
            return True
        if relation.name in known["concluding"] and self._is_signed_alone(trigger):
            return True
        if self._only_judges(subject, relation, trigger):
            return True
        return relation.sign < 0 and self._is_spared(object, relation, trigger)

    def _owns_a_land(self, token: int) -> bool:
        """Whether it is the land of somebody that suffers, and not he: "invaded her country"."""
        land = self.parse.lemmas[self.parse.heads[token]] in words("nouns")["state_word"]
        owned = land and self.parse.roles[token] == "possessor"
        return owned and all(o.actor.type == "Person" for o in self.participants.one(token))

    def _has_people(self, token: int) -> bool:
        """Whether a state is named for people who act for themselves: "Iraqi protesters"."""
        noun, protesting = self._phrase(token), self.participants.nouns["protesting"]
        named = self.participants.mention_at
        return noun not in named and token in named and self.parse.lemmas[noun] in protesting

    def _is_spared(self, object: int, relation: Relation, trigger: int) -> bool:
        """Whether something hostile is done for somebody, about him or from his place, and not to
        him.
        """
        if self._is_served(object) or self._is_topic(object) or self._is_wanted(object):
            return True
        if shapes()["attack"] in (relation.name, *relation.ancestors):
            return self._is_left(object, trigger) or self._is_goal(object, trigger)
        return shapes()["force"] not in relation.ancestors and self._is_defended(object, trigger)

    def _are_private(self, subject: int, object: int, relation: Relation) -> bool:
        phrases = map(self._phrase, (subject, object))
        named = self.participants.mention_at
        return any(is_private(t, relation, self.clauses) for t in phrases if t not in named)

    def _is_only_there(self, token: int) -> bool:
        """Whether a phrase tells where somebody sits: "the tribunal in The Hague"."""
        parse = self.parse
        return parse.roles[token] == "modifier" and parse.markers[token] in ("in", "at")

    def _is_elsewhere(self, place: int, holder: int) -> bool:
        """Whether a part of a state stands apart from whoever holds an office: "spoke of Gaza with
        Foreign Minister Barrot".
        """
        if is_branch(place, self.participants):
            return True
        parse, mention = self.parse, self.participants.mention_at.get(place)
        if mention is None or mention.actor.type not in PLACES:
            return False
        beside, token = {holder, parse.heads[holder]}, place
        while parse.roles[token] in _IN_A_PHRASE and token not in beside:
            token = parse.heads[token]
        return token not in beside

    def _decides_on(self, body: int, holder: int) -> bool:
        """Whether a parliament or a court acts on somebody, who has his office elsewhere: "the
        Senate confirmed Smith as secretary of state".
        """
        parse, mention = self.parse, self.participants.mention_at.get(body)
        if mention is None or mention.actor.type not in ("Parliament", "Court"):
            return False
        subject = parse.first_of(body)
        if parse.roles[subject] != "subject":
            return False
        verb = parse.heads[subject]
        first, last = parse.subtree(verb)
        return first <= holder < last and holder not in range(*parse.subtree(subject))

    def _is_passed(self, token: int) -> bool:
        """Whether something goes through there, to others: "exports gas via Chad"."""
        return self.parse.markers[token] in _THROUGH

    def _is_signed_alone(self, trigger: int) -> bool:
        """Whether what is signed binds nobody else: "signed a decree on trade with Chad"."""
        lemmas, slots = self.parse.lemmas, self.clauses.slots(trigger)
        signed = {lemmas[trigger], *(lemmas[t] for t in slots.get("object", ()))}
        return not signed.isdisjoint(words("light")["signed alone"])

    def _is_served(self, token: int) -> bool:
        """Whether something is done for somebody, not to him: "bombed Tripoli on his behalf",
        "arrested for spying for Chad".
        """
        parse = self.parse
        if parse.markers[token] == "for":
            return parse.lemmas[parse.heads[token]] in words("light")["serving"]
        near = (token, parse.heads[token])
        beside = {*(parse.lemmas[t] for t in near), *parse.markers[token].split()}
        return not beside.isdisjoint(words("references")["behalf"])

    def _is_harmed(self, token: int) -> bool:
        """Whether somebody is named for what is done to him."""
        noun = self.parse.heads[self._phrase(token)]
        nouns = (noun, self.parse.heads[token])
        return any(is_harmed(t, token, self.clauses, self.lexicon) for t in nouns)

    def _only_judges(self, subject: int, relation: Relation, trigger: int) -> bool:
        """Whether somebody speaks for or against what others do: "denounced the sanctions on
        Chad", "hailed the arrest of the general".
        """
        parse, known = self.parse, words("references")
        judging = known["judging"] | known["favouring"]
        noun = self._phrase(trigger)
        verb = parse.heads[noun]
        if relation.symmetric or relation.name in judging:
            return False
        if parse.roles[noun] not in ("object", "oblique") or parse.child(noun, "possessor"):
            return False
        lemma = parse.lemmas[verb]
        return subject in self.clauses.slots(verb).get("subject", ()) and any(
            row.relation.name in judging
            and "object" in row.object
            and not row.has
            and lemma in row.triggers.get(lemma, ())
            for row in self.lexicon.find("verb", lemma)
        )

    def _are_listed(self, subject: int, object: int, trigger: int) -> bool:
        """Whether both do it together: in "Chad and Mali cut ties with Togo" Chad cuts none with
        Mali.
        """
        parse, first = self.parse, self.parse.first_of(subject)
        together = subject != object and first == parse.first_of(object)
        return together and parse.roles[first] == "subject" and parse.heads[first] == trigger

    def _is_left(self, token: int, trigger: int) -> bool:
        """Whether something comes from there, and goes elsewhere: "fired from Chad into Mali"."""
        parse = self.parse
        top = self._phrase(token)
        if parse.markers[top] != "from":
            return False
        slots = self.clauses.slots(trigger)
        held = (self.clauses.slots(t) for t in slots.get("object", ()))
        return any(marker in slot for slot in (slots, *held) for marker in _TOWARDS)

    def _is_goal(self, token: int, trigger: int) -> bool:
        """Whether what is hit was on its way there: "shot down drones heading for Chad", "hit a
        ship with grain for Chad"; a missile that is launched on its way there is to hit it.
        """
        parse, phrase, light = self.parse, self._phrase(token), words("light")
        what = parse.heads[phrase]
        if parse.markers[phrase] not in _GOALS or parse.lemmas[trigger] in light["launching"]:
            return False
        heading = parse.roles[what] in ("noun clause", "adjective")
        return parse.lemmas[what] in light["heading" if heading else "cargo"]

    def _only_describes(self, token: int, trigger: int) -> bool:
        """Whether a name is half of a word that describes somebody else: in "Chad-backed rebels
        attacked Mali" Chad does nothing; in "a Chad-led force" and "a Chad-backed coup" it does.
        """
        parse, mention = self.parse, self.participants.mention_at.get(token)
        half = mention.end + 1 if mention is not None else len(parse.words)
        if half >= len(parse.words) or parse.words[half - 1] not in HYPHENS:
            return False
        if parse.tags[half] != "VBN":
            return False
        described = parse.heads[half]
        if trigger in (half, half - 1, described) or parse.heads[trigger] == described:
            return False
        return parse.lemmas[half] not in words("light")["leading"]

    def _is_only_linked(self, token: int, trigger: int) -> bool:
        """Whether somebody is named for whom others are close or hostile to: "militias allied to
        Chad attacked Mali"; "allied" says with whom they are, and not with whom Mali is.
        """
        parse, phrase = self.parse, self._phrase(token)
        bonds, bond = words("light")["bond"], parse.heads[parse.first_of(phrase)]
        if parse.lemmas[trigger] not in bonds or bond == trigger:
            return bond != trigger and parse.lemmas[bond] in bonds
        whose = parse.heads[trigger]
        linked = parse.having(trigger, "oblique") and parse.tags[whose] == "NNS"
        return bool(linked) and whose not in (phrase, parse.heads[phrase])

    def _is_anothers(self, token: int, trigger: int, *, acting: bool) -> bool:
        """Whether a person is named for whose somebody else is, "arrested a cousin of Hussein", or
        for what is called after him, "laid flowers at the monument to Minin".
        """
        parse, mention = self.parse, self.participants.mention_at.get(token)
        if mention is None:
            named = self.participants.one(token, acting=True)
            persons = any(p.actor.type == "Person" and p.how.startswith("owner") for p in named)
            return persons and is_another(parse.lemmas[token], acting=acting)
        noun = parse.heads[parse.first_of(token)]
        if mention.actor.type != "Person" or noun == trigger:
            return False
        marker, lemma = parse.markers[parse.first_of(token)], parse.lemmas[noun]
        owned = marker == "of" or parse.roles[token] in ("possessor", "compound")
        if (owned or marker == "to") and lemma in words("nouns")["named_after"]:
            return True
        return owned and is_another(lemma, acting=acting)

    def _is_topic(self, token: int) -> bool:
        """Whether a text or a talk is about somebody: "vetoed a resolution on Chad"."""
        parse, phrase = self.parse, self._phrase(token)
        about = parse.markers[phrase] in ("on", "about", "concerning", "regarding", "over")
        return about and parse.lemmas[parse.heads[phrase]] in words("light")["text"]

    def _is_wanted(self, token: int) -> bool:
        """Whether somebody is whom a condition is to help: "threatened to attack unless Bazoum is
        reinstated", "if power is not handed to him".
        """
        parse, phrase = self.parse, self._phrase(token)
        clause = parse.heads[phrase]
        if parse.roles[clause] != "adverbial clause" or parse.markers[clause] not in _CONDITIONS:
            return False
        helped = parse.roles[phrase] in ("passive subject", "indirect object")
        return helped or parse.markers[phrase] == "to"

    def _is_defended(self, token: int, trigger: int) -> bool:
        """Whether it is against what is done to somebody: "opposed the sanctions on Chad"."""
        parse, phrase = self.parse, self._phrase(token)
        noun = parse.heads[phrase]
        if not parse.markers[phrase] or noun == trigger or parse.pos[noun] != "NOUN":
            return False
        if not self.clauses.is_verbal(trigger) or noun not in self._below(trigger):
            return False
        return is_harmed(noun, phrase, self.clauses, self.lexicon)

    def _phrase(self, token: int) -> int:
        return _phrase(token, self.parse)

    def _below(self, verb: int) -> Iterable[int]:
        return self.parse.having(verb, "object", "passive subject", "oblique")
