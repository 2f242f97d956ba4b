"""CoNLL-U: the parse as a table that people and treebank tools read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from ..errors import BadInput
from ..model import Article
from .pipeline import load, prose


def as_conllu(
    articles: Iterable[Article], model: str | Path | Language | None = None
) -> Iterator[str]:
    """Yield the sentences of articles as CoNLL-U blocks, with offsets and entities in MISC."""
    nlp = load(model)
    for doc, article in nlp.pipe(((prose(a), a) for a in articles), as_tuples=True):
        yield f"# newdoc id = {article.id}\n"
        for number, sentence in enumerate(doc.sents, start=1):
            yield block(sentence, f"{article.id}-{number}")


def reparse(paths: Iterable[Path], model: str | Path | Language | None = None) -> Iterator[str]:
    """Yield CoNLL-U files parsed anew: words and sentences are kept, the rest is written over."""
    nlp = load(model)
    for path in paths:
        for id, words, spaces in read(path):
            doc = Doc(nlp.vocab, words=words, spaces=spaces)
            for token in doc:
                token.is_sent_start = token.i == 0
            for _, component in nlp.pipeline:
                doc = component(doc)
            yield block(doc[:], id)


def block(sentence: Span, id: str) -> str:
    """Return one sentence: comments, a line for each word, an empty line."""
    rows = [f"# sent_id = {id}", f"# text = {' '.join(sentence.text.split())}"]
    tokens = [token for token in sentence if not token.is_space]
    number = {token.i: place for place, token in enumerate(tokens, start=1)}
    for token in tokens:
        head = token.head
        while head.is_space and head.head != head:
            head = head.head
        root = head.i == token.i or head.i not in number
        misc = [f"start={token.idx}", f"end={token.idx + len(token)}"]
        if token.ent_iob_ in ("B", "I"):
            misc.append(f"NER={token.ent_iob_}-{token.ent_type_}")
        if not token.whitespace_:
            misc.append("SpaceAfter=No")
        cells = (
            str(number[token.i]),
            token.text,
            token.lemma_ or "_",
            token.pos_ or "_",
            token.tag_ or "_",
            str(token.morph) or "_",
            "0" if root else str(number[head.i]),
            "root" if root else token.dep_ or "_",
            "_",
            "|".join(misc),
        )
        rows.append("\t".join(cells))
    return "\n".join(rows) + "\n\n"


def read(path: Path) -> Iterator[tuple[str, list[str], list[bool]]]:
    """Yield the sentences of a CoNLL-U file: id, words, and whether a space follows each.

    Raises
    ------
    BadInput
        if the file cannot be read or a line has not ten columns.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read: {error}.") from error
    id = ""
    words: list[str] = []
    spaces: list[bool] = []
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if not line.strip():
            if words:
                yield id, words, spaces
            id, words, spaces = "", [], []
        elif line.startswith("#"):
            key, _, value = line[1:].partition("=")
            id = value.strip() if key.strip() == "sent_id" else id
        else:
            cells = line.split("\t")
            if len(cells) != 10:
                raise BadInput(f"{path}:{number} has {len(cells)} columns, CoNLL-U has ten.")
            if cells[0].isdigit():
                words.append(cells[1])
                spaces.append("SpaceAfter=No" not in cells[9])
