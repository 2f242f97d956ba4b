"""The rdf room: how statements are kept, asked, inferred from, checked and written out."""

from .addresses import is_address
from .answers import Answer
from .dataset import describe_dataset
from .diff import Difference, diff
from .engine import is_store
from .export import dump, save
from .facts import Policy
from .queries import Question, ask, conflicts, questions
from .rules import Inferred
from .shapes import Violation, check
from .store import Change, Store
from .terms import Run

__all__ = [
    "Answer",
    "Change",
    "Difference",
    "Inferred",
    "Policy",
    "Question",
    "Run",
    "Store",
    "Violation",
    "ask",
    "check",
    "conflicts",
    "describe_dataset",
    "diff",
    "dump",
    "is_address",
    "is_store",
    "questions",
    "save",
]
