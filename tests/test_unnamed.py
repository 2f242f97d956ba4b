"""People and bodies without a name: what `--unnamed` adds, and that it changes nothing else."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.ingest import read
from kg.model import Article
from kg.nlp import Extractor
from kg.nlp.unnamed import kinds
from kg.ontology import ontology

from .helpers import Case, problems, read_cases

EXAMPLES = Path(__file__).parents[1] / "examples"
CASES = read_cases(Path(__file__).parent / "unnamed.txt")
ARRESTS = "Police in Baku, Azerbaijan, arrested forty demonstrators."
RELEASE = "Chad freed three journalists."


@pytest.fixture(scope="module")
def everybody() -> Extractor:
    return Extractor(reader=None, least=0.25, unnamed=True)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case_gives_its_statements(case: Case, everybody: Extractor) -> None:
    article = Article("case", case.text, published=case.published)
    [(_, statements)] = everybody.extract([article])
    assert not problems(case, statements), case.text


def test_what_is_told_anyway_stays_as_it_is(extractor: Extractor) -> None:
    articles = list(read(EXAMPLES))
    told = [s for _, found in extractor.extract(articles) for s in found]
    more = [s for _, found in Extractor(unnamed=True).extract(articles) for s in found]
    assert len(more) > len(told)
    assert [s for s in more if s in set(told)] == told
    named = {id for s in told for id in (s.subject.id, s.object.id)}
    assert all({s.subject.id, s.object.id} - named for s in more if s not in set(told))


def test_who_is_of_no_known_state_is_one_of_the_article(everybody: Extractor) -> None:
    articles = [Article(id, text) for text in (ARRESTS, RELEASE) for id in ("one", "two")]
    found = [s.object for _, statements in everybody.extract(articles) for s in statements]
    objects = [actor for actor in found if actor.type == "PopulationGroup"]
    demonstrators = {a.id for a in objects if a.label == "Demonstrator (Azerbaijan)"}
    journalists = {a.id for a in objects if a.label == "Journalist"}
    assert len(demonstrators) == 1
    assert len(journalists) == 2


def test_without_the_option_they_are_nobody(rules: Extractor) -> None:
    [(_, statements)] = rules.extract([Article("case", ARRESTS, published=date(2020, 1, 1))])
    assert not [s for s in statements if s.relation.political]


def test_every_noun_becomes_an_actor() -> None:
    parents = ontology().parents
    assert len(kinds()) > 400
    assert all("Actor" in parents[kind] for kind in kinds().values())


def test_the_command_has_the_option(tmp_path: Path) -> None:
    source, to = tmp_path / "a.txt", tmp_path / "s.jsonl"
    source.write_text(ARRESTS)
    result = CliRunner().invoke(app, ["extract", str(source), "--unnamed", "-o", str(to), "-q"])
    assert result.exit_code == 0, result.output
    records = [json.loads(line) for line in to.read_text().splitlines()]
    assert ("Police (Azerbaijan)", "arrested") in [
        (r["subject"]["label"], r["relation"]) for r in records
    ]
