"""The types that flow, and their JSON form."""

import json

import pytest
from hypothesis import given

from kg.errors import BadStatement, WrongEnd
from kg.model import Actor, Article, Evidence, Statement, Status, article_id, text_digest
from kg.ontology import ontology

from .strategies import statements

NORWAY = Actor("actor:NOR", "Norway", "State")
BELARUS = Actor("actor:BLR", "Belarus", "State")
OSLO = Actor("actor:oslo", "Oslo", "City")
WORDS = Evidence(0, 25, "Norway sanctioned Belarus.", (0, 6), (7, 17), (18, 25))


def relation(name: str):
    return ontology().relation(name)


@given(statements())
def test_json_and_back_is_the_same_statement(statement: Statement) -> None:
    record = json.loads(json.dumps(statement.to_json()))
    again = Statement.from_json(record, dict(ontology().relations))
    assert again == statement
    assert again.to_json() == statement.to_json()
    assert again.id == statement.id


def test_the_record_has_the_published_keys() -> None:
    record = Statement("a", NORWAY, relation("sanctioned"), BELARUS, WORDS).to_json()
    assert list(record) == [
        "id", "article", "subject", "relation", "object", "status", "speaker", "time", "place",
        "weight", "confidence", "evidence", "rule",
    ]  # fmt: skip
    assert list(record["subject"]) == ["id", "label", "type", "qid", "of", "names"]
    assert list(record["evidence"]) == ["start", "end", "text", "subject", "trigger", "object"]
    assert record["weight"] == relation("sanctioned").weight


def test_a_wrong_end_cannot_become_a_statement() -> None:
    with pytest.raises(WrongEnd, match="'sanctioned' does not admit 'Oslo' of type 'City'"):
        Statement("a", NORWAY, relation("sanctioned"), OSLO, WORDS)


def test_nothing_is_related_to_itself() -> None:
    with pytest.raises(WrongEnd, match="to itself"):
        Statement("a", NORWAY, relation("sanctioned"), NORWAY, WORDS)


def test_an_unknown_relation_names_the_nearest() -> None:
    record = Statement("a", NORWAY, relation("sanctioned"), BELARUS, WORDS).to_json()
    record["relation"] = "sanctiond"
    with pytest.raises(BadStatement, match="Nearest: 'sanctioned'"):
        Statement.from_json(record, dict(ontology().relations))


@pytest.mark.parametrize("missing", ["subject", "object", "evidence", "article"])
def test_a_record_that_lacks_a_key_is_refused(missing: str) -> None:
    record = Statement("a", NORWAY, relation("sanctioned"), BELARUS, WORDS).to_json()
    del record[missing]
    with pytest.raises(BadStatement, match=missing):
        Statement.from_json(record, dict(ontology().relations))


def test_a_symmetric_statement_has_one_id_both_ways_round() -> None:
    met = relation("met")
    one = Statement("a", NORWAY, met, BELARUS, WORDS)
    other = Statement("a", BELARUS, met, NORWAY, WORDS)
    assert one.id == other.id
    assert Statement("a", NORWAY, relation("sanctioned"), BELARUS, WORDS).id != one.id


def test_status_and_speaker_are_part_of_the_identity() -> None:
    asserted = Statement("a", NORWAY, relation("sanctioned"), BELARUS, WORDS)
    denied = Statement("a", NORWAY, relation("sanctioned"), BELARUS, WORDS, Status.negated)
    said = Statement("a", NORWAY, relation("sanctioned"), BELARUS, WORDS, speaker=BELARUS)
    assert len({asserted.id, denied.id, said.id}) == 3


def test_confidence_and_rule_are_not() -> None:
    one = Statement("a", NORWAY, relation("sanctioned"), BELARUS, WORDS, confidence=0.5, rule="x")
    other = Statement("a", NORWAY, relation("sanctioned"), BELARUS, WORDS, confidence=0.9)
    assert one == other
    assert one.id == other.id


def test_copies_of_a_text_share_their_digest() -> None:
    assert text_digest("Oslo  said\nso. ") == text_digest("Oslo said so.")
    assert article_id("caf\u00e9") == article_id("cafe\u0301")
    assert Article("a", "Oslo said so.").digest == text_digest("Oslo said so.")
