"""Predicates with their arguments: who does what to whom, however the sentence is built.

A predicate is a verb, an event noun or a relational noun. :class:`Clauses` gives the arguments of
each as *slots*, with everything that English leaves to be understood filled in: the subject that
coordinated and infinitive verbs share, the antecedent of a relative pronoun, the agent of a
passive, the noun that a participle describes. This is the one place where the tree is enhanced.

Slots of a verb: ``subject`` and ``object`` in the logical sense (the agent of a passive is its
subject), ``indirect``, ``complement`` (a noun or adjective that the verb says of its subject or
object), and each preposition by its own name (``with``, ``against``, ``because of``). Rows of the
lexicon reach what stands below and above a trigger, too: ``clause`` and ``infinitive`` (its verb),
``clause object``, ``clause auxiliary``; ``above`` (who does what the phrase is said of).
Slots of a noun: ``possessor``, ``modifier`` (adjectives and compounds before it), prepositions,
``self`` (what the noun is said of: *Russia* in "Russia, an ally of Syria"), ``doer`` (the subject
of the verb that it is the object of: *Israel* in "Israel launched an attack"), ``asked`` and
``caller`` (both ends of a request for it: "Lebanon, the caller, asked France for aid").
"""

from __future__ import annotations

from .control import controller, understood_subject
from .lexicon import words
from .parse import Parse

Slots = dict[str, list[int]]

_DASHES = frozenset({"-", "–", "—"})
_NAMING = frozenset({"name", "call", "dub", "nickname"})
_ALL = frozenset({"all", "both", "each"})
_RELATIVE = frozenset({"who", "whom", "which", "that"})
_VERBAL = frozenset({"VERB", "AUX"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})


