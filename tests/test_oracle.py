"""benchmarks/oracle.py: every miss and every false statement has one cause."""

import importlib.util
import sys
from pathlib import Path

import pytest

from kg.evaluate import Golden
from kg.model import Article, Status
from kg.nlp import Extractor
from kg.ontology import ontology

TEXT = (
    "Norway sanctioned Belarus. Later that day, she met the Norwegian foreign minister. "
    "Estonia may attack Latvia. Fiji dazzled Tonga."
)


@pytest.fixture(scope="module")
def oracle():
    path = Path(__file__).resolve().parent.parent / "benchmarks" / "oracle.py"
    spec = importlib.util.spec_from_file_location("oracle", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["oracle"] = module
    spec.loader.exec_module(module)
    return module


def wanted(subject, relation, object, quote, status=Status.asserted, **more):
    relations = (ontology().relations[relation],)
    ends = ((subject,), relations, (object,))
    return Golden(*ends, status, None, None, quote, "political", "explicit", **more)


@pytest.mark.parametrize(
    ("golden", "cause"),
    [
        (wanted("Norway", "sanctioned", "Belarus", "Norway sanctioned Belarus"), None),
        (wanted("Norway", "attacked", "Belarus", "Norway sanctioned"), "another relation"),
        (wanted("Belarus", "sanctioned", "Norway", "sanctioned"), "the other direction"),
        (wanted("Estonia", "attacked", "Latvia", "Estonia may attack Latvia"), "another status"),
        (wanted("Fiji", "endorsed", "Tonga", "Fiji dazzled Tonga"), "both ends seen in one sent"),
        (wanted("Norway", "endorsed", "Tonga", TEXT), "both ends seen, in different"),
        (wanted("Fiji Times", "endorsed", "Dazzled", "dazzled"), "an end is found nowhere"),
        (
            wanted("dazzled", "endorsed", "Tonga", "Fiji dazzled Tonga"),
            "an end is named there, and",
        ),
        (
            wanted("Norwegian foreign minister", "met", "Fiji", "she met"),
            "an end is named there, and is",
        ),
        (wanted("Estonia", "met", "Norway", "she met"), "an end is not named there"),
        (wanted("Fiji", "met", "Tonga", "Fiji", disputed=True), None),
    ],
)
def test_every_miss_has_one_cause(oracle, rules: Extractor, golden: Golden, cause: str | None):
    count = oracle.counted({"a": [golden]}, [Article("a", TEXT)], rules)
    assert [c[: len(cause)] for c in count.missed] == [cause] if cause else not count.missed


def test_false_statements_have_one_too(oracle, rules: Extractor):
    count = oracle.counted({"a": []}, [Article("a", TEXT)], rules)
    assert set(count.false) == {oracle.NO_SUCH_PAIR}
    golden = [wanted("Norway", "sanctioned", "Latvia", "sanctioned")]
    count = oracle.counted({"a": golden}, [Article("a", TEXT)], rules)
    assert len(count.false[oracle.ONE_END]) == 1


def test_the_share_of_the_actors_is_that_of_the_pair_row(oracle):
    count = oracle.Count(wanted=5, found=1, given=2)
    count.missed[oracle.RELATION].append("a")
    count.missed[oracle.OPEN].append("b")
    count.missed[oracle.TOGETHER] += ["c", "d"]
    lines = list(oracle.table(count, show=1))
    assert "\nof 3 misses of the pair row, 1 are the actors' fault: 33%" in lines
    assert "    b" in lines
