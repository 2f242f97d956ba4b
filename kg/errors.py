"""Every error that kg raises on purpose.

::

    KgError
    ├── OntologyError          geo.ttl, a lexicon or the register is wrong
    │   ├── UnknownRelation    a relation that geo.ttl does not define
    │   ├── UnknownType        a class that geo.ttl does not define
    │   └── WrongEnd           a subject or object that the relation does not admit
    ├── BadInput               something that was given cannot be read
    │   ├── BadArticle         one record; others of the same run may be fine
    │   └── BadStatement       one line of a statements file
    ├── BadModel               a language model is missing or lacks a component
    ├── BadQuery               SPARQL that is wrong, or that is not allowed
    └── StoreError             a store that cannot be opened or written
"""

from collections.abc import Iterable
from difflib import get_close_matches


class KgError(Exception):
    """The parent of all; its text is one line that a user can act on."""


class OntologyError(KgError):
    """geo.ttl, a lexicon or the register contradicts itself."""


class UnknownRelation(OntologyError):
    """A relation was named that geo.ttl does not define."""


class UnknownType(OntologyError):
    """A class was named that geo.ttl does not define."""


class WrongEnd(OntologyError):
    """A relation was given a subject or an object of a type that it does not admit."""


class BadInput(KgError):
    """An input cannot be read."""


class BadArticle(BadInput):
    """One record of an input is not an article."""


class BadStatement(BadInput):
    """One line of a statements file is not a statement."""


class BadModel(KgError):
    """A language model is not there, or lacks a component that extraction needs."""


class BadQuery(KgError):
    """A query is not SPARQL, or asks for something that is switched off."""


class StoreError(KgError):
    """A store cannot be opened, read or written."""


def nearest(given: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest of ``known``, or nothing when none is near.

    >>> nearest("aliedWith", ["alliedWith", "backs"])
    " Nearest: 'alliedWith'."
    >>> nearest("zzz", ["alliedWith"])
    ''
    """
    match = get_close_matches(given, list(known), n=1, cutoff=0.6)
    return f" Nearest: '{match[0]}'." if match else ""
