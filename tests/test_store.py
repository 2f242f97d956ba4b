"""The laws of the store: what goes in comes out, twice is once, order does not matter."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import BadInput, BadQuery, BadStatement, StoreError, UnknownType
from kg.model import Actor, Article, Evidence, Statement, Status, TimeSpan
from kg.ontology import ontology
from kg.rdf import Policy, Run, Store
from kg.rdf.engine import Embedded, Engine

from .strategies import worlds

World = list[tuple[Article, list[Statement]]]
few = settings(
    max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)

NORLAND = Actor("actor:norland", "Norland", "State", qid="Q1")
SUDLAND = Actor("actor:sudland", "Sudland", "State")
ARMY = Actor("actor:army", "Norland Army", "StateMilitary", of="Norland", names=("the army",))
TEXT = "Norland's army attacked Sudland. Norland met Sudland. Sudland said Norland attacked it."


def article(id: str = "a1", source: str = "Daily", text: str = TEXT) -> Article:
    return Article(id, text, "A title", date(2020, 5, 17), "https://example.org/1", source)


def statement(
    subject: Actor = NORLAND,
    relation: str = "attacked",
    object: Actor = SUDLAND,
    *,
    of: Article | None = None,
    start: int = 0,
    end: int = 32,
    **fields: object,
) -> Statement:
    home = of or article()
    evidence = Evidence(start, end, home.text[start:end], (0, 7), (15, 23), (24, 31))
    known = ontology().relations[relation]
    return Statement(home.id, subject, known, object, evidence, **fields)  # type: ignore[arg-type]


def filled(world: World) -> Store:
    store = Store.open()
    for home, found in world:
        store.add(home, found)
    return store


def facts(store: Store) -> set[tuple[str | None, ...]]:
    return set(store.query("SELECT ?s ?p ?o { GRAPH g:facts { ?s ?p ?o } }"))


# ---------------------------------------------------------------------------------- laws


@given(worlds())
@few
def test_statements_that_go_in_come_out(world: World) -> None:
    assert set(filled(world).statements()) == {s for _, found in world for s in found}


@given(worlds(max_articles=2))
@few
def test_fields_outside_the_identity_come_out_too(world: World) -> None:
    given_ = {s: s for _, found in world for s in found}
    for kept in filled(world).statements():
        best = max(
            (s for _, found in world for s in found if s == kept), key=lambda s: s.confidence
        )
        assert kept.confidence == best.confidence
        assert set(kept.subject.names) >= set(given_[kept].subject.names)


@given(worlds(max_articles=2))
@few
def test_adding_twice_is_adding_once(world: World) -> None:
    store = filled(world)
    before = set(store.quads())
    assert not any(store.add(home, found) for home, found in world)
    assert set(store.quads()) == before


@given(worlds(), st.randoms(use_true_random=False))
@few
def test_order_does_not_matter(world: World, random: object) -> None:
    shuffled = [(home, sorted(found, key=lambda _: random.random())) for home, found in world]  # type: ignore[attr-defined]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert set(filled(world).quads()) == set(filled(shuffled).quads())


@given(worlds(max_articles=4), st.data())
@few
def test_retracting_leaves_what_the_other_articles_say(world: World, data: st.DataObject) -> None:
    store = filled(world)
    store.infer()
    gone = data.draw(st.sets(st.sampled_from(range(len(world))))) if world else set()
    for i in gone:
        store.retract(world[i][0].id)
    rest = [pair for i, pair in enumerate(world) if i not in gone]
    if gone:
        assert set(store.quads()) == set(filled(rest).quads())


@given(worlds(max_articles=2), worlds(max_articles=2))
@few
def test_adding_again_replaces_what_the_article_said(first: World, second: World) -> None:
    again = [(a, new[1]) for (a, _), new in zip(first, second, strict=False)]
    again = [(a, [dataclasses.replace(s, article=a.id) for s in found]) for a, found in again]
    store = filled(first)
    for home, found in again:
        store.add(home, found)
    rest = first[len(again) :]
    assert set(store.quads()) == set(filled(again + rest).quads())


@given(worlds())
@few
def test_articles_come_out_without_their_text(world: World) -> None:
    kept = {a.id: a for a in filled(world).articles()}
    assert kept == {a.id: dataclasses.replace(a, text="") for a, _ in world}


@pytest.mark.parametrize("part", ["label", "title", "rule", "id", "article"])
def test_half_a_surrogate_pair_is_refused(part: str) -> None:
    broken, home, fields = NORLAND, article(), {}
    if part in ("label", "id"):
        broken = dataclasses.replace(NORLAND, **{part: "actor:\ud800"})
    elif part == "title":
        home = dataclasses.replace(home, title="\ud800")
    elif part == "article":
        home = dataclasses.replace(home, id="\ud800")
    else:
        fields = {"rule": "\ud800"}
    store = Store.open()
    with pytest.raises(BadStatement, match="surrogate"):
        store.add(home, [statement(broken, of=home, **fields)])
    assert len(store) == 0


def test_a_megabyte_of_a_name_survives() -> None:
    long = dataclasses.replace(NORLAND, label="<script>" * 131072, id="actor:" + "é" * 100_000)
    store = Store.open()
    store.add(article(), [statement(long)])
    assert next(store.statements()).subject == long


# ----------------------------------------------------------------------------- promotion


def test_a_report_is_promoted_and_a_party_s_word_is_not() -> None:
    store = Store.open()
    store.add(article(), [statement(relation="met"), statement(speaker=SUDLAND)])
    assert {row[1] for row in facts(store)} == {store.names.prefixes["gp"] + "met"}


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.asserted])
def test_only_what_is_asserted_becomes_a_fact(status: Status) -> None:
    store = Store.open()
    store.add(article(), [statement(status=status)])
    assert not facts(store)
    assert len(list(store.statements())) == 1


def test_what_is_read_with_little_confidence_is_kept_but_is_no_fact() -> None:
    store = Store.open()
    store.add(article(), [statement(confidence=0.69)])
    assert not facts(store)
    generous = Store.open(policy=Policy(min_confidence=0.5))
    generous.add(article(), [statement(confidence=0.69)])
    assert facts(generous)


def test_a_spokesman_speaks_as_the_party() -> None:
    minister = Actor("actor:x", "Ana Holt", "Person", of="Sudland")
    store = Store.open()
    store.add(article(), [statement(speaker=minister)])
    assert not facts(store)


def test_a_stranger_s_word_and_a_friendly_claim_are_promoted() -> None:
    stranger = Actor("actor:westland", "Westland", "State")
    store = Store.open()
    store.add(article(), [statement(speaker=stranger), statement(relation="met", speaker=SUDLAND)])
    assert len(facts(store)) == 2


def test_two_independent_sources_promote_an_allegation_and_copies_do_not() -> None:
    store = Store.open()
    first, copy = article("a1", "Daily"), article("a2", "Herald")
    other = article("a3", "Wire", text="Norland's army attacked Sudland! And so on.")
    for home in (first, copy):
        store.add(home, [statement(speaker=SUDLAND, of=home)])
    assert not facts(store), "the same text in two papers is one source"
    store.add(other, [statement(speaker=SUDLAND, of=other, end=33)])
    assert len(facts(store)) == 1
    store.retract("a3")
    assert not facts(store)


def test_one_outlet_twice_is_one_source() -> None:
    store = Store.open()
    for id, text in (("a1", TEXT), ("a2", "Norland's army attacked Sudland? Yes.")):
        home = article(id, "Daily", text)
        store.add(home, [statement(speaker=SUDLAND, of=home, end=33)])
    assert not facts(store)


def test_a_fact_of_two_articles_outlives_one_of_them() -> None:
    store = Store.open()
    for id in ("a1", "a2"):
        store.add(article(id), [statement(of=article(id))])
    store.retract("a1")
    assert len(facts(store)) == 1
    store.retract("a2")
    assert len(store) == 0


# ------------------------------------------------------------------------------- records


def test_statements_that_share_an_id_are_both_kept() -> None:
    """The id leaves out the time: "met in 2015 and in 2016" gives two statements of one id."""
    both = [statement(time=TimeSpan("2015")), statement(time=TimeSpan("2016"))]
    assert both[0].id == both[1].id
    store = Store.open()
    store.add(article(), both)
    assert set(store.statements()) == set(both)


def test_an_actor_with_two_labels_in_one_article_keeps_both() -> None:
    odd = dataclasses.replace(NORLAND, label="NORLAND", type="Region")
    found = [statement(relation="met"), statement(SUDLAND, "attacked", odd, start=1)]
    store = Store.open()
    store.add(article(), found)
    assert set(store.statements()) == set(found)


def test_of_equal_statements_the_most_confident_is_kept() -> None:
    store = Store.open()
    store.add(article(), [statement(confidence=0.7), statement(confidence=0.9)])
    assert [s.confidence for s in store.statements()] == [0.9]


def test_a_date_has_the_datatype_of_its_precision() -> None:
    store = Store.open()
    times = [TimeSpan("2015", "2016-03"), TimeSpan("2015-03-09")]
    store.add(article(), [statement(time=t, start=i) for i, t in enumerate(times)])
    found = store.query("SELECT (DATATYPE(?d) AS ?t) { ?a gp:start|gp:end ?d }")
    kinds = {row[0].rpartition("#")[2] for row in found if row[0]}
    assert kinds == {"gYear", "gYearMonth", "date"}


@pytest.mark.parametrize("bad", ["2015-13", "soon", "0000", "2015-02-3", "٢٠١٥"])
def test_what_is_no_date_is_refused(bad: str) -> None:
    with pytest.raises(BadStatement, match="is no date"):
        Store.open().add(article(), [statement(time=TimeSpan(bad))])


def test_a_statement_of_another_article_is_refused() -> None:
    with pytest.raises(BadStatement, match="given with 'a2'"):
        Store.open().add(article("a2"), [statement()])


def test_an_unknown_type_of_a_speaker_is_refused() -> None:
    with pytest.raises(UnknownType, match="Nearest: 'State'"):
        Store.open().add(article(), [statement(speaker=Actor("actor:x", "X", "Stat"))])


def test_change_says_what_came_and_went() -> None:
    store = Store.open()
    assert len(store.add(article(), [statement(), statement(relation="met")]).added) == 2
    change = store.add(article(), [statement(confidence=0.8)])
    assert (len(change.added), len(change.removed), len(change.changed)) == (0, 1, 1)


def test_another_run_is_another_record() -> None:
    store = Store.open(run=Run("1", "m"))
    store.add(article(), [statement()])
    store.run = Run("2", "m")
    store.add(article(), [statement()])
    assert store.query("SELECT ?v { ?r a gp:Extraction ; gp:codeVersion ?v }").rows == [("2",)]


def test_articles_named_like_a_layer_do_not_touch_it() -> None:
    store = Store.open()
    for id in ("facts", "entities", "derived", "ontology", "corroboration"):
        store.add(article(id), [statement(of=article(id))])
    assert len(list(store.articles())) == 5
    assert len(facts(store)) == 1


def test_statements_alone_can_be_added() -> None:
    store = Store.open()
    found = [statement(), statement(of=article("a2"))]
    assert store.add_all(found) == 2
    assert set(store.statements()) == set(found)
    assert [a.id for a in store.articles()] == ["a1", "a2"]


# -------------------------------------------------------------------------------- on disk


def test_a_store_on_disk_is_there_when_opened_again(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s") as store:
        store.add(article(), [statement()])
        before = set(store.quads())
    with Store.open(tmp_path / "s") as store:
        assert set(store.quads()) == before
        assert not store.add(article(), [statement()])


def test_a_closed_store_keeps_no_log_of_what_was_written(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "s")
    store.add(article(), [statement(rule="x" * 100_000)])
    open_ = sum(path.stat().st_size for path in (tmp_path / "s").glob("*.log"))
    store.close()
    closed = sum(path.stat().st_size for path in (tmp_path / "s").glob("*.log"))
    assert closed < 1000 < open_


def test_what_was_opened_for_reading_is_not_written_to(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s") as store:
        store.add(article(), [statement()])
    with Store.open(tmp_path / "s", read_only=True) as store:
        with pytest.raises(StoreError, match="opened for reading only"):
            store.add(article("a2"), [statement(of=article("a2"))])
        with pytest.raises(StoreError, match="opened for reading only"):
            store.infer()


def test_the_ontology_is_written_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(tmp_path / "s") as store:
        store.add(article(), [statement()])
    monkeypatch.setattr(Engine, "write", None)
    with Store.open(tmp_path / "s") as store:
        assert not store.add(article(), [statement()])


def test_only_one_process_may_write(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s"), pytest.raises(StoreError, match="only one may write"):
        Store.open(tmp_path / "s")


def test_readers_open_a_backup_while_the_store_is_written(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s") as store:
        store.add(article(), [statement()])
        store.backup(tmp_path / "b")
        store.add(article("a2"), [statement(of=article("a2"))])
        readers = [Store.open(tmp_path / "b", read_only=True) for _ in range(2)]
        assert [len(list(r.articles())) for r in readers] == [1, 1]
        with pytest.raises(StoreError, match="there already"):
            store.backup(tmp_path / "b")
        store.backup(tmp_path / "b", replace=True)
    with Store.open(tmp_path / "b", read_only=True) as copy:
        assert copy.article_ids() == ["a1", "a2"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "s"]


def test_a_backup_takes_the_place_of_a_store_that_nobody_has_open(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("Dear Ana", encoding="utf-8")
    with Store.open(tmp_path / "s") as store:
        store.add(article(), [statement()])
        with pytest.raises(StoreError, match="home is no store"):
            store.backup(tmp_path / "home", replace=True)
        with pytest.raises(StoreError, match="is open in another process"):
            store.backup(tmp_path / "s", replace=True)
        with pytest.raises(StoreError, match="Cannot write"):
            store.backup(tmp_path / "none" / "b")
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("replace", [False, True])
def test_a_backup_that_fails_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replace: bool
) -> None:
    def half(engine: Embedded, path: Path) -> None:
        path.mkdir()
        (path / "CURRENT").write_text("half", encoding="utf-8")
        raise StoreError("The disk is full.")

    with Store.open(tmp_path / "s") as store:
        store.add(article(), [statement()])
        if replace:
            store.backup(tmp_path / "b")
        monkeypatch.setattr(Embedded, "backup", half)
        with pytest.raises(StoreError, match="disk is full"):
            store.backup(tmp_path / "b", replace=replace)
    assert sorted(path.name for path in tmp_path.iterdir()) == (["b", "s"] if replace else ["s"])
    if replace:
        with Store.open(tmp_path / "b", read_only=True) as copy:
            assert copy.article_ids() == ["a1"]


def test_a_backup_of_a_store_that_is_only_read_holds_what_stands_in_the_log(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "s")
    store.add(article(), [statement()])
    with Store.open(tmp_path / "s", read_only=True) as reader:
        reader.backup(tmp_path / "b")
    assert set(Store.open(tmp_path / "b", read_only=True).quads()) == set(store.quads())


def test_reading_waits_for_a_writer_that_compacts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(tmp_path / "s") as store:
        store.add(article(), [statement()])
    gone = iter([RuntimeError("Corruption: IO error: No such file or directory: 000009.sst")])
    opened = ox.Store.read_only

    class Compacting:
        @staticmethod
        def read_only(path: str) -> ox.Store:
            for error in gone:
                raise error
            return opened(path)

    monkeypatch.setattr("kg.rdf.engine.ox.Store", Compacting)
    with Store.open(tmp_path / "s", read_only=True) as reader:
        assert set(reader.statements()) == {statement()}


def test_a_store_in_memory_can_be_backed_up(tmp_path: Path) -> None:
    store = Store.open()
    store.add(article(), [statement()])
    store.backup(tmp_path / "b")
    assert set(Store.open(tmp_path / "b", read_only=True).quads()) == set(store.quads())


def test_a_store_that_is_not_there_is_not_opened_for_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no store"):
        Store.open(tmp_path / "none", read_only=True)


def test_a_store_keeps_its_base(tmp_path: Path) -> None:
    base = "https://data.example.org/kg/"
    with Store.open(tmp_path / "s", base=base) as store:
        store.add(article(), [statement()])
    with Store.open(tmp_path / "s") as store:
        assert store.names.base == base
        assert set(store.statements()) == {statement()}
    with pytest.raises(StoreError, match="cannot be opened under"):
        Store.open(tmp_path / "s", base="https://other.example/")


def test_retracting_what_is_not_there_is_an_error() -> None:
    store = Store.open()
    with pytest.raises(BadInput, match="holds no article 'a9'"):
        store.retract("a9")
    store.add(article("andes-2008"), [statement(of=article("andes-2008"))])
    with pytest.raises(BadInput, match=r"no article 'andes-2009'\. Nearest: 'andes-2008'\."):
        store.retract("andes-2009")


def test_an_article_is_found_by_its_id() -> None:
    store = filled([(article(), [statement()]), (article("ä/2"), [])])
    assert store.article("ä/2") == dataclasses.replace(article("ä/2"), text="")
    assert store.article_ids() == ["a1", "ä/2"]
    with pytest.raises(BadInput, match="holds no article"):
        store.article("a2")


# -------------------------------------------------------------------------------- queries


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store.open()
    store.add(article(), [statement(ARMY), statement(relation="met", start=33, end=53)])
    return store


def test_a_simple_query_needs_no_prefix_and_no_graph(store: Store) -> None:
    answer = store.query("SELECT ?a ?b WHERE { ?a gp:met ?b }")
    assert answer.records() == [{"a": "r:norland", "b": "r:sudland"}]


def test_a_quote_can_be_asked_for(store: Store) -> None:
    answer = store.query(
        "SELECT ?quote { ?x a gp:Assertion ; rdf:predicate gp:met ; gp:quote ?quote }"
    )
    assert answer.rows == [("Norland met Sudland.",)] or answer.rows == [(TEXT[33:53],)]


def test_answers_have_formats(store: Store) -> None:
    answer = store.query("SELECT ?a ?n { ?a a gp:State ; rdfs:label ?n } ORDER BY ?n LIMIT 1")
    assert answer.render() == "a          n\n---------  -------\nr:norland  Norland\n"
    assert answer.render("csv").splitlines()[1].endswith("resource/norland,Norland")
    assert '"xml:lang": "en"' in answer.render("json")
    assert answer.render("tsv").splitlines()[1].endswith('"Norland"@en')
    assert store.query("ASK { ?a gp:met ?b }").render() == "yes\n"
    made = store.query("CONSTRUCT { ?b gp:met ?a } WHERE { ?a gp:met ?b }")
    assert "r:sudland gp:met r:norland ." in made.render()
    with pytest.raises(BadInput):
        made.render("csv")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://example.org/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o FILTER(1<2)SERVICE<http://example.org/>{ ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://example.org/> { ?s ?p ?o }",
        "LOAD <http://example.org/>",
        "INSERT DATA { <x:a> <x:b> <x:c> }",
        "PREFIX ex: <http://e/> DELETE WHERE { ?s ?p ?o }",
        "DROP ALL",
        "SELECT * { \\u0053ERVICE <http://example.org/> { ?s ?p ?o } }",
        "",
        "# nothing",
    ],
)
def test_what_is_no_query_of_this_store_is_refused(store: Store, text: str) -> None:
    with pytest.raises(BadQuery):
        store.query(text)


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX service: <http://e/> SELECT ?from { ?from service:load 'SERVICE FROM' } # LOAD",
        "SELECT ?service { ?s <http://e/FROM> ?service }",
        'SELECT ?x { ?x rdfs:label """a " SERVICE""" , \'\'\'FROM\'\'\' }',
        "SELECT ?x { ?x rdfs:label 'it\\'s LOAD' }",
    ],
)
def test_the_words_may_stand_in_names_and_strings(store: Store, text: str) -> None:
    assert len(store.query(text)) == 0


def test_errors_say_where_and_what_is_nearest(store: Store) -> None:
    with pytest.raises(BadQuery, match=r"line 2, column \d+: .*'skoss:'.*Nearest: 'skos'"):
        store.query("SELECT *\nWHERE { ?a skoss:prefLabel ?b }")
    with pytest.raises(BadQuery, match=r"my.rq: .*line 1, column 24: the query ends too early"):
        store.query("SELECT * WHERE { ?a ?b ", name="my.rq")
