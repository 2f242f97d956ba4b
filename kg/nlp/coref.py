"""Coreference: pronouns and descriptions that stand for an actor named elsewhere in the article.

One pass in reading order keeps track of who was named lately. Each kind of expression looks for
its own kind of actor: *he* for a person, *the group* for an organisation, *both sides* for two
parties that stand together, *the Turkish leader* for whoever it was on the day of the article.
Where two would do equally well, nobody is chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date

from ..actors import Register
from ..model import Actor
from .binding import Bound
from .clauses import Clauses
from .gazetteer import Kind
from .lexicon import words
from .mentions import Mention, References
from .officeholders import Officeholders
from .pronouns import REACH, SUBJECT_ROLES, Antecedents, Candidate, Discourse, Found, Named
from .publishers import Publisher
from .quotations import Quotations
from .sides import Sides
from .transcripts import Transcript

# Descriptions that official prose capitalises: "the Prime Minister", "the two Presidents".
_CAPITALISED = ("office", "pair_of_persons", "pair_of_states", "body")
# Roles of a word behind the verb or noun that it belongs to: "sells arms to both".
_ALONE = frozenset({"object", "indirect object", "oblique", "agent", "modifier"})
# Classes of actors that are called by a word of their own: "the ministry".
_CLASSES = ("Ministry", "StateMilitary", "Police", "Parliament", "MediaOrganisation")


def resolve(
    clauses: Clauses,
    mentions: Sequence[Mention],
    register: Register,
    published: date | None,
    context: Iterable[Actor] = (),
    sender: Actor | None = None,
    publisher: Publisher | None = None,
) -> References:
    """Return head token to actors with scores, for what refers to actors named elsewhere.

    ``context`` are actors that the reader knows before the text begins, those of the headline;
    ``sender`` is the one that stands first there, and ``publisher`` whose official site it is.
    """
    resolver = _Resolver(clauses, mentions, register, published, sender, publisher)
    return resolver.resolve(list(context))


class _Resolver:
    def __init__(
        self,
        clauses: Clauses,
        mentions: Sequence[Mention],
        register: Register,
        published: date | None,
        sender: Actor | None,
        publisher: Publisher | None,
    ) -> None:
        self.sender = sender
        self.clauses, self.parse, self.register = clauses, clauses.parse, register
        self.day = published.isoformat() if published else None
        self.starts = {m.start: m for m in mentions}
        self.at = {t: m for m in mentions for t in range(m.start, m.end)}
        self.words = words("references")
        self.discourse = Discourse()
        # who was introduced as what: "Fano, a militia"
        self.introduced: list[tuple[Actor, str, int]] = []
        self.bound = Bound(clauses, self.at)
        self.antecedents = Antecedents(clauses, self.at, self.discourse)
        self.sides = Sides(clauses, self.at, self.discourse, self.bound, register, self.day)
        self.offices = Officeholders(
            clauses, self.at, self.discourse, register, published, publisher
        )

    def resolve(self, context: list[Actor]) -> References:
        discourse = self.discourse
        discourse.named += [Named(actor, -1, 0, False) for actor in context]
        if len(context) > 1:
            discourse.pairs.append((0, -1, context))
        found: dict[int, Found] = {}
        for number, (first, last) in enumerate(self.parse.bounds):
            for token in range(first, last):
                self._note_pair(token, number)
                if token in self.starts:
                    self._note(self.starts[token], number)
                elif token not in self.at:
                    actors = self._refers(token, number)
                    if actors:
                        found[token] = actors
                        if len(actors) > 1:
                            discourse.pairs.append((number, token, [actor for actor, _ in actors]))
                        subject = self.parse.roles[token] in SUBJECT_ROLES
                        discourse.named += [
                            Named(actor, token, number, subject) for actor, _ in actors
                        ]
        return found | self._first_persons(found)

    def _first_persons(self, known: Mapping[int, Found]) -> dict[int, Found]:
        """'"We support Syria," Lavrov said': whoever speaks, or his state."""
        persons = [
            token
            for token, word in enumerate(self.parse.words)
            if word.lower() in self.words["i"] | self.words["we"] and word != "US"
        ]
        if not persons:
            return {}
        quotations, transcript = Quotations(self.parse), Transcript(self.parse, self.at)
        found = {}
        for token in (t for t in persons if t not in self.at):
            alone = self.parse.words[token].lower() in self.words["i"]
            verbs = quotations.said_by(token)
            heads = [s for verb in verbs for s in self.clauses.surface_subject(verb)]
            # "the foreign minister, Wang Yi, said"
            subjects = [s for head in heads for s in (head, *self.clauses.apposed(head))]
            turn = transcript.speaker(token)
            actors = [self.at[s].actor for s in subjects if s in self.at]
            actors += [actor for s in subjects for actor, _ in known.get(s, ())]
            letters = (quotations.writer(verb, self.at, self.sender) for verb in verbs)
            actors += [written[1] for written in letters if written]
            actors += [turn.actor] if turn else []
            speaker = self._speaking_for(actors[0], alone=alone) if actors else None
            if speaker is not None:
                found[token] = [(speaker, 0.8)]
        return found

    def _speaking_for(self, speaker: Actor, *, alone: bool) -> Actor | None:
        """Whom "I" means, and whom "we": the state of a person."""
        if speaker.type != "Person":
            return None if alone else speaker
        state = self.register.state_of(speaker.id, self.day)
        return speaker if alone else self.register.entries[state].actor if state else None

    def _note(self, mention: Mention, number: int) -> None:
        inside = range(mention.start, mention.end)
        head = next((t for t in inside if self.parse.heads[t] not in inside), mention.start)
        subject = self.parse.roles[head] in SUBJECT_ROLES
        speaking = subject and self.parse.lemmas[self.parse.heads[head]] in words("speech")["verb"]
        seat = mention.entry.seat_of if mention.entry and speaking else None
        state = self.register.state_of(seat) if seat else None
        # "Warsaw says that its airspace was violated": Poland's
        actor = self.register.entries[state].actor if state else mention.actor
        self.discourse.named.append(Named(actor, head, number, subject, mention.kind))
        for noun in (*self.clauses.apposed(head), *self.parse.having(head, "apposition")):
            lemma = self.parse.lemmas[noun]
            if noun not in self.at and lemma in self.words["group"] | self.words["body"]:
                self.introduced.append((actor, lemma, number))

    def _note_pair(self, token: int, number: int) -> None:
        """Remember actors named together, once the last is read: 'Russia and Turkey'."""
        if token not in self.at or self.parse.roles[token] != "conjunct":
            return
        heads = self.clauses.conjuncts(self.parse.heads[token])
        together = [self.at[head] for head in heads if head in self.at]
        whole = heads[-1:] == [token] and len(together) == len(heads)
        if whole and all(m.kind is not Kind.adjective for m in together):
            self.discourse.pairs.append((number, heads[0], [m.actor for m in together]))

    # ------------------------------------------------------------ expressions

    def _refers(self, token: int, number: int) -> Found:
        word, kinds = self.parse.words[token].lower(), self.words
        if word in kinds["he"]:
            turned_on = self.bound.turned_on(token, person=True)
            return turned_on or self._ahead(token) or self.antecedents.person(token, number)
        if word in kinds["it"]:
            near = self.bound.thing(token) or self._ahead(token)
            return near or self._meant(self.antecedents.thing(token, number), False)
        if word in kinds["they"]:
            return self._ahead(token) or self._meant(self.antecedents.several(token, number), True)
        if word in kinds["both"] | kinds["each"] and self._stands_alone(token):
            done = self.parse.roles[token] not in SUBJECT_ROLES
            but = self.sides.doers(token) if done else frozenset()
            return self.sides.together(number, 2, "Organisation", but) or self.sides.together(
                number, 2, "Person", but
            )
        # taggers take lower-case titles for names: "the prime minister"
        common = self.parse.pos[token] in ("NOUN", "NUM") or self.parse.words[token].islower()
        return self._description(token, number) if common or self._is_capitalised(token) else []

    def _stands_alone(self, token: int) -> bool:
        """Whether "both" or "each" is an end of what is said: not in "both sides", "which both
        claim", "both of them" or "each other".
        """
        parse = self.parse
        if parse.words[token + 1 : token + 2] in (["other"], ["of"]):
            return False
        role = parse.roles[token]
        return role in SUBJECT_ROLES or (role in _ALONE and token > parse.heads[token])

    def _is_capitalised(self, token: int) -> bool:
        """Whether a word is a description in capitals, "the French President", and no title of
        somebody named: "French President Jacques Chirac".
        """
        parse, lemma = self.parse, self.parse.lemmas[token]
        if not any(lemma in self.words[kind] for kind in _CAPITALISED):
            return False
        beside = (token + 1, parse.heads[token], *parse.children[token])
        named = (self.at[t] for t in beside if t in self.at)
        return all(mention.actor.type != "Person" for mention in named)

    def _ahead(self, token: int) -> Found:
        """'After his talks with Trump, Macron left': the subject that is still to come."""
        parse, clause = self.parse, token
        while parse.roles[clause] not in ("adverbial clause", "oblique"):
            head = parse.above(clause)
            if head is None:
                return []
            clause = head
        governor = parse.heads[clause]
        if clause > governor or not self.clauses.is_verbal(governor):
            return []
        for subject in self.clauses.surface_subject(governor):
            if subject <= clause:
                continue
            mention = self.at.get(subject)
            if parse.words[token].lower() in self.words["they"]:
                actors = self._standing_for(subject)
                if len(actors) > 1:
                    return [(actor, 0.8) for actor in actors]
                return self._description(subject, parse.sentence[token])
            if mention is not None and mention.kind is not Kind.adjective:
                person = mention.actor.type == "Person"
                if person == (parse.words[token].lower() in self.words["he"]):
                    return [(mention.actor, 0.85)]
            elif parse.pos[subject] == "NOUN":
                return self.offices.office(subject, parse.sentence[token])
        return []

    def _meant(self, best: tuple[Candidate, float] | None, many: bool) -> Found:
        """An antecedent that is an actor, or a noun that stands for whose it is."""
        if best is None:
            return []
        candidate, score = best
        if candidate.actors:
            return [(actor, score) for actor in candidate.actors]
        actors = self._standing_for(candidate.token)
        return [(actor, 0.75) for actor in actors if many or actor.type != "Person"]

    def _standing_for(self, subject: int) -> list[Actor]:
        """Whom a subject names, itself or by whose it is."""
        actors = []
        for head in self.clauses.conjuncts(subject):
            mention = self.at.get(head)
            if mention is not None:
                actors.append(mention.actor)
                continue
            slots = self.clauses.slots(head)
            for slot in ("possessor", "modifier", "from", "of"):
                named = [t for t in slots.get(slot, ()) if t in self.at]
                if named:
                    # "the leaders of Chad and Togo": they are of both
                    many = self.parse.tags[head] == "NNS"
                    owners = self.clauses.conjuncts(named[0]) if many else named[:1]
                    actors += [self.at[t].actor for t in owners if t in self.at]
                    break
        return actors

    def _description(self, token: int, number: int) -> Found:
        """'the two countries', 'both sides', 'the group', 'the Turkish leader'."""
        parse, kinds = self.parse, self.words
        lemma, tag = parse.lemmas[token], parse.tags[token]
        if parse.roles[token] == "apposition" and parse.heads[token] in self.at:
            return []  # "Russia, the country that invaded Ukraine"
        before = {
            parse.words[c].lower() for c in parse.having(token, "determiner", "number", "adjective")
        }
        if tag in ("NN", "NNP") and lemma in kinds["office"]:
            return self.offices.office(token, number)
        if lemma == "counterpart":
            return self.offices.counterpart(token, number)
        if lemma == "diplomat" and before & {"top", "chief"}:
            return self.offices.office(token, number, "foreign minister")
        homes = [self.at[t].actor.state for t in parse.having(token, "adjective") if t in self.at]
        if any(homes) and lemma in kinds["group"] and "the" in before:
            return self._group_of(number, homes)  # "the Palestinian group"
        described = [
            t
            for t in parse.having(token, "possessor", "compound", "modifier", "title")
            if parse.words[t].lower() not in kinds["any_kind"] and not self._is_count(t)
        ]
        loose = lemma in kinds["state"]  # "accused the country of crimes", unlike "of Chad"
        if not all(self._is_when(t) or (loose and self._names_nobody(t)) for t in described):
            return []
        somewhere = before & kinds["somewhere"]
        before -= kinds["any_kind"] | somewhere
        plural = tag in ("NNS", "NNPS")
        if plural and lemma in kinds["fighters"] and before <= {"the", "these", "those"}:
            return self._latest(number, "ArmedGroup") if before else []
        several = plural and before & {"the", "both", "two", "these", "three"}
        if several or (tag == "NN" and before & kinds["each"]):
            many = 3 if "three" in before else 2
            if lemma in kinds["pair_of_persons"]:
                named = before & {"both", "two", "three"} or lemma in kinds["head"]
                but = self.sides.doers(token)
                persons = self.sides.together(number, many, "Person", but, reached=bool(named))
                return persons or self.offices.represented(number, many if named else 0)
            if lemma in kinds["pair_of_states"]:
                but = self.sides.doers(token)
                near = self.sides.together(number, many, "Organisation", but)
                counted = before & ({"both", "two", "these", "three"} | kinds["each"])
                told = counted and lemma not in kinds["friends"]
                told = told or lemma in kinds["sides"] | kinds["countries"]
                return near or (self.sides.told_of(many, lemma, but) if told else [])
            return []
        if lemma in kinds["state"]:
            before -= kinds["any_state"]
        if not before & {"the", "this", "that"} or not before <= {"the", "this", "that", "same"}:
            return []
        if lemma in kinds["pair"]:
            return self.sides.together(number, 2, "Person") or self.sides.together(
                number, 2, "Organisation"
            )
        if lemma in kinds["state"]:
            if somewhere and len({n.actor.id for n in self.discourse.recent(number, "State")}) > 1:
                return []  # "the Nordic country", of Norway and Chad
            called = lemma if lemma in kinds["form_of_state"] else ""
            return self._latest(number, "State", but=self.sides.doers(token), called=called)
        for kind, place in (("town", "City"), ("province", "Region")):
            if lemma in kinds[kind]:
                return self._nearest_place(number, place)
        found: Found = [
            (actor, 0.85)
            for actor, word, sentence in reversed(self.introduced)
            if word == lemma and number - sentence <= REACH
        ][:1]
        if not found and lemma in kinds["group"]:
            found = self._latest(number, "ArmedGroup", "PoliticalParty")
        if not found and lemma in kinds["body"]:
            found = self._latest(number, "InternationalOrganisation", "Court")
        own = next((name for name in _CLASSES if lemma in kinds[name]), None)
        return found or (self._latest(number, own) if own else [])

    def _is_count(self, token: int) -> bool:
        """Whether a word before a noun counts members: "the 27-nation bloc"."""
        return self.parse.child(token, "number") is not None and token not in self.at

    def _group_of(self, number: int, homes: Sequence[str | None]) -> Found:
        """The only group in reach that is of a state."""
        found: dict[str, Actor] = {}
        for named in self.discourse.recent(number, "ArmedGroup", "PoliticalParty"):
            entry = self.register.get(named.actor.id)
            home = self.register.get(entry.of or "") if entry is not None else None
            if home is not None and home.actor.label in homes:
                found[named.actor.id] = named.actor
        return [(actor, 0.8) for actor in found.values()] if len(found) == 1 else []

    def _names_nobody(self, token: int) -> bool:
        """Whether a phrase behind a noun belongs to the verb."""
        first, last = self.parse.subtree(token)
        return self.parse.markers[token] == "of" and not any(
            t in self.at for t in range(first, last)
        )

    def _is_when(self, token: int) -> bool:
        """Whether a word hung on a noun tells but the time: "between the two countries in May"."""
        return token not in self.at and self.parse.pos[token] in ("PROPN", "NUM")

    def _nearest_place(self, number: int, kind: str) -> Found:
        """The last place of a kind in the sentence, else the only one in reach."""
        near = self.discourse.recent(number, kind)
        named = near if len(near) == 1 else [n for n in near[:1] if n.sentence == number]
        return [(place.actor, 0.75) for place in named]

    def _latest(
        self, number: int, *kinds: str, but: Set[str] = frozenset(), called: str = ""
    ) -> Found:
        """The only actor of some kinds in reach, else the last that did something; of those only
        that are ``called`` a kingdom, if any is.
        """
        recent = [n for n in self.discourse.recent(number, *kinds) if n.actor.id not in but]
        recent = [n for n in recent if called and self._is_called(n.actor, called)] or recent
        if len(recent) == 1:
            return [(recent[0].actor, 0.8)]
        subjects = [n for n in recent if n.subject]
        return [(subjects[0].actor, 0.65)] if subjects else []

    def _is_called(self, actor: Actor, form: str) -> bool:
        """Whether a state has a form in one of its names: "the Kingdom of Saudi Arabia"."""
        entry = self.register.get(actor.id)
        return entry is not None and any(form in name.lower().split() for name in entry.names)
