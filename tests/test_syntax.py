"""The syntax component: sound annotation of any text, the same whatever stands beside it."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg.nlp import lemmas
from kg.nlp.inflections import Inflections
from kg.nlp.network import SHIPPED
from kg.nlp.syntax import load_syntax

ARTICLE = """Oslo Sanctions Riga Over Herring Quotas

OSLO (KG) — The Norwegian government imposed sanctions on Latvia on Tuesday, Prime Minister Kari
Nordmann said. "We can't wait any longer," she told reporters in the capital.

The U.S.-backed talks had been held in Geneva since 12 March. Latvia's foreign minister, Janis
al-Berzins, rejected the claims; his country was supported by pro-Russian groups.
- first point
- second point
"""

STRANGE = [
    "",
    " ",
    "\n\n\n",
    "\t \n a",
    "a",
    "🙂🙂 🇳🇴 👩‍👩‍👧",
    "\x00\x01\x7f\u200b\ufeff\u202e",
    "e\u0301" * 300,
    "x" * 100_000,
    ")(" * 50_000,
    "مرحبا 你好 привет ᚠᛇᚻ",
    "word " * 1500,
    "( ) [ ] { } < > « » … — ‑ ' \" ` ´",
    "http://example.org/a?b=c&d=e#f user@example.org #tag @name 1,234.56 €3bn 5pm U.S.-led",
    "&amp;nbsp;<br/><p>Oslo</p>",
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_syntax()


def check(doc: Doc) -> None:
    """Every sentence is one tree, every token is annotated, names stay within sentences."""
    assert "".join(token.text_with_ws for token in doc) == doc.text
    for sentence in doc.sents:
        roots = [token for token in sentence if token.head == token]
        assert len(roots) == 1 == sum(token.dep_ == "ROOT" for token in sentence)
        for token in sentence:
            assert sentence.start <= token.head.i < sentence.end
            # spaCy's ancestors end at the root unless there is a cycle.
            assert token == roots[0] or roots[0] in token.ancestors
            assert token.pos_ and token.tag_ and token.dep_ and token.lemma_
    assert sum(len(sentence) for sentence in doc.sents) == len(doc)
    for name in doc.ents:
        assert name.sent.start <= name.start < name.end <= name.sent.end


def facts(doc: Doc) -> list[tuple[object, ...]]:
    return [
        (
            t.text,
            t.tag_,
            t.pos_,
            str(t.morph),
            t.lemma_,
            t.dep_,
            t.head.i,
            t.is_sent_start,
            t.ent_type_,
        )
        for t in doc
    ]


@pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
def test_any_text_is_annotated_soundly(nlp: Language, text: str) -> None:
    check(nlp(text))


@settings(deadline=None, max_examples=40)
@given(text=st.text(max_size=80))
def test_no_text_breaks_it(nlp: Language, text: str) -> None:
    check(nlp(text))


def test_an_article_is_read_as_expected(nlp: Language) -> None:
    doc = nlp(ARTICLE)
    check(doc)
    words = {token.text: token for token in doc}
    assert words["imposed"].head.text == "said"
    assert words["imposed"].lemma_ == "impose"
    assert words["government"].dep_ == "nsubj"
    assert words["sanctions"].dep_ == "obj"
    assert words["supported"].morph.get("Voice") == ["Pass"]
    assert next(doc.sents).text.strip() == "Oslo Sanctions Riga Over Herring Quotas"
    names = {(name.text, name.label_) for name in doc.ents}
    assert ("12 March", "DATE") in names
    assert {("Latvia", "GPE"), ("Kari\nNordmann", "PERSON"), ("Norwegian", "NORP")} <= names


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("went", "go"),
        ("met", "meet"),
        ("fought", "fight"),
        ("struck", "strike"),
        ("withdrew", "withdraw"),
        ("shot", "shoot"),
        ("held", "hold"),
        ("broke", "break"),
        ("sought", "seek"),
        ("led", "lead"),
    ],
)
def test_irregular_verbs_have_their_lemma(nlp: Language, word: str, lemma: str) -> None:
    assert nlp(f"The army {word} in the north on Monday.")[2].lemma_ == lemma


@pytest.mark.parametrize(
    ("form", "proposed", "tag", "lemma"),
    [
        ("sought", "soug", "VBD", "seek"),
        ("Parties", "Partie", "NNS", "Party"),
        ("hoping", "hop", "VBG", "hope"),
        ("stopped", "stopp", "VBN", "stop"),
        ("dying", "dy", "VBG", "die"),
        ("gunmen", "gunme", "NNS", "gunman"),
        ("larger", "larg", "JJR", "large"),
        # A past form is none of the present, whatever the tagger took it for.
        ("overran", "overran", "VBP", "overrun"),
        ("run", "run", "VBP", "run"),
        # Sound lemmas stay, and so do words that are not in the list.
        ("people", "person", "NNS", "person"),
        ("troops", "troops", "NNS", "troops"),
        ("better", "well", "JJR", "well"),
        ("Houthis", "Houthi", "NNPS", "Houthi"),
        ("Trumps", "Trump", "NNP", "Trump"),
    ],
)
def test_lemmas_are_checked_against_the_word_list(
    form: str, proposed: str, tag: str, lemma: str
) -> None:
    inflections = Inflections(SHIPPED / "words.txt.gz")
    assert inflections.checked(form, proposed, tag) == lemma


@pytest.mark.parametrize("lemma", ["impose", "Iran", "be", "1200", "NATO", "good"])
@pytest.mark.parametrize("form", ["imposed", "IRAN", "were", "1,200", "nato", "better"])
def test_an_edit_script_gives_the_lemma_it_was_made_from(form: str, lemma: str) -> None:
    script = lemmas.script(form, lemma)
    assert script is None or lemmas.apply(script, form) == lemma


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("U.S.-backed", "U.S. - backed"),
        ("al-Assad", "al - Assad"),
        ("anti-Assad", "anti - Assad"),
        ("re-elected", "re-elected"),
        ("F-16", "F-16"),
        ("Stop!!!", "Stop !!!"),
        ("DON'T", "DO N'T"),
        ("2014–2016", "2014 – 2016"),
        ("Gen. Haftar", "Gen. Haftar"),
        ("talks.The", "talks . The"),
        ("said.“They", "said . “ They"),
        ("1998.&nbsp;Ethiopia", "1998 . &nbsp; Ethiopia"),
    ],
)
def test_words_are_cut_as_in_the_treebanks(nlp: Language, text: str, words: str) -> None:
    assert " ".join(token.text for token in nlp.make_doc(text)) == words


def test_a_blank_line_ends_a_sentence(nlp: Language) -> None:
    doc = nlp("The talks between the two\n\ncountries have failed")
    assert [sentence.text for sentence in doc.sents][1] == "countries have failed"


def test_given_sentence_starts_are_kept(nlp: Language) -> None:
    words = ["Oslo", "won", ".", "Riga", "lost", "and", "left", "."]
    starts = [True, False, False, True, False, True, False, False]
    doc = nlp.get_pipe("kg_syntax")(Doc(nlp.vocab, words=words, sent_starts=starts))
    assert [bool(token.is_sent_start) for token in doc] == starts
    check(doc)


def test_pipe_gives_the_same_as_one_by_one(nlp: Language) -> None:
    texts = [ARTICLE, "Riga.", *STRANGE[:7], ARTICLE.upper(), ARTICLE.lower(), ARTICLE]
    alone = [facts(nlp(text)) for text in texts]
    assert [facts(doc) for doc in nlp.pipe(texts)] == alone
    assert [facts(doc) for doc in load_syntax(threads=3).pipe(texts)] == alone


def test_a_paragraph_does_not_depend_on_the_others(nlp: Language) -> None:
    _, rest = ARTICLE.split("\n\n", 1)
    alone, together = nlp(rest), nlp(ARTICLE)
    tail = facts(together)[-len(alone) :]
    shift = len(together) - len(alone)
    assert [(*f[:6], f[6] - shift, *f[7:]) for f in tail] == facts(alone)


def test_long_paragraphs_are_read_to_their_end(nlp: Language) -> None:
    text = " ".join(f"Envoy number {i} met the minister in Oslo." for i in range(120))
    doc = nlp(text)
    check(doc)
    assert len(list(doc.sents)) == 120


def test_the_component_can_be_sent_to_another_process(nlp: Language) -> None:
    component = nlp.get_pipe("kg_syntax")
    copy = pickle.loads(pickle.dumps(component.network))
    words, gaps = ["Oslo", "won", "."], [3, 1, 0]
    assert [s.lemmas for s in copy.read(words, gaps)] == [
        s.lemmas for s in component.network.read(words, gaps)
    ]


def test_threads_must_be_positive() -> None:
    with pytest.raises(ValueError, match="one thread"):
        load_syntax(threads=0)
