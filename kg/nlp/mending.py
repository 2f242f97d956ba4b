"""Mends what parsers often get wrong: who says what, "had armed", "accused X of arming and left".
What a bare auxiliary repeats ("..., and so did Chad") becomes one more subject of the verb.

In "Turkey attacked Afrin, Syrian minister Faisal Mekdad said" parsers hang the source on the verb
before it, as one more attacker or as what was attacked; so they do in "..., says the YPG". A verb
of saying that has no subject gets the phrase beside it.
"""

from __future__ import annotations

from .lexicon import words
from .parse import Parse, rehang

_QUOTES = frozenset({'"', "”", "''", "’", "“", "``"})
_STOPS = _QUOTES | {","}
_NAMING = frozenset({"NOUN", "PROPN", "PRON"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
# Roles of a verb of saying that is no part of the clause of another verb with a subject of its own.
_OUTER = frozenset({"root", "parataxis", "relative clause", "adverbial clause", "conjunct"})
_SIDE_BY_SIDE = frozenset({"subject", "conjunct"})
_SUBJECTS = ("subject", "passive subject", "clausal subject", "expletive")
# What is added to a phrase is not what the phrase is built on.
_ADDED = frozenset({"punctuation", "apposition", "relative clause", "coordinator"})


def mend(parse: Parse) -> None:
    """Change heads and roles of a parse in place."""
    saying, before = words("speech")["at_the_end"], list(parse.heads)
    officers = words("nouns")["person_word"] | words("nouns")["official"]
    for first, last in parse.bounds:
        for token in range(first, last):
            _leave_auxiliary(parse, token)
            if parse.words[token] in words("speech")["like_a_verb"]:
                _name_actor(parse, token)
            if parse.roles[token] == "outer subject":
                _take_place(parse, token)
            if parse.roles[token] in _SIDE_BY_SIDE:
                _give_title(parse, token)
            if parse.tags[token] == "NNS" and parse.lemmas[token] in officers:
                _split_list(parse, token)
            if parse.roles[token] == "clause":
                _give_back_subject(parse, token)
            if parse.roles[token] == "open clause" and parse.tags[token] in ("NN", "NNS"):
                _give_object(parse, token)
            if parse.tags[token] == "VBN" and parse.roles[token] == "noun clause":
                _hang_on_last(parse, token)
            if parse.lemmas[token] in words("references")["loyal"]:
                _give_owner(parse, token)
            if parse.words[token] == "General":
                _join_general(parse, token)
            if parse.words[token].lower() in words("light")["echo"]:
                _join_echo(parse, token, last)
            if parse.markers[token] == "for to":
                _give_doer(parse, token)
            if parse.words[token].lower() == "together":
                _join_together(parse, token)
            if parse.pos[token] in _NAMING and parse.child(token, "copula") is not None:
                _invert(parse, token)
            if parse.lemmas[token] == "have":
                _join_perfect(parse, token, last)
            elif parse.roles[token] == "adverbial clause" and parse.markers[token] == "that":
                _give_claim(parse, token)
            elif parse.roles[token] == "noun clause" and parse.tags[token] == "VBG":
                _give_charge(parse, token)
            elif parse.roles[token] == "conjunct" and parse.tags[token] in _FINITE:
                _join_finite(parse, token)
            if parse.lemmas[token] in saying:
                if _lacks_subject(parse, token):
                    _give_source(parse, token, first, last)
                _give_circumstances(parse, token, last)
    if parse.heads != before:
        rehang(parse)


def _give_title(parse: Parse, office: int) -> None:
    """'Special Envoy of the UN for Syria Staffan de Mistura met', 'talks with Ruto and President of
    the Republic of Turkey Erdogan': of two side by side the first is the office of the second.
    """
    if parse.lemmas[office] not in words("nouns")["person_word"]:
        return
    name = parse.subtree(office)[1]
    side_by_side = name < len(parse.words) and parse.roles[name] == parse.roles[office]
    if parse.roles[office] == "conjunct":
        listed = parse.child(office, "conjunct") is not None
        held = parse.lemmas[parse.heads[office]] in words("nouns")["person_word"]
        if listed or held or parse.child(office, "coordinator") is None:
            return  # one of a list, or of somebody's offices
    if side_by_side and parse.heads[name] == parse.heads[office] and parse.pos[name] == "PROPN":
        parse.heads[office], parse.roles[office] = name, "title"


def _give_object(parse: Parse, noun: int) -> None:
    """'Called off talks' calls nothing "talks"."""
    verb = parse.heads[noun]
    particle = parse.child(verb, "particle")
    if particle == noun - 1 and parse.child(verb, "object") is None:
        parse.roles[noun] = "object"


def _give_back_subject(parse: Parse, verb: int) -> None:
    """'The bishop of Aleppo, Jean Ray, said Turkey bombed Afrin': of two subjects of what is said
    the one before the verb of saying is that verb's.
    """
    saying = parse.heads[verb]
    subjects = parse.having(verb, "subject")
    if len(subjects) != 2 or parse.child(saying, *_SUBJECTS) is not None:
        return
    if subjects[0] < saying < subjects[1]:
        parse.heads[subjects[0]] = saying


def _hang_on_last(parse: Parse, participle: int) -> None:
    """'Malian troops and militias backed by Chad': without a comma it is said of the last alone."""
    listed = parse.having(parse.heads[participle], "conjunct")
    people = bool(listed) and parse.tags[listed[-1]] == "NNS"
    if people and parse.subtree(listed[-1])[1] == participle:
        parse.heads[participle] = listed[-1]


def _give_owner(parse: Parse, loyal: int) -> None:
    """'Forces loyal to Haftar' are his."""
    forces = parse.heads[loyal]
    if parse.roles[loyal] in ("adjective", "relative clause", "noun clause"):
        for leader in parse.having(loyal, "oblique"):
            if parse.markers[leader] == "to" and parse.tags[forces] == "NNS":
                parse.heads[leader], parse.roles[leader] = forces, "possessor"


def _split_list(parse: Parse, offices: int) -> None:
    """'The leaders of Chad and Mali, Deby and Goita': who they are is no part of what they lead."""
    for owner in parse.having(offices, "modifier"):
        listed, closed = parse.having(owner, "conjunct"), False
        for place, name in enumerate(listed):
            if closed and parse.words[name - 1] == "," and parse.pos[name] == "PROPN":
                parse.heads[name], parse.roles[name] = offices, "apposition"
                for other in listed[place + 1 :]:
                    parse.heads[other] = name
                break
            closed = closed or parse.child(name, "coordinator") is not None


def _join_general(parse: Parse, general: int) -> None:
    """'Arab League Secretary General Ahmed Aboul Gheit': one title."""
    before = general - 1
    titles = words("references")["general"]
    if general == 0 or parse.lemmas[before] not in titles or before in parse.children[general]:
        return
    if parse.heads[before] == parse.heads[general] and parse.roles[before] == "title":
        for child in parse.children[before]:
            parse.heads[child] = general
        parse.heads[before] = general


def _join_echo(parse: Parse, auxiliary: int, last: int) -> None:
    """'condemned the raid, as did Chad', '..., and so has Chad': one more who does it."""
    opening = parse.words[auxiliary - 1].lower() if auxiliary else ""
    if opening not in words("light")["echoing"] or auxiliary + 1 >= last:
        return
    echoes = [*parse.having(auxiliary, "subject", "object"), parse.heads[auxiliary]]
    echoes.append(parse.heads[auxiliary - 1])
    echo = next((t for t in echoes if t > auxiliary and parse.pos[t] in _NAMING), None)
    if echo is None:
        return
    verb = next((t for t in (parse.heads[auxiliary], parse.heads[echo]) if t < auxiliary), None)
    doer = parse.child(verb, "subject", "passive subject") if verb is not None else None
    if verb is None or doer is None or doer > auxiliary or _is_below(parse, doer, echo):
        return
    tensed, repeated = parse.tensed(verb), parse.lemmas[auxiliary]
    if parse.lemmas[tensed] != repeated and (repeated, tensed) != ("do", verb):
        return  # "has fought them, and was not there, nor was Chad"
    role = parse.roles[echo] if parse.heads[auxiliary] == echo else parse.roles[auxiliary]
    parse.heads[auxiliary], parse.roles[auxiliary] = verb, role
    parse.heads[auxiliary - 1] = auxiliary
    parse.heads[echo], parse.roles[echo] = doer, "conjunct"


def _give_doer(parse: Parse, infinitive: int) -> None:
    """'Calling for Chad to leave': Chad leaves, it does not call."""
    beside = {parse.words[c].lower(): c for c in parse.children[infinitive]}
    start, end = beside.get("for", infinitive), beside.get("to", infinitive)
    for token in range(start + 1, end):
        outside = not start < parse.heads[token] < end and parse.heads[token] != infinitive
        if outside and parse.pos[token] in _NAMING and not _is_below(parse, infinitive, token):
            parse.heads[token], parse.roles[token] = infinitive, "subject"


def _join_together(parse: Parse, together: int) -> None:
    """'Chad, together with Mali, left': one preposition."""
    for other in (parse.heads[together], *parse.having(together, "oblique", "modifier")):
        case = parse.child(other, "case")
        if case == together + 1 and parse.words[case] == "with":
            if parse.heads[other] == together:
                above = parse.above(together)
                if above is None:
                    return
                parse.heads[other] = above
                parse.roles[other] = "modifier" if parse.pos[above] in _NAMING else "oblique"
            parse.heads[together], parse.roles[together] = other, "case"
            parse.heads[case], parse.roles[case] = together, "fixed"


def _take_place(parse: Parse, outer: int) -> None:
    """'The aim is to leave': the subject of "is" is that of the clause, if that has none."""
    if parse.child(parse.heads[outer], *_SUBJECTS) is None:
        parse.roles[outer] = "subject"


def _invert(parse: Parse, name: int) -> None:
    """'Attending the talks were Lavrov and Shoigu': who comes last attends."""
    copula = parse.child(name, "copula")
    before = [c for c in parse.children[name] if parse.tags[c] == "VBG" and c < (copula or 0)]
    if not before or copula is None or copula > name or parse.child(name, "subject") is not None:
        return
    verb = before[0]
    parse.heads[verb] = verb if parse.heads[name] == name else parse.heads[name]
    parse.roles[verb], parse.roles[name] = parse.roles[name], "subject"
    parse.heads[name] = parse.heads[copula] = verb
    parse.roles[copula] = "auxiliary"


def _name_actor(parse: Parse, name: int) -> None:
    """'IS claimed it had', read as "is claimed": a name, and a verb in the past."""
    verb = parse.heads[name]
    if not parse.roles[name].endswith("auxiliary") or parse.child(verb, *_SUBJECTS) is not None:
        return
    if name + 1 == verb and not parse.words[verb].isupper():
        parse.roles[name], parse.pos[name], parse.tags[name] = "subject", "PROPN", "NNP"
        parse.lemmas[name], parse.tags[verb] = parse.words[name], "VBD"


def _leave_auxiliary(parse: Parse, token: int) -> None:
    """Hang on the verb what was hung on its auxiliary."""
    head = parse.heads[token]
    if parse.roles[head] in ("auxiliary", "passive auxiliary") and parse.heads[head] != token:
        parse.heads[token] = parse.heads[head]


def _join_perfect(parse: Parse, have: int, last: int) -> None:
    """'had armed Hezbollah', read as "had" with a complement: an auxiliary."""
    verb = next(
        (
            t
            for t in range(have + 1, min(have + 3, last))
            if parse.heads[t] == have
            and parse.roles[t] == "open clause"
            and parse.tags[t] in ("VBN", "VBD")
        ),
        None,
    )
    if verb is None or any(parse.roles[c] == "object" and c < verb for c in parse.children[have]):
        return
    parse.heads[verb] = verb if parse.heads[have] == have else parse.heads[have]
    parse.roles[verb] = parse.roles[have]
    parse.heads[have], parse.roles[have] = verb, "auxiliary"
    for child in parse.children[have]:
        if child != verb:
            parse.heads[child] = verb


def _give_charge(parse: Parse, gerund: int) -> None:
    """'accuses Kenya of arming': hangs on the verb, not on Kenya."""
    accused = parse.heads[gerund]
    verb = parse.heads[accused]
    charging = words("control")["charging"]
    if f"{parse.lemmas[verb]} {parse.markers[gerund]}" in charging and (
        parse.roles[accused] in ("object", "passive subject", "oblique")
    ):
        parse.heads[gerund], parse.roles[gerund] = verb, "adverbial clause"


def _join_finite(parse: Parse, verb: int) -> None:
    """'accuses Kenya of arming and imposes': goes on with the verb of its own form."""
    head = parse.heads[verb]
    if parse.pos[verb] != "VERB" or parse.tags[head] not in ("VBG", "VB", "VBN"):
        return
    if parse.child(verb, *_SUBJECTS) is not None or parse.child(
        head, "auxiliary", "passive auxiliary"
    ):
        return
    other: int | None = head
    while other is not None:
        if parse.tags[other] == parse.tags[verb] and parse.pos[other] == "VERB":
            parse.heads[verb] = other
            return
        other = parse.above(other)


def _give_claim(parse: Parse, clause: int) -> None:
    """'rejected accusations by Turkey that it bombed': the clause tells the accusation."""
    for noun in parse.having(parse.heads[clause], "object", "oblique"):
        if parse.lemmas[noun] in words("speech")["noun"] and noun < clause:
            parse.heads[clause], parse.roles[clause] = noun, "noun clause"


def _lacks_subject(parse: Parse, verb: int) -> bool:
    return (
        parse.tags[verb] in _FINITE
        and parse.roles[verb] in _OUTER
        and parse.child(verb, *_SUBJECTS) is None
        # "..., met Ruto and said": who said it stands before
        and parse.child(verb, "marker", "passive auxiliary", "auxiliary", "coordinator") is None
    )


def _give_source(parse: Parse, verb: int, first: int, last: int) -> None:
    """Give a verb of saying at the end the phrase right before or right behind it as subject."""
    if any(c > verb and parse.roles[c] in ("clause", "open clause") for c in parse.children[verb]):
        return
    start = _begin_of_source(parse, verb, first)
    phrase, tops = range(verb, verb), []
    if start is not None and start < verb:
        phrase = range(start, verb)
        tops = _tops_of_phrase(parse, phrase, verb)
    if not tops and verb > first and parse.words[verb - 1] in _STOPS:
        phrase = range(verb + 1, last)
        tops = _tops_of_phrase(parse, phrase, verb)
    if not tops:
        return
    clause = _clause_of(parse, parse.heads[tops[0]], verb)
    if clause is None or clause >= min(phrase.start, verb):
        return
    before = list(parse.heads), list(parse.roles)
    parse.heads[tops[0]], parse.roles[tops[0]] = verb, "subject"
    for other in tops[1:]:
        if other < verb and parse.pos[other] in _NAMING and not parse.markers[other]:
            parse.heads[other], parse.roles[other] = tops[0], "apposition"
    hangs = parse.heads[verb] in phrase or parse.roles[verb] in (
        "relative clause",
        "adverbial clause",
    )
    if hangs and not _is_below(parse, clause, verb):
        parse.heads[verb], parse.roles[verb] = clause, "parataxis"
    if _is_below(parse, verb, tops[0]):  # no tree any more: as it was
        parse.heads[:], parse.roles[:] = before


def _give_circumstances(parse: Parse, verb: int, last: int) -> None:
    """'..., the ministry said on Thursday': what stands behind the verb tells of the saying."""
    clauses = [c for c in parse.children[verb] if parse.roles[c] == "clause" and c < verb]
    for token in range(verb + 1, last):
        if parse.roles[token] in ("oblique", "bare oblique") and parse.heads[token] in clauses:
            parse.heads[token] = verb


def _begin_of_source(parse: Parse, verb: int, first: int) -> int | None:
    """Where the phrase before a verb begins: behind the comma or quotation mark, or, if it has an
    apposition between commas ("the envoy, Nikki Haley, told"), behind the one before that.
    """
    stops = [t for t in range(first, verb) if parse.words[t] in _STOPS]
    stops = [t for t in stops if t + 1 not in stops]  # of ',"' the last
    if not stops or stops[-1] == first:
        return None
    if stops[-1] != verb - 1:
        return stops[-1] + 1
    if parse.words[verb - 1] in _QUOTES or len(stops) < 2:
        return None
    return stops[-3 if len(stops) > 2 and stops[-3] > first else -2] + 1


def _tops_of_phrase(parse: Parse, phrase: range, verb: int) -> list[int]:
    """What a phrase is built on, the noun first; nothing unless that stands right beside the verb
    and has no verb of its own.
    """
    outside = [t for t in phrase if parse.heads[t] not in phrase and parse.heads[t] != t]
    tops = [t for t in outside if parse.roles[t] not in ("punctuation", "coordinator")]
    if not tops or parse.pos[tops[0]] not in _NAMING or parse.markers[tops[0]]:
        return []
    parts = (t for t in phrase if parse.heads[t] == tops[0] and parse.roles[t] not in _ADDED)
    beside = tops[0] < verb or min([tops[0], *parts]) == verb + 1
    return tops if beside else []


def _is_below(parse: Parse, token: int, above: int) -> bool:
    """Whether a word hangs below another, at whatever depth."""
    for _ in range(len(parse.words)):
        if parse.heads[token] == token:
            return False
        token = parse.heads[token]
        if token == above:
            return True
    return False


def _clause_of(parse: Parse, token: int, verb: int) -> int | None:
    """The verb, other than that of saying, whose clause a phrase was hung into."""
    for _ in range(len(parse.words)):
        if parse.pos[token] in ("VERB", "AUX") or parse.roles[token] in ("root", "clause"):
            break
        token = parse.heads[token]
    return token if token != verb else None
