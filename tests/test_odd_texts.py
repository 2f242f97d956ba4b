"""Names that no newspaper prints are read without a crash, and quoted as they stand."""

from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.model import Article
from kg.nlp import Extractor

NAMES = [
    *("Владимир Владимирович Путин", "Εὐσέβιος Σωφρόνιος Ἱερώνυμος", "习近平", "محمد بن سلمان"),
    *("😀😀", "Ö", "O'", "-", "—", "’s", "Mr.", "Sir", "Al-", "U.S.", "1", "№ 5", "X Y Z", "a.b.c"),
    *("N/A", "“", "(", "president", "The", "De la", "\u200b", "\ufeff", "Ⅳ Ⅴ", "Chad"),
]
FRAMES = [
    "{a} met {b} in Moscow on Monday.",
    "President {a} of {b} said that {a} attacked {b}.",
    "{a}, the foreign minister of {b}, accused {a}-backed rebels.",
    '"We support {b}," {a} said. He met {b}, and both sides signed an agreement.',
    "{a}'s army bombed {b}'s capital; they signed an agreement.",
    "The {a} Security Council condemned {b} and the two countries agreed.",
    "{a}: {b}\n\n{b}\n{a} killed {b}",
]
sentences = st.builds(
    lambda frame, a, b: frame.format(a=a, b=b),
    *map(st.sampled_from, (FRAMES, NAMES, NAMES)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(sentences, min_size=1, max_size=3).map(" ".join))
@example("Εὐσέβιος Σωφρόνιος Ἱερώνυμος criticized Russia.")
def test_odd_names_are_read_and_quoted_as_they_stand(rules: Extractor, text: str) -> None:
    article = Article("odd", text, published=date(2020, 1, 1))
    [(_, statements)] = rules.extract([article])
    for statement in statements:
        evidence = statement.evidence
        assert text[evidence.start : evidence.end] == evidence.text
