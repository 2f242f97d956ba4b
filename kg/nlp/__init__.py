"""The door of the nlp room: articles in, statements out.

``load`` gives a spaCy pipeline whose components find mentions, resolve references and read
relations; ``extract`` runs it over articles. spaCy's ``Doc`` stays in this room.
"""

from .conllu import as_conllu, reparse
from .pipeline import SHIPPED_READER, Extractor, extract, load

__all__ = [
    "SHIPPED_READER",
    "Extractor",
    "as_conllu",
    "extract",
    "load",
    "reparse",
]
