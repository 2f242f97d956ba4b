"""The cases in plain text, run through the pipeline: tests/cases/*.txt.

They are cases of the rules, which run alone here; the learned reader is measured, not told.
"""

import pytest

from kg.model import Article
from kg.nlp import Extractor
from kg.nlp.lexicon import Row, lexicon

from .helpers import CASES, Case, problems, read_cases

# rules.txt has the cases of the rules of inference: see test_rules.py
FILES = [path for path in sorted(CASES.glob("*.txt")) if path.stem != "rules"]
ALL = [case for path in FILES for case in read_cases(path)]


@pytest.mark.parametrize("case", ALL, ids=str)
def test_case_gives_its_statements(case: Case, rules: Extractor) -> None:
    article = Article("case", case.text, published=case.published)
    [(_, statements)] = rules.extract([article])
    assert not problems(case, statements), case.text


@pytest.mark.parametrize("row", lexicon().rows, ids=lambda row: row.name)
def test_row_finds_its_example(row: Row, rules: Extractor) -> None:
    reader = rules.reader(rules.nlp(row.example), Article("example", row.example))
    found = [statement for statement, _ in reader.candidates()]
    given = [(s.subject.label, s.rule, s.object.label) for s in found]
    assert any(s.rule == row.name for s in found), f"{row.example} gives {given}"
