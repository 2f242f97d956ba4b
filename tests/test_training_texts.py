"""The annotated texts that we wrote to train the reader on, and copies with other actors."""

from datetime import date

import pytest

from kg.model import Article
from kg.nlp import Extractor
from training.annotated import AnnotatedText
from training.substitution import Substitution
from training.written import parse, read_written

TEXT = """
== a-1 | 2016-08-09
Recep Tayyip Erdogan met Vladimir Putin on Tuesday. The two countries agreed to lift the sanctions
that Moscow had imposed on Ankara.
--
Recep Tayyip Erdogan | met | Vladimir Putin | | | 2016-08-09 | met
Moscow{Russia} | easedSanctionsOn, agreedWith | Ankara{Turkey} | planned | Turkey | | lift

== a-2
Nothing.
--
"""


def test_a_file_gives_texts_with_statements() -> None:
    (first, second), errors = parse(TEXT)
    assert not errors
    assert (first.id, first.published, second.published) == ("a-1", date(2016, 8, 9), None)
    assert first.text.count("\n") == 1
    met, eased = first.statements
    assert (met["status"], met["speaker"], met["time"]) == ("asserted", None, "2016-08-09")
    assert eased["subject"]["names"] == ["Russia"]
    assert eased["relation"] == ["easedSanctionsOn", "agreedWith"]
    start, end = eased["trigger"]
    assert first.text[start:end] == "lift"
    assert second.statements == []


def test_words_are_those_nearest_to_the_trigger() -> None:
    [text], errors = parse("== a\nMali met Chad. Mali left.\n--\nMali | met | Chad | | | | left\n")
    assert not errors
    assert text.statements[0]["subject"]["span"] == [15, 19]
    [text], errors = parse(
        "== a\nMali met Chad. Mali left.\n--\nMali~1 | met | Chad | | | | left\n"
    )
    assert text.statements[0]["subject"]["span"] == [0, 4]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Mali | met | Chad", "3 fields, wanted 7"),
        ("Mali | meet | Chad | | | | met", "no relation 'meet'"),
        ("Niger | met | Chad | | | | met", "does not have the words 'Niger'"),
        ("Mali~3 | met | Chad | | | | met", "occurs only 1 times"),
        ("Mali | met | Chad | maybe | | | met", "maybe"),
        ("Mali | met | Chad | | | May | met", "YYYY"),
    ],
)
def test_a_broken_line_is_named(line: str, told: str) -> None:
    _, [error] = parse(f"== a\nMali met Chad.\n--\n{line}\n")
    assert error.startswith("4: ")
    assert told in error


def test_all_written_texts_can_be_read() -> None:
    texts = read_written()
    assert len(texts) > 1_000
    assert len({text.id for text in texts}) == len(texts)


def test_a_copy_tells_the_same_of_other_actors(rules: Extractor) -> None:
    article = Article("a", "The Russian army shelled Ukraine; Kyiv accused the United States.")
    end = {"words": "", "names": ["Russia"], "span": [4, 11]}
    statement = {
        "article": "a",
        "subject": end,
        "relation": ["attacked"],
        "object": {"words": "", "names": ["Ukraine"], "span": [25, 32]},
        "trigger": [17, 24],
    }
    text = AnnotatedText(article, [statement], 0)
    [copy] = Substitution(rules, 1, ["State"]).copies([text])
    [told] = copy.statements
    written = copy.article.text
    assert written != article.text
    assert written[slice(*told["trigger"])] == "shelled"
    assert written[slice(*told["object"]["span"])] == told["object"]["names"][0]
    assert "Ukraine" not in written
    assert "Kyiv" in written
    assert copy == next(Substitution(rules, 1, ["State"]).copies([text]))
