"""The example articles, their golden statements and the development set say what they promise."""

import json
import re
from pathlib import Path

import pytest

from kg.evaluate.matching import layer
from kg.ingest import read
from kg.model import Status
from kg.ontology import ontology

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "benchmarks" / "gold"
SETS = {
    "examples": (ROOT / "examples" / "articles", ROOT / "examples" / "gold.jsonl"),
    "articles": (GOLD / "articles.jsonl", GOLD / "articles.gold.jsonl"),
    "sentences": (GOLD / "sentences.jsonl", GOLD / "sentences.gold.jsonl"),
}
HOW = {"explicit", "coref", "modifier", "nominal", "coordination", "inferred"}
KEYS = {"s", "r", "o", "status", "speaker", "time", "quote", "layer", "how"}


def golden(path: Path) -> dict[str, list[dict]]:
    lines = path.read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert all(set(row) == {"id", "statements"} for row in rows)
    found = {row["id"]: row["statements"] for row in rows}
    assert len(found) == len(rows)
    return found


@pytest.fixture(params=SETS, scope="module")
def annotated(request):
    texts, gold = SETS[request.param]
    return {article.id: article for article in read(texts)}, golden(gold)


def test_every_article_is_annotated(annotated):
    articles, gold = annotated
    assert list(articles) == list(gold)


def test_statements_are_well_formed(annotated):
    articles, gold = annotated
    for id, statements in gold.items():
        for s in statements:
            assert set(s) - {"disputed"} == KEYS
            assert s["quote"] and s["quote"] in articles[id].text, (id, s["quote"])
            assert s["status"] in list(Status) and s["how"] in HOW
            assert s["s"] and s["o"] and s["r"] and not set(s["s"]) & set(s["o"])
            political = {ontology().relation(name).political for name in s["r"]}
            assert political == {s["layer"] == "political"}, (id, s["r"])
            assert s["time"] is None or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", s["time"])
            assert s["speaker"] is None or s["speaker"].strip() == s["speaker"] != ""


def test_no_statement_rests_on_furniture(annotated):
    articles, gold = annotated
    for id, statements in gold.items():
        text = articles[id].text
        for start, end in articles[id].furniture:
            assert not [s["quote"] for s in statements if s["quote"] in text[start:end]]


def test_no_statement_is_there_twice(annotated):
    _, gold = annotated
    for id, statements in gold.items():
        keys = [(s["s"][0], s["r"][0], s["o"][0], s["status"], s["time"]) for s in statements]
        assert len(keys) == len(set(keys)), id


def test_examples_are_short_dated_and_have_titles():
    articles = list(read(SETS["examples"][0]))
    assert len(articles) == 8
    for article in articles:
        assert 120 <= len(article.text.split()) <= 350, article.title
        assert article.title and article.published
    assert len({article.published.year for article in articles}) == 7
    assert any(article.furniture for article in articles)


def test_examples_show_every_status_and_many_relations():
    statements = [s for found in golden(SETS["examples"][1]).values() for s in found]
    assert {s["status"] for s in statements} == set(Status)
    assert {s["how"] for s in statements} == HOW
    assert len({s["r"][0] for s in statements}) >= 50


def test_reading_a_folder_leaves_the_golden_statements_aside():
    assert len(list(read(ROOT / "examples"))) == 8


def test_development_set_covers_every_relation_and_has_articles_that_yield_nothing():
    articles, sentences = (golden(SETS[name][1]) for name in ("articles", "sentences"))
    assert len(articles) >= 30 and len(sentences) >= 200
    best = {s["r"][0] for found in sentences.values() for s in found}
    assert best == {name for name, r in ontology().relations.items() if layer(r)}
    assert sum(not found for found in sentences.values()) >= 20
    for article in read(SETS["articles"][0]):
        assert 80 <= len(article.text.split()) <= 200 and article.published, article.id
