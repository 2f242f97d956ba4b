"""kg: news articles in, a knowledge graph of world politics out.

The public names are loaded on first use, so that ``import kg`` stays light.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOME = {
    "Actor": "model",
    "Article": "model",
    "Evidence": "model",
    "KgError": "errors",
    "Relation": "model",
    "Statement": "model",
    "Status": "model",
    "Store": "rdf",
    "extract": "nlp",
    "ontology": "ontology",
    "read": "ingest",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"kg.{_HOME[name]}"), name)
    raise AttributeError(f"kg has no '{name}'; it offers {', '.join(__all__)}.")
