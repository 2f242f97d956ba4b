"""Bytes to text: which encoding, is it text at all, and what cannot be kept.

UTF-8, UTF-16 and UTF-32 with their marks, UTF-16 without one, and Windows-1252 are read. One
character is never turned into two by the cleaning, so offsets stay true.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

from ..errors import BadInput

HEAD = 65_536
"""How many bytes of a file are looked at before it is read."""

_BOMS = (  # the longer marks first: that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich-text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet table"),
    (b"BZh", "an archive packed with bzip2"),
    (b"\xfd7zXZ", "an archive packed with xz"),
    (b"\x28\xb5\x2f\xfd", "an archive packed with zstd"),
)
_CONTROL = bytes(c for c in range(32) if c not in b"\t\n\r\f\x0b\x1b")
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_WANTED = "wanted text in UTF-8, UTF-16 or Windows-1252"


def encoding(head: bytes) -> str:
    """Return the encoding that a file's first bytes show: ``utf-8`` also where it is not sure.

    Raises
    ------
    BadInput
        if the bytes are no text. The message is the end of a sentence about the file.
    """
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    for magic, what in _MAGIC:
        if head.startswith(magic):
            raise BadInput(f"is {what}, not text; {_WANTED}.")
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) // 4 and even * 10 < odd:
        return "utf-16-le"
    if even > len(head) // 4 and odd * 10 < even:
        return "utf-16-be"
    # A stray control character is a slip of the pen; one in fifty bytes is another kind of file.
    if sum(head.count(c) for c in _CONTROL) * 50 > len(head):
        raise BadInput(f"is binary, not text; {_WANTED}.")
    return "utf-8"


def decode(raw: bytes, declared: str | None = None) -> str:
    """Return the text of a whole file; ``declared`` is the encoding that a web page names.

    Raises
    ------
    BadInput
        if it is no text, or in no encoding that is read.
    """
    found = encoding(raw[:HEAD])
    if found == "utf-8":
        return clean(_narrow(raw, declared))
    return clean(raw.decode(found, "replace"))


def decode_lines(stream: Iterable[bytes], head: bytes) -> Iterator[str | BadInput]:
    """Yield a stream line by line, ends of line kept; a line that is no text yields its problem.

    ``head`` are the first bytes of the stream, which is still at its start.
    """
    found = encoding(head)
    if found in ("utf-8", "utf-8-sig"):
        for number, raw in enumerate(stream):
            try:
                yield clean(_narrow(raw.removeprefix(codecs.BOM_UTF8) if number == 0 else raw))
            except BadInput as problem:
                yield problem
        return
    decoder = codecs.getincrementaldecoder(found)("replace")
    pending = ""
    for raw in stream:  # a byte 0x0A may also be half of a character: cut only after decoding
        pending += decoder.decode(raw)
        *whole, pending = pending.split("\n")
        for line in whole:
            yield clean(line + "\n")
    pending += decoder.decode(b"", final=True)
    if pending:
        yield clean(pending)


def clean(text: str) -> str:
    """Return a text that can be written as UTF-8 and as RDF: same length, same offsets.

    NUL and lone halves of surrogate pairs become U+FFFD, the replacement character.
    """
    return _UNWRITABLE.sub("\ufffd", text)


def _narrow(raw: bytes, declared: str | None = None) -> str:
    """Decode UTF-8, else what a page declares, else Windows-1252."""
    text = _utf_8(raw)
    if text is not None:
        return text
    if declared:
        try:
            return raw.decode(declared)
        except (LookupError, UnicodeDecodeError):
            pass  # pages often declare wrongly: go on as if they had not
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError as error:
        byte = raw[error.start]
        raise BadInput(
            f"is in an encoding that is not read (byte 0x{byte:02x} at {error.start}); {_WANTED}."
        ) from None
    # English with names has far fewer accented letters than one in four; Cyrillic or Japanese
    # bytes taken for Windows-1252 are little else.
    letters = [c for c in text if c.isalpha()]
    if sum(c > "\x7f" for c in letters) * 4 > len(letters) + 12:
        raise BadInput(f"is in an encoding that is not read; {_WANTED}.")
    return text


def _utf_8(raw: bytes) -> str | None:
    """Decode UTF-8 with a few bytes lost or with halves of pairs encoded, else return None."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        halves = raw.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
        return halves.decode("utf-16-le", "replace")
    except UnicodeDecodeError:
        pass
    text = raw.decode("utf-8", "replace")
    whole = sum(c > "\x7f" and c != "\ufffd" for c in text)
    return text if whole > 2 * text.count("\ufffd") else None
