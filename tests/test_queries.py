"""The named questions: each is asked of a small world, and each file runs as it stands."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.actors import Register, register
from kg.errors import BadInput, BadQuery, OntologyError
from kg.model import Actor, Article, Evidence, Statement, Status, TimeSpan
from kg.ontology import home, ontology
from kg.rdf import Question, Store, ask, conflicts, questions
from kg.rdf.queries import Parameter, find, read

RUSSIA = Actor("actor:RUS", "Russia", "State")
TURKEY = Actor("actor:TUR", "Turkey", "State")
SYRIA = Actor("actor:SYR", "Syria", "State")
FRANCE = Actor("actor:FRA", "France", "State")
OMAN = Actor("actor:OMN", "Oman", "State")
REBELS = Actor("actor:x-rebels", "Highland Rebels", "ArmedGroup", of="Syria", names=("rebels",))
ARMY = Actor("actor:x-army", "Lowland Army", "StateMilitary", of="Turkey")
PACT = Actor("actor:x-pact", "Grand Pact", "InternationalOrganisation")
HOLT = Actor("actor:x-holt", "Ana Holt", "Person", of="France")
CITY = Actor("actor:x-city", "Port Example", "City")

WORLD: list[tuple[str, str, Actor, str, Actor, dict[str, object]]] = [
    ("2016-01-10", "Daily", RUSSIA, "backs", SYRIA, {}),
    ("2016-02-10", "Daily", TURKEY, "backs", REBELS, {}),
    ("2016-02-11", "Wire", SYRIA, "fights", REBELS, {}),
    ("2016-03-01", "Wire", ARMY, "attacked", RUSSIA, {"time": TimeSpan("2015", None, True)}),
    ("2016-03-02", "Daily", RUSSIA, "met", TURKEY, {"place": CITY}),
    ("2016-03-03", "Wire", RUSSIA, "met", TURKEY, {"place": CITY}),
    ("2016-04-01", "Daily", TURKEY, "attacked", SYRIA, {"speaker": SYRIA}),
    ("2016-04-02", "Daily", TURKEY, "attacked", FRANCE, {"status": Status.negated}),
    ("2016-04-03", "Wire", TURKEY, "attacked", FRANCE, {}),
    ("2016-05-01", "Daily", FRANCE, "sanctioned", RUSSIA, {}),
    ("2016-05-02", "Daily", FRANCE, "sanctioned", SYRIA, {}),
    ("2016-06-01", "Daily", FRANCE, "easedSanctionsOn", SYRIA, {}),
    ("2016-06-02", "Daily", FRANCE, "attacked", SYRIA, {"status": Status.planned}),
    ("2016-06-03", "Daily", FRANCE, "alliedWith", TURKEY, {"speaker": HOLT}),
    ("2016-07-01", "Daily", OMAN, "joined", PACT, {}),
    ("2016-08-01", "Daily", HOLT, "headOfStateOf", FRANCE, {}),
    ("2016-09-01", "Daily", SYRIA, "attacked", TURKEY, {}),
]


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store.open(register=register())
    for number, (day, source, subject, relation, object, more) in enumerate(WORLD):
        words = f"{number}: {subject.label} {relation} {object.label}."
        home_ = Article(f"a{number:02}", words, None, date.fromisoformat(day), None, source)
        statement = Statement(
            home_.id,
            subject,
            ontology().relations[relation],
            object,
            Evidence(0, len(words), words),
            **more,  # type: ignore[arg-type]
        )
        store.add(home_, [statement])
    both = "Oman mediated for Syria and Turkey."
    home_ = Article("b1", both, None, date(2016, 10, 1), None, "Wire")
    mediated = ontology().relations["mediatedFor"]
    store.add(
        home_,
        [Statement("b1", OMAN, mediated, a, Evidence(0, len(both), both)) for a in (SYRIA, TURKEY)],
    )
    store.infer()
    return store


ASKED: list[tuple[str, dict[str, str], set[tuple[str, ...]]]] = [
    ("allegations", {}, {("Syria", "Turkey", "attacked", "Syria")}),
    ("allies", {"actor": "Russia"}, {("Syria",), ("Turkey",)}),
    ("allies", {"actor": "Russia", "since": "2016-02"}, {("Turkey",)}),
    ("at_odds", {}, {("France", "Turkey", "2016", "allied with", "attacked")}),
    ("attacks", {"target": "Russia"}, {("2015", "Lowland Army", "attacked", "Russia")}),
    ("attacks", {"since": "2016-05"}, {("2016-09-01", "Syria", "attacked", "Turkey")}),
    ("contradictions", {}, {("Turkey", "attacked", "France")}),
    ("contradictions", {"actor": "Syria"}, set()),
    ("denied", {"actor": "France"}, {("2016-04-02", "Turkey", "attacked", "France")}),
    ("evidence", {"first": "Turkey", "second": "Russia", "until": "2015"}, {("Lowland Army",)}),
    ("evidence", {"first": "Turkey", "second": "France"}, {("negated",), ("asserted", "Ana Holt")}),
    ("leaders", {"state": "France"}, {("Ana Holt", "head of state of", "2016-08-01")}),
    ("leaders", {"state": "France", "on": "2012"}, set()),
    ("mediators", {"first": "Syria"}, {("Oman", "Syria", "Turkey")}),
    ("mediators", {"first": "Syria", "second": "Turkey"}, {("Oman", "Syria", "Turkey")}),
    ("mediators", {"first": "France"}, set()),
    (
        "meetings",
        {"until": "2016-03-02"},
        {("2016-03-02", "Russia", "met", "Turkey", "Port Example")},
    ),
    ("members", {"organisation": "Grand Pact"}, {("Oman", "joined", "2016")}),
    ("members", {"organisation": "Grand Pact", "year": "2015"}, set()),
    ("most_corroborated", {"limit": "1"}, {("Russia", "met", "Turkey", "2", "2")}),
    ("new_facts", {"since": "2016-09"}, {("2016-09-01", "Syria", "attacked", "Turkey")}),
    ("opposite_sides", {"actor": "Russia"}, {("Russia", "Turkey", "2016", "concluded: fights")}),
    ("plans", {}, {("France", "attacked", "Syria")}),
    ("relations", {"actor": "Oman"}, {("does", "joined", "Grand Pact", "1")}),
    ("rivals", {"actor": "Turkey"}, {("France",), ("Syria",), ("Russia",)}),
    ("said_by", {"speaker": "Ana Holt"}, {("France", "allied with", "Turkey", "asserted")}),
    ("sanctions", {}, {("France", "Russia", "2016-05-01")}),
    ("sanctions", {"on": "2016-05-10", "against": "Syria"}, {("France", "Syria", "2016-05-02")}),
    ("shared_enemies", {"first": "France", "second": "Russia"}, {("Turkey", "attacked")}),
    ("single_source", {"limit": "1"}, {("-0.9",)}),
    ("sources", {}, {("Daily", "13", "13"), ("Wire",)}),
    (
        "timeline",
        {"first": "Russia", "second": "Turkey"},
        {("2015", "Lowland Army"), ("2016-03-02",)},
    ),
    ("who_backs_whom", {"place": "Syria"}, {("Russia", "Syria"), ("Turkey", "Highland Rebels")}),
    ("who_backs_whom", {"place": "Syria", "since": "2016-02"}, {("Turkey", "Highland Rebels")}),
    ("who_is", {"actor": "Ana Holt"}, {("type", "person"), ("of", "France")}),
    ("why", {"first": "Turkey", "second": "Russia"}, {("Turkey", "attacked", "Russia", "roll_up")}),
]


def _named(value: object) -> str:
    """The same name in every run: sets come in any order."""
    return str(sorted(value) if isinstance(value, set) else value)[:40]


@pytest.mark.parametrize(("name", "given", "wanted"), ASKED, ids=_named)
def test_question(
    store: Store, name: str, given: dict[str, str], wanted: set[tuple[str, ...]]
) -> None:
    """Each wanted row is there (by some of its cells); where none is wanted, none is."""
    rows = [set(map(str, row)) for row in ask(store, name, given)]
    missing = [want for want in wanted if not any(set(want) <= row for row in rows)]
    assert not missing, rows
    if not wanted:
        assert not rows
    if len(wanted) == 1 and name in ("sanctions", "members", "contradictions", "plans", "denied"):
        assert len(rows) == 1


def test_there_are_at_least_twenty_questions() -> None:
    assert len(questions()) >= 20


NARROWED: list[tuple[str, dict[str, str], str, dict[str, int]]] = [
    ("allegations", {}, "actor", {"Syria": 1, "France": 0}),
    ("allegations", {}, "since", {"2016-04-01": 1, "2016-05": 0}),
    ("allegations", {}, "until", {"2016-04": 1, "2016-03": 0}),
    ("allies", {"actor": "Russia"}, "since", {"2016": 2, "2016-02": 1, "2017": 0}),
    ("allies", {"actor": "Russia"}, "until", {"2016-01": 1, "2016-03": 2, "2015": 0}),
    ("at_odds", {}, "actor", {"France": 1, "Russia": 0}),
    ("at_odds", {}, "year", {"2016": 1, "2015": 0}),
    ("attacks", {}, "attacker", {"Turkey": 2, "Syria": 2, "Russia": 0}),
    ("attacks", {}, "target", {"Turkey": 1, "Syria": 1, "Oman": 0}),
    ("attacks", {}, "since", {"2016": 4, "2016-09": 1, "2017": 0}),
    ("attacks", {}, "until", {"2015": 1, "2016-02": 2, "2014": 0}),
    ("attacks", {}, "limit", {"1": 1, "4": 4}),
    ("contradictions", {}, "actor", {"Turkey": 1, "Syria": 0}),
    ("denied", {}, "actor", {"France": 1, "Russia": 0}),
    ("denied", {}, "since", {"2016-04-02": 1, "2016-04-03": 0}),
    ("denied", {}, "until", {"2016-04-02": 1, "2016-04-01": 0}),
    ("evidence", {"first": "Turkey", "second": "Russia"}, "since", {"2015": 3, "2016-03-03": 1}),
    ("evidence", {"first": "Turkey", "second": "Russia"}, "until", {"2015": 1, "2014": 0}),
    ("leaders", {"state": "France"}, "on", {"2016-08-01": 1, "2012": 0}),
    ("mediators", {"first": "Syria"}, "second", {"Turkey": 1, "Russia": 0}),
    ("meetings", {}, "actor", {"Russia": 2, "France": 0}),
    ("meetings", {}, "since", {"2016-03-03": 1, "2016-04": 0}),
    ("meetings", {}, "until", {"2016-03-02": 1, "2016-02": 0}),
    ("members", {"organisation": "Grand Pact"}, "year", {"2016": 1, "2015": 0}),
    ("most_corroborated", {}, "actor", {"Russia": 4, "Grand Pact": 1, "Port Example": 0}),
    ("most_corroborated", {}, "limit", {"1": 1, "3": 3}),
    ("new_facts", {"since": "2016-07"}, "until", {"2016-07": 1, "2016-08": 2}),
    ("new_facts", {"since": "2016"}, "actor", {"Oman": 3, "Port Example": 0}),
    ("new_facts", {"since": "2016"}, "limit", {"2": 2, "7": 7}),
    ("opposite_sides", {}, "actor", {"Turkey": 3, "France": 0}),
    ("opposite_sides", {}, "year", {"2016": 3, "2015": 0}),
    ("plans", {}, "actor", {"France": 1, "Syria": 0}),
    ("plans", {}, "since", {"2016-06": 1, "2016-07": 0}),
    ("plans", {}, "until", {"2016-06": 1, "2016-05": 0}),
    ("rivals", {"actor": "Turkey"}, "since", {"2016-04": 2, "2016-10": 0}),
    ("rivals", {"actor": "Turkey"}, "until", {"2016-03": 1, "2016-02": 0}),
    ("said_by", {"speaker": "Ana Holt"}, "since", {"2016-06": 1, "2016-07": 0}),
    ("said_by", {"speaker": "Ana Holt"}, "until", {"2016-06": 1, "2016-05": 0}),
    ("sanctions", {}, "by", {"France": 1, "Russia": 0}),
    ("sanctions", {}, "against", {"Russia": 1, "Syria": 0}),
    ("sanctions", {}, "on", {"2016-05-10": 2, "2016-06-10": 1, "2016-04": 0}),
    ("single_source", {}, "actor", {"Turkey": 5, "Port Example": 0}),
    ("single_source", {}, "limit", {"2": 2, "6": 6}),
    ("timeline", {"first": "Russia", "second": "Turkey"}, "since", {"2016": 2, "2017": 0}),
    ("timeline", {"first": "Russia", "second": "Turkey"}, "until", {"2015": 1, "2014": 0}),
    ("who_backs_whom", {"place": "Syria"}, "since", {"2016-02": 1, "2017": 0}),
    ("who_backs_whom", {"place": "Syria"}, "until", {"2016-01": 1, "2015": 0}),
]


@pytest.mark.parametrize(("name", "given", "parameter", "counts"), NARROWED, ids=str)
def test_a_parameter_leaves_what_it_says(
    store: Store, name: str, given: dict[str, str], parameter: str, counts: dict[str, int]
) -> None:
    whole = set(ask(store, name, given))
    for value, count in counts.items():
        rows = ask(store, name, {**given, parameter: value}).rows
        assert len(rows) == count, (value, rows)
        assert parameter == "on" or set(rows) <= whole


def test_every_parameter_is_used_here() -> None:
    needed = {(q.name, p.name) for q in questions().values() for p in q.parameters}
    used = {(name, parameter) for name, _, parameter, _ in NARROWED}
    used |= {(name, parameter) for name, given, _ in ASKED for parameter in given}
    assert used == needed
    assert {name for name, _, wanted in ASKED if wanted} == set(questions())


@pytest.mark.parametrize("question", questions().values(), ids=lambda q: q.name)
def test_every_file_runs_as_it_stands(store: Store, question: Question) -> None:
    store.query(question.text)
    assert question.title and not question.title.endswith(".")
    assert "ORDER BY" in question.text, "an answer is the same each time"


@pytest.mark.parametrize("question", questions().values(), ids=lambda q: q.name)
def test_every_answer_has_all_formats(store: Store, question: Question) -> None:
    given = {p.name: "Turkey" for p in question.parameters if p.kind == "actor"}
    given |= {p.name: "2016" for p in question.parameters if p.kind in ("date", "number")}
    answer = ask(store, question.name, given)
    assert answer.render("table").count("\n") == len(answer) + 2
    assert len(json.loads(answer.render("json"))["results"]["bindings"]) == len(answer)
    parsed = ox.parse_query_results(answer.render("json"), format=ox.QueryResultsFormat.JSON)
    assert isinstance(parsed, ox.QuerySolutions)
    assert len(list(parsed)) == len(answer)
    lines = list(csv.reader(io.StringIO(answer.render("csv"))))
    assert lines == [list(answer.variables), *[[cell or "" for cell in row] for row in answer]]
    with pytest.raises(BadInput, match="no turtle"):
        answer.render("turtle")


def test_a_construct_gives_turtle(store: Store) -> None:
    made = store.query("CONSTRUCT { ?a gp:met ?b } WHERE { GRAPH g:facts { ?a gp:met ?b } }")
    assert made.render("turtle").endswith("r:Russia gp:met r:Turkey .\n")
    assert made.render("turtle") == made.render("table")


def test_conflicts_are_denials_and_pairs_at_odds(store: Store) -> None:
    assert [row[:5] for row in conflicts(store)] == [
        ("denied", "Turkey", "attacked", "France", None),
        ("at odds", "France", "allied with", "Turkey", "attacked"),
    ]
    assert [row[5:] for row in conflicts(store)][1] == (
        "13: France alliedWith Turkey.",
        "8: Turkey attacked France.",
    )


# ---------------------------------------------------------------------------- parameters


@pytest.mark.parametrize("name", ["Turkey", "turkey", "actor:TUR", "TUR", "r:Turkey", "Türkiye"])
def test_an_actor_is_found_by_any_of_its_names(store: Store, name: str) -> None:
    assert find(store, name) == [store.names.actor("actor:TUR")]


def test_an_actor_is_found_by_what_articles_call_it(store: Store) -> None:
    assert find(store, "rebels") == [store.names.actor(REBELS.id)]


def test_an_unknown_actor_is_an_error_with_a_hint(store: Store) -> None:
    with pytest.raises(BadQuery, match=r"no actor 'Turky'\. Nearest: 'Turkey'"):
        ask(store, "allies", {"actor": "Turky"})


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("allies", {}, "needs actor: whose allies"),
        ("allies", {"actr": "x"}, "has no parameter 'actr'.*Nearest: 'actor'"),
        ("allies", {"actor": "Turkey", "since": "soon"}, "is a year, month or day"),
        ("most_corroborated", {"limit": "many"}, "is a whole number"),
        ("alies", {}, "neither a named question nor a file. Nearest: 'allies'"),
        ("SELECT * { ?s ?p ?o }", {"actor": "x"}, "Only named questions have parameters"),
    ],
)
def test_wrong_questions_are_told(
    store: Store, name: str, given: dict[str, str], message: str
) -> None:
    with pytest.raises(BadQuery, match=message):
        ask(store, name, given)


@pytest.mark.parametrize("hostile", ['" } DROP ALL #', "Turkey\n} UNION { ?x ?y ?z", "<x>", "\\"])
def test_a_value_cannot_break_out(store: Store, hostile: str) -> None:
    with pytest.raises(BadQuery, match="no actor"):
        ask(store, "allies", {"actor": hostile})


def test_a_question_may_be_a_file_of_one_s_own(store: Store, tmp_path: Path) -> None:
    mine = tmp_path / "mine.rq"
    mine.write_text("SELECT ?b { ?a gp:met ?b }", encoding="utf-8")
    assert len(ask(store, str(mine))) == 2
    mine.write_text(
        "# Who met\n# who (actor): one\nSELECT ?b {\n VALUES ?a { UNDEF } #= who\n"
        " ?a gp:met ?b }\n",
        encoding="utf-8",
    )
    assert len(ask(store, str(mine), {"who": "Russia"})) == 1
    mine.write_text("SELECT ?b {\n ?a gp:met\n", encoding="utf-8")
    with pytest.raises(BadQuery, match=r"mine.rq: .*line 3, column 1: the query ends too early"):
        ask(store, str(mine))


def test_a_question_reads_its_parameters() -> None:
    asked = questions()["who_backs_whom"]
    assert asked.title == "Who backs whom in a country or a conflict, and which sentence says so"
    place = Parameter("place", "actor", "the country or the conflict", required=True)
    assert asked.parameters[0] == place


@pytest.mark.parametrize(
    "text", ["SELECT * {}", "# T\n# a (actor): x\nSELECT * {}", "# T\n# a (thing): x\nSELECT * {}"]
)
def test_a_file_that_contradicts_its_header_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "odd.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match=r"odd\.rq"):
        read(path)


def test_the_files_lie_in_the_ontologies() -> None:
    assert (home() / "queries" / "evidence.rq").is_file()
    assert isinstance(register(), Register)
