"""Whatever a parser makes of a sentence: mending leaves a tree, and every phrase has a head."""

from hypothesis import given
from hypothesis import strategies as st

from kg.nlp.clauses import Clauses
from kg.nlp.mending import mend
from kg.nlp.parse import ROLES, Parse, rehang

# Words that some mend looks at, with their lemmas.
WORDS = {
    "as": "as", "so": "so", "did": "do", "has": "have", "was": "be", "together": "together",
    "with": "with", "for": "for", "to": "to", "General": "general", "president": "president",
    "Chad": "chad", "Mali": "mali", "said": "say", "accused": "accuse", "arming": "arm", "of": "of",
    ",": ",", "and": "and", "not": "not", "except": "except", "rather": "rather", "claim": "claim",
}  # fmt: skip
POS = ("VERB", "AUX", "NOUN", "PROPN", "ADP", "ADV", "SCONJ", "CCONJ", "PUNCT", "PRON")
TAGS = ("VBD", "VBZ", "VB", "VBG", "VBN", "NN", "NNS", "NNP", "IN", "RB", ",")


@st.composite
def parses(draw: st.DrawFn) -> Parse:
    """A sentence of such words with any tags, roles and tree."""
    count = draw(st.integers(2, 9))
    draw_list = lambda choices: [draw(st.sampled_from(choices)) for _ in range(count)]  # noqa: E731
    words = draw_list(tuple(WORDS))
    order = draw(st.permutations(range(count)))
    heads = list(range(count))
    for place, token in enumerate(order[1:], 1):
        heads[token] = order[draw(st.integers(0, place - 1))]
    starts = [sum(len(w) + 1 for w in words[:i]) for i in range(count)]
    parse = Parse(
        words=words,
        lemmas=[WORDS[w] for w in words],
        pos=draw_list(POS),
        tags=draw_list(TAGS),
        starts=starts,
        ends=[start + len(w) for start, w in zip(starts, words, strict=True)],
        heads=heads,
        roles=draw_list(ROLES),
        markers=[""] * count,
        sentence=[0] * count,
        bounds=[(0, count)],
    )
    rehang(parse)
    return parse


@given(parses())
def test_mending_leaves_a_tree(parse: Parse) -> None:
    mend(parse)
    for token in range(len(parse.words)):
        seen = {token}
        while (above := parse.above(token)) is not None:
            assert above not in seen
            seen.add(above)
            token = above


@given(parses())
def test_every_phrase_has_a_head(parse: Parse) -> None:
    mend(parse)
    clauses = Clauses(parse)
    for token in range(len(parse.words)):
        assert clauses.conjuncts(token)
        clauses.slots(token)
