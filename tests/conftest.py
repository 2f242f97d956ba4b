"""All fixtures."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.nlp import Extractor

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The extractor that ships: model, register and lexicon read once for all tests."""
    return Extractor()


@pytest.fixture(scope="session")
def rules() -> Extractor:
    """The rules alone, without the learned reader, unsure ones too: cases test rules, no odds."""
    return Extractor(reader=None, least=0.25)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the shared data; tests that need it are skipped where it is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"needs the shared data, which are not in {SHARED}")
    return SHARED
