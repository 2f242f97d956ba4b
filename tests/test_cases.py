"""The cases in plain text, run through the whole pipeline: tests/cases/*.txt."""

import pytest

from kg.model import Article
from kg.nlp import Extractor
from kg.nlp.lexicon import Row, lexicon

from .helpers import CASES, Case, problems, read_cases

ALL = [case for path in sorted(CASES.glob("*.txt")) for case in read_cases(path)]


@pytest.mark.parametrize("case", ALL, ids=str)
def test_case_gives_its_statements(case: Case, extractor: Extractor) -> None:
    article = Article("case", case.text, published=case.published)
    [(_, statements)] = extractor.extract([article])
    assert not problems(case, statements), case.text


@pytest.mark.parametrize("row", lexicon().rows, ids=lambda row: row.name)
def test_row_finds_its_example(row: Row, extractor: Extractor) -> None:
    [(_, statements)] = extractor.extract([Article("example", row.example)])
    found = [s for s in statements if s.rule == row.name]
    assert found, f"{row.example} gives {[(s.subject.label, s.rule) for s in statements]}"
