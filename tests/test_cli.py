"""The command line as its users meet it: what it prints, writes and returns."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = {"id": "one", "date": "2024-06-12", "text": "Norway sanctioned Belarus on Monday."}
SECOND = {"id": "two", "date": "2024-06-13", "text": "Turkey backs the Syrian opposition."}


def kg(*arguments: str | Path, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "kg", *map(str, arguments)],
        cwd=ROOT,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("in") / "articles.jsonl"
    path.write_text(json.dumps(ARTICLE) + "\n" + json.dumps(SECOND) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def built(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "graph"
    done = kg("build", articles, "-o", folder)
    assert done.returncode == 0, done.stderr
    assert "2 articles" in done.stdout
    assert "Norway sanctioned Belarus on Monday." in done.stdout
    return folder


def test_build_writes_all_files(built: Path) -> None:
    assert sorted(p.name for p in built.iterdir()) == [
        "graph.html",
        "graph.ttl",
        "statements.jsonl",
        "store",
    ]


def test_building_twice_changes_nothing(articles: Path, built: Path, tmp_path: Path) -> None:
    files = ("statements.jsonl", "graph.ttl", "graph.html")
    before = {name: (built / name).read_bytes() for name in files}
    assert kg("build", articles, "-o", built, "-q").returncode == 0
    assert {name: (built / name).read_bytes() for name in files} == before
    assert kg("build", articles, "-o", tmp_path / "other", "-q").returncode == 0
    assert {name: (tmp_path / "other" / name).read_bytes() for name in files} == before


def test_every_piece_of_evidence_is_a_piece_of_the_text(built: Path) -> None:
    texts = {record["id"]: record["text"] for record in (ARTICLE, SECOND)}
    lines = (built / "statements.jsonl").read_text(encoding="utf-8").splitlines()
    assert lines
    for line in lines:
        record = json.loads(line)
        words = record["evidence"]
        assert texts[record["article"]][words["start"] : words["end"]] == words["text"]
        for part in ("subject", "trigger", "object"):
            if words[part]:
                assert words["start"] <= words[part][0] < words[part][1] <= words["end"]


def test_extract_pipes(articles: Path) -> None:
    done = kg("extract", "-", given=articles.read_text(encoding="utf-8"))
    assert done.returncode == 0, done.stderr
    relations = [json.loads(line)["relation"] for line in done.stdout.splitlines()]
    assert "sanctioned" in relations
    assert "backs" in relations


def test_query_answers(built: Path) -> None:
    done = kg("query", built, "SELECT ?a ?b WHERE { ?a gp:sanctioned ?b }", "-f", "csv")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "a,b"
    assert "Belarus" in done.stdout


def test_explain_shows_the_sentence(built: Path) -> None:
    done = kg("explain", built, "Norway", "Belarus")
    assert done.returncode == 0, done.stderr
    assert "Norway sanctioned Belarus on Monday." in done.stdout


def test_explain_says_when_nothing_links(built: Path) -> None:
    done = kg("explain", built, "Norway", "Turkey")
    assert done.returncode == 1
    assert "Nothing links" in done.stdout


def test_draw_writes_a_page(built: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert kg("draw", built, "-o", page).returncode == 0
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("empty.txt", b"", "empty"),
        ("binary.txt", bytes(range(256)) * 40, "binary"),
        ("broken.jsonl", b'{"id": "a", "text": "Oslo sanc', "JSON"),
        ("textless.jsonl", b'{"id": "a"}\n', "text"),
    ],
)
def test_bad_input_is_one_clear_line(
    tmp_path: Path, articles: Path, name: str, content: bytes, complaint: str
) -> None:
    bad = tmp_path / name
    bad.write_bytes(content)
    done = kg("build", bad, articles, "-o", tmp_path / "out")
    assert done.returncode != 0
    assert len(done.stderr.splitlines()) == 1
    assert complaint in done.stderr
    assert name in done.stderr
    done = kg("build", bad, articles, "-o", tmp_path / "out", "--skip-bad")
    assert done.returncode == 0
    assert "2 articles" in done.stdout
    assert name in done.stderr


def test_a_missing_folder_names_the_nearest(tmp_path: Path, articles: Path) -> None:
    done = kg("extract", articles.parent / "article.jsonl")
    assert done.returncode != 0
    assert "articles.jsonl" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_unknown_model_is_one_clear_line(articles: Path) -> None:
    done = kg("extract", articles, "--model", "en_core_web_huge")
    assert done.returncode != 0
    assert "en_core_web_huge" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_wrong_query_is_one_clear_line(built: Path) -> None:
    done = kg("query", built, "SELECT WHERE")
    assert done.returncode != 0
    assert len(done.stderr.splitlines()) == 1


def test_help_names_the_commands() -> None:
    done = kg("--help")
    assert done.returncode == 0
    for command in ("build", "extract", "query", "explain", "draw", "evaluate", "unknown"):
        assert command in done.stdout