class Clauses:
    """The arguments of the predicates of one parsed document, worked out on first use."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self._known: dict[int, Slots] = {}
        self._open: set[int] = set()

    def slots(self, token: int) -> Slots:
        """Return the arguments of a predicate: slot name to tokens, conjuncts not yet expanded."""
        known = self._known.get(token)
        if known is not None:
            return known
        if token in self._open:  # a cycle of inheritance: nothing more to learn here
            return {}
        self._open.add(token)
        found = self._verb(token) if self.is_verbal(token) else self._noun(token)
        self._open.discard(token)
        self._known[token] = found
        return found

    def is_verbal(self, token: int) -> bool:
        """Tell a verb in use from a noun or adjective, by its tag or by what hangs on it."""
        parse = self.parse
        if parse.pos[token] in _VERBAL:
            return True
        # "which back the rebels" is now and then tagged as an adverb
        return parse.pos[token] in ("ADV", "ADP", "ADJ") and (
            parse.child(token, "subject") is not None
            and parse.child(token, "object") is not None
            and parse.child(token, "copula") is None
        )

    def is_passive(self, token: int) -> bool:
        """Tell whether a verb's surface subject is its logical object."""
        parse = self.parse
        if parse.child(token, "passive auxiliary", "passive subject") is not None:
            return True
        if parse.tags[token] != "VBN":
            return False
        if parse.roles[token] in ("noun clause", "adjective"):
            return True
        if parse.child(token, "agent") is not None:
            return True
        head = parse.above(token)
        return parse.roles[token] == "conjunct" and (
            parse.child(token, "subject", "object", "auxiliary") is None
            and head is not None
            and self.is_verbal(head)
            and self.is_passive(head)
        )

    def conjuncts(self, token: int) -> list[int]:
        """Return a token and everything coordinated with it, in text order; of "Iran, not Iraq" and
        of "not Iraq but Iran" only Iran.
        """
        parse = self.parse
        found = []
        others = parse.having(token, "conjunct")
        if not others or not self.is_excluded(token):
            found.append(token)
        for child in others:
            if not self.is_excluded(child):
                found += self.conjuncts(child)
        return found or [token]

    def is_excluded(self, token: int) -> bool:
        """Whether a noun is who it was not: "Israel, but not Hamas", "all but Israel", "rather
        than Israel".
        """
        parse = self.parse
        if parse.pos[token] not in _NOMINAL:
            return False
        excluding = words("light")["excluding"]
        beside = parse.having(token, "adverb", "coordinator")
        if any(parse.words[c].lower() == "not" and not parse.is_only(c) for c in beside):
            return True
        if any(parse.words[c].lower() in excluding for c in parse.having(token, "coordinator")):
            return True
        from_whom = parse.heads[token]
        if parse.markers[token] not in excluding:
            return parse.markers[token] == "than" and parse.lemmas[from_whom] == "other"
        denied = (from_whom, *parse.having(from_whom, "determiner"))
        return not any(parse.words[t].lower() in words("light")["none"] for t in denied)

    def is_told_of_one(self, token: int, noun: int) -> bool:
        """Whether a word stands in a clause said of the first of several alone: "Chad, which
        invaded Mali, and Togo".
        """
        parse = self.parse
        last = max(parse.having(noun, "conjunct"), default=noun)
        return noun < token < last and any(
            first <= token < end <= last
            for first, end in map(
                parse.subtree, parse.having(noun, "relative clause", "noun clause")
            )
        )

    def surface_subject(self, verb: int) -> list[int]:
        """Return what the sentence shows as a verb's subject."""
        slots = self.slots(verb)
        return slots.get("object" if self.is_passive(verb) else "subject", [])

    def apposed(self, noun: int) -> list[int]:
        """The nouns beside a noun that name the same: 'the president of Peru, Ollanta Humala',
        which parsers hang on either of the two before it.
        """
        slots = self.slots(noun)
        found = list(slots.get("self", ()))
        for owner in slots.get("of", ()):
            found += self.parse.having(owner, "apposition")
        return found

    def is_one_of_many(self, noun: int) -> bool:
        """Whether a noun is "the first", "the only", "the largest": "... state to recognise it"."""
        parse = self.parse
        return any(
            parse.tags[c] == "JJS" or parse.words[c].lower() in words("light")["rank"]
            for c in parse.having(noun, "adjective", "number")
        )

    # ------------------------------------------------------------------ verbs

    def _is_absolute(self, token: int) -> bool:
        """'left the pact, with its leader ordering all troops home': what is said besides."""
        parse, first = self.parse, self.parse.subtree(token)[0]
        said = any(parse.tags[c] == "VBG" for c in parse.having(token, "noun clause"))
        return said and parse.markers[token] == "with" and parse.words[first - 1 : first] == [","]

    def _verb(self, verb: int) -> Slots:
        parse, passive = self.parse, self.is_passive(verb)
        slots: Slots = {}
        for child in parse.children[verb]:
            role = parse.roles[child]
            slot = _VERB_SLOTS.get(role)
            if role == "oblique" and parse.markers[child]:
                if self._is_absolute(child):
                    continue
                slot = (
                    "subject" if passive and parse.markers[child] == "by" else parse.markers[child]
                )
            elif role == "passive subject":
                slot = "object"
            elif role == "open clause" and parse.pos[child] in ("NOUN", "PROPN", "ADJ", "ADV"):
                slot = "complement"
            if slot:
                slots.setdefault(slot, []).append(child)
        objects = slots.get("object", [])
        two = not passive and len(objects) == 2 and not any(parse.markers[t] for t in objects)
        if two and "indirect" not in slots and parse.lemmas[verb] in words("control")["giving"]:
            # "lent Kenya $1bn" with two objects: parsers waver here
            slots["indirect"], slots["object"] = objects[:1], objects[1:]
        if not passive and "object" not in slots:
            # "considers Kenya an enemy": Kenya is the subject of what it is called
            called = [s for c in slots.get("complement", ()) for s in parse.having(c, "subject")]
            if called:
                slots["object"] = called
        if passive and parse.child(verb, "object") is not None:
            # "was given weapons": what is given is the object, who gets it the surface subject
            surface = parse.having(verb, "passive subject")
            slots["object"] = [t for t in slots["object"] if t not in surface]
            slots.setdefault("indirect", []).extend(surface)
        self._relative(verb, slots)
        if parse.markers[verb] == "to" and "subject" not in slots and not passive:
            for_whom = [t for t in slots.get("for", ()) if t < verb]
            if for_whom:  # "called for Chad to leave"
                slots["subject"] = for_whom
        if "subject" not in slots or (passive and "object" not in slots):
            self._inherit(verb, slots, passive)
        if "object" not in slots and not passive:
            self._shared_object(verb, slots)
        if passive:
            self._shared_circumstance(verb, slots)
        for beside in ("along with", "together with", "as well as", "alongside", "like"):
            if beside in slots and slots[beside][0] < verb and "subject" in slots and not passive:
                slots["subject"] = [*slots["subject"], *slots[beside]]
            elif beside == "like" or beside not in slots:
                continue  # "treated Chad like Mali"
            elif verb < slots.get("object", [0])[-1] < slots[beside][0]:
                slots["object"] = [*slots["object"], *slots[beside]]
        if "object" not in slots and "indirect" in slots:
            slots["object"] = slots["indirect"]  # "asked Iran to leave": parsers waver here
        return slots

    def _relative(self, verb: int, slots: Slots) -> None:
        """Put the antecedent where a relative pronoun stands, or where one was left out."""
        parse = self.parse
        if parse.roles[verb] != "relative clause" or parse.heads[verb] == verb:
            return
        antecedent, seen = parse.heads[verb], False
        if any(parse.words[c].lower() in _ALL for c in parse.children[verb]):
            antecedent = parse.first_of(antecedent)  # "A, B and C, which are all fighting"
        for tokens in slots.values():
            for place, token in enumerate(tokens):
                if parse.words[token].lower() in _RELATIVE and parse.tags[token][:1] in ("W", "I"):
                    tokens[place], seen = antecedent, True
        whose = any(
            parse.words[c].lower() == "whose"
            for t in parse.children[verb]
            for c in parse.children[t]
        )
        if not seen and not whose and "subject" in slots and "object" not in slots:
            slots["object"] = [antecedent]

    def _inherit(self, verb: int, slots: Slots, passive: bool) -> None:
        """Fill the surface subject that is understood from the governor."""
        missing = "object" if passive else "subject"
        if missing not in slots and self.parse.heads[verb] != verb:
            found = understood_subject(self, verb, passive=passive)
            if found:
                slots[missing] = list(found)

    def _shared_object(self, verb: int, slots: Slots) -> None:
        """'bombed and shelled Raqqa': one object for coordinated verbs."""
        parse, head = self.parse, self.parse.heads[verb]
        if parse.roles[verb] == "conjunct" and self.is_verbal(head):
            later = [t for t in self._own_object(head) if t > verb]
        else:
            later = []
            for other in parse.having(verb, "conjunct"):
                if self.is_verbal(other) and not self._has_complement(verb, before=other):
                    theirs = self._own_object(other)
                    alone = parse.child(other, "subject", "passive subject") is None
                    if alone or (theirs and "," in self._before(theirs[0])):
                        later = theirs  # "Chad condemned, and Mali left, the pact"
                    break
        if later:
            slots["object"] = later

    def _shared_circumstance(self, verb: int, slots: Slots) -> None:
        """'Five are killed and nine are hurt in a raid': in what both happen stands last."""
        parse = self.parse
        if any(parse.roles[c] in ("oblique", "agent") for c in parse.children[verb]):
            return
        for other in parse.having(verb, "conjunct"):
            if not self.is_passive(other):
                return
            for child in parse.having(other, "oblique"):
                if parse.markers[child] and child > other:
                    passive = parse.markers[child] == "by"
                    slots.setdefault("subject" if passive else parse.markers[child], []).append(
                        child
                    )
            for child in parse.having(other, "agent"):
                slots.setdefault("subject", []).append(child)

    def _before(self, token: int) -> list[str]:
        """The words between which a phrase begins; parsers hang a comma on either side."""
        first, _ = self.parse.subtree(token)
        return self.parse.words[max(0, first - 1) : first + 1]

    def _own_object(self, verb: int) -> list[int]:
        return self.parse.having(verb, "object")

    def _has_complement(self, verb: int, *, before: int) -> bool:
        return any(
            verb < child < before
            and self.parse.roles[child]
            in ("oblique", "clause", "open clause", "adverb", "punctuation")
            for child in self.parse.children[verb]
        )

    # ------------------------------------------------------------------ nouns

    def _whose(self, pronoun: int) -> int:
        """'Iraq, whose army invaded Kuwait': the antecedent; the pronoun itself if it has none."""
        parse, token = self.parse, pronoun
        while parse.roles[token] != "relative clause":
            above = parse.above(token)
            if above is None:
                return pronoun
            token = above
        return parse.heads[token]

    def _stands_alone(self, noun: int) -> bool:
        """Whether a noun has its own article or owner: 'the US strikes', 'Druze militias'."""
        parse, near = self.parse, (noun, *self.parse.having(noun, "compound"))
        if any(parse.child(t, "determiner") is not None for t in near):
            return True
        adjectives = parse.having(noun, "adjective")  # "Iranian-led militias"
        own = (parse.words[parse.subtree(t)[0]][:1].isupper() for t in adjectives)
        return parse.words[noun].islower() and any(own)

    def _noun(self, noun: int) -> Slots:
        parse = self.parse
        slots: Slots = {}
        for child in parse.children[noun]:
            role = parse.roles[child]
            slot = _NOUN_SLOTS.get(role)
            if role in ("modifier", "oblique") and parse.markers[child]:
                slot = parse.markers[child]
            elif role == "apposition" or (
                role == "subject" and parse.child(noun, "copula") is not None
            ):
                slot = "self"
            if slot:
                named = self._whose(child) if parse.words[child].lower() == "whose" else child
                slots.setdefault(slot, []).append(named)
            if slot == "modifier":  # "the Lebanon–Syria border"
                slots[slot] += [
                    part
                    for part in parse.having(child, "name part")
                    if parse.words[part - 1] in _DASHES
                ]
        head, role = parse.heads[noun], parse.roles[noun]
        if head == noun:
            return slots
        if role in ("apposition", "title"):
            slots.setdefault("self", []).append(head)
        elif role == "open clause" and self.is_verbal(head):
            slots.setdefault("self", []).extend(controller(self, noun, head))
        elif role == "modifier" and parse.markers[noun] == "of" and parse.lemmas[head] == "one":
            # "is one of its members", "met one of its members, Turkey"
            slots.setdefault("self", []).extend(self.slots(head).get("self", []))
        elif role == "oblique" and parse.markers[noun] == "as" and self.is_verbal(head):
            # "described Russia as an ally", "was elected as leader"
            upper = self.slots(head)
            slots.setdefault("self", []).extend(upper.get("object") or upper.get("subject", []))
        calling = parse.lemmas[head] in words("control")["calling"]
        called_for = role == "oblique" and parse.markers[noun] == "for" and calling
        if called_for and self.is_verbal(head):
            # "appealed to France for help": who is asked would do it
            upper = self.slots(head)
            asked = upper.get("to") or upper.get("on") or upper.get("object")
            slots.setdefault("asked", []).extend(asked or [])
            slots.setdefault("caller", []).extend(upper.get("subject", []))
        elif role in ("object", "passive subject") and self.is_verbal(head):
            for slot, tokens in self.slots(head).items():
                if slot == "subject":
                    slots.setdefault("doer", []).extend(tokens)
                elif slot not in ("object", "indirect"):
                    slots.setdefault(f"verb {slot}", []).extend(tokens)
        elif role == "conjunct" and parse.pos[head] in _NOMINAL and not self._stands_alone(noun):
            upper = self.slots(head)
            for slot in ("possessor", "modifier", "doer", "by", "self"):
                if slot in upper and (slot not in slots or slot == "modifier"):
                    # "a Russian missile and drone strike": what stands in front holds for both
                    slots[slot] = [*upper[slot], *slots.get(slot, ())]
        for clause in parse.having(noun, "noun clause"):
            if parse.lemmas[clause] in _NAMING:  # "a chef named Ali Reza"
                slots.setdefault("self", []).extend(parse.having(clause, "open clause", "object"))
        for clause in parse.having(noun, "relative clause", "noun clause"):
            # "the attack that Israel launched", "launched by Israel"; not "talks hosted by Oman"
            if not self.is_verbal(clause) or parse.lemmas[clause] in words("control")["hosting"]:
                continue
            if parse.roles[clause] == "noun clause" and not self.is_passive(clause):
                continue
            if noun in self.slots(clause).get("object", ()):
                slots.setdefault("doer", []).extend(self.slots(clause).get("subject", []))
        return slots


_VERB_SLOTS = {
    "subject": "subject",
    "object": "object",
    "agent": "subject",
    "indirect object": "indirect",
}
_NOUN_SLOTS = {
    "possessor": "possessor",
    "adjective": "modifier",
    "compound": "modifier",
    "title": "modifier",
    "agent": "by",
}
