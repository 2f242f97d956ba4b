"""When an event was: what its words say, else what the tense of the report says.

The time expression that hangs most directly on the trigger counts, else that of the clause around
it; what is told as another event ("a week after Chad left") does not share it. Where the sentence
names none, dated news still says something: the plain present tells of the day of publication
("Kenya sanctions Uganda"), and the past of a main clause goes on with the day of which the report
told last ("On Monday he met Merkel. The two signed a treaty."), or tells of the day of publication
too (:mod:`kg.nlp.narrative` has the counts). Of what the perfect tells ("has met") in ``data/gold``
the annotators left 27 of 38 without a time: it is news in the lead alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import takewhile

from ..model import Article, Span, TimeSpan
from .lexicon import words
from .narrative import Narrative
from .parse import LEVELS, Parse
from .scope import is_ended, is_undone, start_of
from .times import find_times, from_to

# What an event is measured against is not when it happened: "the first visit since 1979".
_BORDER = re.compile(r"\b(since|until|till|through|before|up to)\s", re.I)
# So is a time that dates another event: "the first visit since the revolution in 1979".
_BY_EVENT = re.compile(r"\b(since|until|before|ahead of) the (\w+ ){1,3}(in|of|on)\b", re.I)
# A deadline is when something is to be done at the latest.
_DEADLINE = re.compile(r"\bby (the )?((end|start|middle|beginning|summer|close) of )?$", re.I)
_FIRST = re.compile(r"\b(first|largest|biggest|worst|not|never|no)\b", re.I)
_YEAR = len("2024")
# Sentences in which the perfect tells the news; further on it tells what was before.
_LEAD = 2

# Clauses, and words before a noun, whose time is their own.
_ASIDE = frozenset({"relative clause", "noun clause"})
_NAMING = frozenset({"compound", "bare modifier", "possessor", "adjective"})
# Clauses with a time of their own, and what stands before and after them.
_OTHER_TIMES = frozenset({"after", "before", "since", "until", "once"})
_MEANWHILE = frozenset({"while", "as"})
_CLAUSES = frozenset(
    {"clause", "open clause", "adverbial clause", "conjunct", "parataxis", "clausal subject"}
)

_SUBJECTS = ("subject", "passive subject")
_NOUNS = frozenset({"NOUN", "PROPN"})
# Before a gerund that tells an earlier deed.
_BLAMING = frozenset({"of", "for", "from", "against"})
_BEFORE = frozenset({"earlier", "previously", "formerly", "before", "originally"})
_SOON = frozenset({"minute", "hour", "shortly", "moment"})
_LENGTHS = frozenset({"day", "week", "month", "year", "decade", "century"})
# Before a phrase that sets the scene.
_SETTING = frozenset({"in", "at", "during"})
# Before a phrase for another event.
_OF_ANOTHER = frozenset({"for", "after", "following", "despite", "over", "amid", "since", "until"})
# What is told with a verb: "votes to bar the ship, defying Tunisia", "vote to arm and train them".
_WITH_IT = frozenset({"adverbial clause", "conjunct"})
_GOING_ON = frozenset({"root", "parataxis", "relative clause"})
_PRESENT, _PAST = frozenset({"VBZ", "VBP"}), frozenset({"VBD"})


@dataclass(frozen=True, slots=True)
class _Named:
    """A time that a sentence names, the token that it hangs by, and whether something is only
    measured against it ("until May").
    """

    time: TimeSpan
    token: int
    border: bool


class Dating:
    """Dates the events and states of one article."""

    def __init__(self, article: Article, parse: Parse) -> None:
        self.article, self.parse = article, parse
        self._known: dict[bool | None, list[tuple[Span, TimeSpan]]] = {}

    def time(
        self, trigger: int, *, event: bool, ahead: bool | None, hostile: bool = False
    ) -> TimeSpan | None:
        """The time of what a token expresses, None where nothing tells.

        What is still ``ahead`` lies after the article, what is not before it; None: who knows. A
        ``hostile`` measure was there before the day on which it is lifted.
        """
        happened = event and ahead is False
        if ahead is False and self._is_present(trigger):
            ahead = None  # "the summit in April ends a quarrel"
        below, path = trigger, self.parse.path(trigger)
        if undone := hostile and is_undone(trigger, self.parse):
            path = path[:1]
        named = self._times(trigger, ahead=ahead)
        if happened:  # "told him of the summit on June 13"
            named = [one for one in named if not self._is_to_come(one.time)]
        for place, level in enumerate(path):
            if level != trigger and self._is_cut_off(below, level, ahead=ahead is True):
                above = (self._rank(one, t, trigger) for one in named for t in path[place:])
                if ahead or any(rank is not None for rank in above):
                    return None
                break
            found = self._nearest(named, level, trigger, event=event)
            if found is not None:
                known = found.time.start or found.time.end
                return found.time if known and not self._is_of_first(below, level, found) else None
            below = level
        return self._told(trigger) if event and not (ahead or undone) else None

    def _nearest(
        self, named: Sequence[_Named], level: int, trigger: int, *, event: bool
    ) -> _Named | None:
        """The time that hangs on a token most directly; of several none that tells."""
        ranked: dict[int, list[_Named]] = {}
        for one in named:
            rank = self._rank(one, level, trigger)
            if rank is not None and not (one.border and event and not self._lasts(one, level)):
                ranked.setdefault(rank, []).append(one)
        if not ranked:
            return None
        best = ranked[min(ranked)]
        if len(best) > 1:  # "on Monday criticised the raid on Friday"
            best = [one for one in best if one.token < level] or best
        return best[0] if len(best) == 1 else _Named(TimeSpan(), level, False)

    def _rank(self, one: _Named, level: int, trigger: int) -> int | None:
        """How far a time hangs below a token: 0 on itself, 1 on a noun below it, 2 in another
        clause; None where it is none of its own.
        """
        parse, rank, token = self.parse, 0, one.token
        start = start_of(trigger, parse)
        for _ in range(LEVELS):
            if token == level:
                return rank
            above = parse.above(token)
            if above is None:
                return None
            if token == start:  # "tariffs to take effect in May"
                rank, token = 1, trigger
                continue
            role, marker = parse.roles[token], parse.markers[token]
            aside = role in _ASIDE or (role == "apposition" and token != one.token)
            if aside and not self._is_held(token, above, trigger):
                return None  # "Aliyev, the winner of the war in 2020, met"
            if parse.pos[above] in _NOUNS and above != level and role != "conjunct":
                told = above != trigger and parse.markers[above] in _OF_ANOTHER
                if told and self._is_past_time(one.time):
                    return None  # "jails him for a murder in 2024"
                setting = parse.roles[above] == "oblique" and parse.markers[above] in _SETTING
                if role in _NAMING and above != trigger and not setting:
                    return None  # "the January 19 ceasefire", unlike "in a January 19 speech"
                rank = max(rank, 1)
            if role == "adverbial clause" and marker in _BLAMING and parse.tags[token] == "VBG":
                return None  # "jailed for killing a prisoner in 2024"
            if role in _CLAUSES and parse.pos[token] in ("VERB", "AUX"):
                told = marker == "to" or (above == trigger and role in ("clause", "open clause"))
                apart = marker in _OTHER_TIMES and not self._is_beside(token, _SOON)
                to_come = role == "clause" and parse.tags[parse.tensed(token)] == "MD"
                if apart or to_come or (told and not self._is_past_time(one.time)):
                    return None  # "agreed to leave in May"
                rank = 2
            token = above
        return None

    def _is_held(self, clause: int, above: int, trigger: int) -> bool:
        """Whether a participle tells when something took place: "the raid conducted on Friday", "in
        a letter dated May 3".
        """
        parse = self.parse
        participle = parse.roles[clause] == "noun clause" and parse.tags[clause] == "VBN"
        said = parse.lemmas[above] in words("speech")["noun"] and parse.markers[above] in _SETTING
        return participle and (above == trigger or said)

    def _is_past_time(self, time: TimeSpan) -> bool:
        """Whether a time lies before the article, as precisely as it is told."""
        published = self.article.published
        if published is None or time.start is None:
            return True
        return time.start < published.isoformat()[: len(time.start)]

    def _is_to_come(self, time: TimeSpan) -> bool:
        """Whether a time lies behind the article, as precisely as it is told."""
        published = self.article.published
        if published is None or time.start is None:
            return False
        return time.start > published.isoformat()[: len(time.start)]

    def _is_cut_off(self, below: int, level: int, *, ahead: bool) -> bool:
        """Whether what is told below a token has another time than that: "who annexed it", "after
        Chad left", and what somebody said on Monday that he had done, or would do.
        """
        parse, role = self.parse, self.parse.roles[below]
        if role == "relative clause" and self._is_before(below):
            return True
        if role == "adverbial clause" and parse.markers[below] in _OTHER_TIMES:
            return self._is_beside(below, _LENGTHS)
        told = role in ("clause", "open clause", "noun clause")
        if told and self._is_pluperfect(below):
            return True
        if role == "parataxis" and parse.lemmas[below] in words("speech")["verb"]:
            return parse.child(below, "clause") is None  # "..., he told reporters"
        might = [parse.lemmas[t] for t in parse.having(level, "auxiliary")[1:]]
        done = parse.tags[parse.tensed(level)] in ("VBD", "VBN") or "have" in might
        return ahead and told and done

    def _is_of_first(self, below: int, level: int, one: _Named) -> bool:
        """Whether a time of long ago is that of the first of two clauses alone: "He was convicted
        in 2012 and Kenya killed him", unlike "In 2012 he was convicted and ...".
        """
        parse, published = self.parse, self.article.published
        if parse.roles[below] != "conjunct" or parse.child(below, *_SUBJECTS) is None:
            return False
        year = (one.time.start or "")[:_YEAR]
        past = published is None or year < published.isoformat()[:_YEAR]
        return past and level < one.token < below

    def _is_before(self, clause: int) -> bool:
        """Whether what a clause says of somebody was before: "who armed, had armed, has armed"."""
        carrier = self.parse.tensed(clause)
        perfect = carrier != clause and self.parse.lemmas[carrier] == "have"
        return self._tense(clause) in _PAST or perfect

    def _is_beside(self, clause: int, lengths: frozenset[str]) -> bool:
        """Whether one of these lengths of time says how far apart two deeds are: "two days after
        Chad left", "a decade before ...".
        """
        first, _ = self.parse.subtree(clause)
        return not lengths.isdisjoint(self.parse.lemmas[max(0, first - 2) : first + 3])

    def _lasts(self, one: _Named, level: int) -> bool:
        """'The EU has sanctioned Russia since 2014': what the perfect says goes on since then."""
        parse, start = self.parse, self.parse.starts[one.token]
        text = self.article.text[max(0, start - 40) : start].lower()
        carrier = parse.tensed(level)
        perfect = parse.lemmas[carrier] == "have" and parse.tags[carrier] in _PRESENT
        return perfect and "since" in text and not _FIRST.search(text)

    def _times(self, trigger: int, *, ahead: bool | None) -> list[_Named]:
        """The times that the sentence of a token names."""
        first, last = self._sentence(trigger)
        told = self._narrative.told((first, last)) if ahead else None
        known = self._all_named(ahead)
        if told:  # "asked him on Monday to leave by Friday"
            day = date.fromisoformat(told)
            known = find_times(self.article.text, first, last, day, ahead=True)
        return [
            _Named(
                time,
                self._holder(where),
                self._is_border(where, first)
                or self._is_thing(where)
                or (not ahead and self._is_deadline(where, time)),
            )
            for where, time in known
            if first <= where[0] and where[1] <= last
        ]

    def _all_named(self, ahead: bool | None) -> list[tuple[Span, TimeSpan]]:
        """The times that the article names, as they are meant of what lies ahead or not."""
        if ahead not in self._known:
            text = self.article.text
            found = find_times(text, 0, len(text), self.article.published, ahead=ahead)
            self._known[ahead] = [
                (where, self._narrative.placed(where, time)) for where, time in from_to(found, text)
            ]
        return self._known[ahead]

    def _holder(self, where: Span) -> int:
        """The token of a time expression by which it hangs on the rest."""
        parse = self.parse
        first = bisect_right(parse.starts, where[0]) - 1
        inside = range(first, bisect_left(parse.starts, where[1]))
        return next((t for t in inside if parse.heads[t] not in inside), first)

    def _is_border(self, where: Span, sentence: int) -> bool:
        text, start = self.article.text, max(sentence, where[0] - 14)
        if _BORDER.search(text, start, where[1]) is not None:
            return True
        return _BY_EVENT.search(text, max(sentence, where[0] - 45), where[0] + 3) is not None

    def _is_thing(self, where: Span) -> bool:
        """Whether a day is what something is done to: "declare May 3 a day of mourning"."""
        return self.parse.roles[self._holder(where)] in ("object", "passive subject")

    def _is_deadline(self, where: Span, time: TimeSpan) -> bool:
        """Whether a time is one by which something has yet to be done."""
        before = self.article.text[max(0, where[0] - 24) : where[0]]
        if _DEADLINE.search(before) is None:
            return False
        above = self.parse.above(self._holder(where))  # "must leave by Friday", "to leave by May"
        yet = above is not None and self.parse.tags[above] == "VB"
        return yet or not self._is_past_time(time)

    def _sentence(self, token: int) -> Span:
        first, last = self.parse.bounds[self.parse.sentence[token]]
        return self.parse.starts[first], self.parse.ends[last - 1]

    def _told(self, trigger: int) -> TimeSpan | None:
        """When something without a time happened, by the tense in which dated news tells of it."""
        published, parse = self.article.published, self.parse
        if published is None or self._is_since(trigger):
            return None
        if parse.lemmas[trigger] in words("light")["lasting"]:
            return None  # "discussed their cooperation", "frees the hostages"
        if parse.roles[trigger] == "object" and is_ended(parse.heads[trigger], parse):
            return None  # "halts its arms sales": they were before
        if self._is_present(trigger):
            day = self._narrative.headlined(parse.starts[trigger])
            return TimeSpan(day or published.isoformat())
        if self._is_past(trigger) and not self._narrative.year(parse.starts[trigger]):
            return TimeSpan(
                self._narrative.day(self._sentence(trigger)[0]) or published.isoformat()
            )
        return None

    def _is_since(self, trigger: int) -> bool:
        """'Ties have grown since his visit': whenever that was."""
        pos, path = self.parse.pos, self.parse.path(trigger)
        nouns = takewhile(lambda t: pos[t] not in ("VERB", "AUX"), path)
        return any("since" in self.parse.markers[t].split() for t in nouns)

    @cached_property
    def _all_times(self) -> list[tuple[Span, TimeSpan]]:
        """The times that the article names."""
        return find_times(self.article.text, 0, len(self.article.text), self.article.published)

    @cached_property
    def _narrative(self) -> Narrative:
        return Narrative(self.article, self.parse, self._all_times, self._holder)

    def _is_present(self, trigger: int) -> bool:
        """Whether the verb that a trigger hangs on is in the plain present tense."""
        token: int | None = trigger
        while token is not None:
            tense = self._tense(token)
            if any(self.parse.words[t] in _BEFORE for t in self.parse.having(token, "adverb")):
                return False  # "retakes a town that was seized earlier"
            if tense in _PRESENT:
                return True
            if self._is_pluperfect(token):
                return False  # "announce that they had agreed to mend ties"
            # "Kenya says that it shot down a drone": news of today, whatever the tense inside
            told = self.parse.roles[token] == "clause"
            # "votes to sanction the court", unlike "votes to lift the sanctions"
            own = tense == "VB" and trigger in (token, *self.parse.having(token, *_WITH_IT))
            if tense and not (told or own or self._is_meanwhile(token)):
                return False
            token = self.parse.above(token)
        # A sentence without a verb, or whose verb was taken for a noun: a headline, a caption.
        return self.parse.sentence[trigger] < _LEAD

    def _is_pluperfect(self, token: int) -> bool:
        """Whether a verb tells what was done before: "had agreed"."""
        carrier = self.parse.tensed(token)
        had = self.parse.lemmas[carrier] == "have" and self.parse.tags[carrier] in _PAST
        return had and carrier != token

    def _is_past(self, trigger: int) -> bool:
        """Whether the verb that a trigger hangs on is in the past, in a clause that goes on with
        the report: the main clause, one beside it, or one that tells more of somebody in it.
        """
        token: int | None = trigger
        while token is not None and (not self._tense(token) or self._is_meanwhile(token)):
            token = self.parse.above(token)
        if token is None or self._tense(token) not in _PAST:
            return False
        return self.parse.roles[self.parse.first_of(token)] in _GOING_ON

    def _is_meanwhile(self, token: int) -> bool:
        """Whether a clause shares the time of that above: "died when rebels shelled the town"."""
        parse = self.parse
        if parse.roles[token] != "adverbial clause":
            return False
        when = any(parse.lemmas[t] == "when" for t in parse.having(token, "adverb"))
        return when or parse.markers[token] in _MEANWHILE

    def _tense(self, token: int) -> str | None:
        """The tag of the word that carries the tense of a verb, None for what is no verb.

        "has met" and "had met" are neither present nor past: MD, the tag of what has no tense; but
        "has met" is news in the lead of an article.
        """
        carrier = self.parse.tensed(token)
        tag = self.parse.tags[carrier]
        if carrier == token:
            return tag if tag in ("VBZ", "VBP", "VBD", "VB") else None
        perfect = self.parse.lemmas[carrier] == "have"
        if perfect and tag == "VB":
            return None  # "claims to have killed"
        lead = tag in _PRESENT and self.parse.sentence[token] < _LEAD
        return "MD" if perfect and not lead else tag
