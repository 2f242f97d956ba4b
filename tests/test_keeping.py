"""``kg load``, ``retract`` and ``backup``, on a build, a folder and a server."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.actors import load
from kg.cli import app
from kg.errors import BadInput, StoreError
from kg.rdf import Store
from kg.run import PAGE, STATEMENTS, STORE, TURTLE, page, statements_of
from kg.run.building import refresh

from .servers import oxigraph, small
from .test_actors import PREFIXES
from .test_store import ARMY, NORLAND, SUDLAND, article, filled, statement

ANDES = article("andes-2008", "Wire", "Sudland met Norland.")
WORLD = [
    (article("a1"), [statement(ARMY), statement(relation="met", start=33, end=53)]),
    (ANDES, [statement(SUDLAND, "met", NORLAND, of=ANDES, start=0, end=20)]),
]


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """The folder of a build of two articles, whose page has a heading of its own."""
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / STATEMENTS).touch()
    (folder / PAGE).write_text(page([], title="War & <peace>"), encoding="utf-8")
    with Store.open(folder / STORE) as store:
        for home, found in WORLD:
            store.add(home, found)
        store.infer()
        refresh(store, folder)
    return folder


def kg(*arguments: str | Path) -> str:
    """What a command prints; the errors that it shows are raised."""
    words = [str(argument) for argument in arguments]
    return CliRunner(env={"TERM": "dumb"}).invoke(app, words, catch_exceptions=False).stdout


def held(folder: Path | str) -> set[object]:
    with Store.open(folder, read_only=True) as store:
        return set(store.quads())


def inferred() -> Store:
    """What is left when andes-2008 goes."""
    store = filled(WORLD[:1])
    store.infer()
    return store


@pytest.mark.parametrize("target", ["demo", f"demo/{STORE}"])
def test_retract_takes_an_article_out_of_all_files_of_a_build(build: Path, target: str) -> None:
    assert (
        kg("retract", build.parent / target, "andes-2008")
        == "andes-2008  1 statements  A title, Wire, 2020-05-17\n"
    )
    assert held(build / STORE) == set(inferred().quads())
    assert {s.article for s in statements_of(build)} == {"a1"}
    for name in (TURTLE, PAGE):
        assert "andes-2008" not in (build / name).read_text(encoding="utf-8")
    assert "<title>War &amp; &lt;peace&gt;</title>" in (build / PAGE).read_text(encoding="utf-8")


def test_retract_forgets_the_actors_of_a_users_own_file(tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(
        PREFIXES + 'r:Land_in_the_North a gp:State ; dct:identifier "norland" ;'
        ' rdfs:label "Norland"@en .\n',
        encoding="utf-8",
    )
    with Store.open(tmp_path / "s", register=load(mine)) as store:
        store.add(article(), [statement()])
        assert store.names.actor(NORLAND.id).value.endswith("Land_in_the_North")
    kg("retract", tmp_path / "s", "a1", "--actors", mine)
    assert held(tmp_path / "s") == set()


def test_load_writes_the_files_of_a_build_anew(build: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.nq"
    home = article("more")
    filled([(home, [statement(of=home)])]).save(more)
    kg("load", more, "-o", build)
    assert {s.article for s in statements_of(build)} == {"a1", "andes-2008", "more"}


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["demo", "a1", "andes-2007"], "no article 'andes-2007'. Nearest: 'andes-2008'"),
        (["nowhere", "a1"], "nowhere holds no store."),
        (["demo/statements.jsonl", "a1"], "is a file, no store. 'kg load"),
    ],
)
def test_what_cannot_be_retracted_is_told_and_nothing_goes(
    build: Path, arguments: list[str], complaint: str
) -> None:
    before = held(build / STORE)
    with pytest.raises(BadInput, match=complaint):
        kg("retract", build.parent / arguments[0], *arguments[1:])
    assert held(build / STORE) == before
    assert not (build.parent / "nowhere").exists()


def test_backup_makes_a_copy_and_replaces_one_only_when_told(build: Path) -> None:
    copy = build.parent / "copy"
    assert kg("backup", build, "-o", copy) == f"{copy}  2 articles\n"
    assert held(copy) == held(build / STORE)
    kg("retract", build, "a1")
    with pytest.raises(StoreError, match="there already"):
        kg("backup", build, "-o", copy)
    assert kg("backup", build, "-o", copy, "--replace") == f"{copy}  1 articles\n"
    assert held(copy) == held(build / STORE)
    assert kg("query", copy, "ASK { ?a gp:met ?b }") == "yes\n"


def test_backup_needs_the_store_for_itself(build: Path) -> None:
    with Store.open(build / STORE), pytest.raises(StoreError, match="open in another process"):
        kg("backup", build, "-o", build.parent / "copy")
    assert not (build.parent / "copy").exists()


def test_a_server_is_loaded_copied_and_retracted_from(build: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    with oxigraph(tmp_path / "ox") as address:
        assert kg("load", build / TURTLE, "-o", address) == f"{address}  2 articles\n"
        assert kg("backup", address, "-o", copy) == f"{copy}  2 articles\n"
        assert held(copy) == held(address) == held(build / STORE)
        assert kg("retract", address, "andes-2008").startswith("andes-2008  1 statements")
        assert held(address) == set(inferred().quads())
        with pytest.raises(BadInput, match="Nearest: 'a1'"):
            kg("retract", address, "a11")


def test_commands_that_read_write_nothing_to_a_server(tmp_path: Path) -> None:
    with small() as server:
        for command in (
            ["query", server.address, "ASK { ?a ?b ?c }"],
            ["export", server.address, "-o", tmp_path / "graph.nq"],
            ["backup", server.address, "-o", tmp_path / "copy"],
        ):
            kg(*command)
        assert set(server.asked) == {"POST /query"}
