"""The rdf room: how statements are kept, asked, inferred from, checked and written out."""

from .answers import Answer
from .facts import Policy
from .rules import Inferred
from .store import Change, Store
from .terms import Run

__all__ = ["Answer", "Change", "Inferred", "Policy", "Run", "Store"]
