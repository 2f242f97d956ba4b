"""Lets a query in only if it reads this store and nothing else, and says what is wrong with it.

Oxigraph would fetch what SERVICE and LOAD name, and has no switch for it; so these words are
looked for outside of names, strings and comments before the query is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..errors import BadQuery, nearest

_TOKEN = re.compile(
    r"""
      (?P<iri>     < [^<>"{}|^`\\\x00-\x20]* > )
    | (?P<string>  \"{3} (?: \"{0,2} (?: [^"\\] | \\. ) )* \"{3} | '{3} (?: '{0,2} (?: [^'\\] | \\. ) )* '{3}
                 | "(?: [^"\\\n\r] | \\. )*" | '(?: [^'\\\n\r] | \\. )*' )
    | (?P<comment> \# [^\n\r]* )
    | (?P<var>     [?$] \w+ )
    | (?P<name>    [\w.-]* : (?: [\w.:-] | %[0-9A-Fa-f]{2} | \\[_~.!$&'()*+,;=/?\#@%-] )* )
    | (?P<tag>     @ [a-zA-Z-]+ )
    | (?P<word>    [A-Za-z_]\w* )
    | (?P<rest>    . )
    """,  # noqa: E501
    re.VERBOSE | re.DOTALL,
)
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
_QUERIES = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_WHY = {
    "SERVICE": "SERVICE is switched off: a query reads this store and fetches nothing.",
    "FROM": "FROM is switched off: a query reads this store, no file and no URL. "
    "Say GRAPH g:facts { … } to read one graph.",
    "LOAD": "LOAD is switched off: a query reads this store and fetches nothing.",
}


def check(text: str) -> None:
    """Refuse what is no query, and what would read anything but the store.

    Raises
    ------
    BadQuery
        for an update, for SERVICE, FROM and LOAD, and for an empty text.
    """
    for form in dict.fromkeys((text, _unescaped(text))):
        words = list(_words(form))
        if not words:
            raise BadQuery("The query is empty.")
        for word in words:
            if word in _WHY:
                raise BadQuery(_WHY[word])
        first = next((w for w in words if w in _QUERIES or w in _UPDATES), None)
        if first in _UPDATES:
            raise BadQuery(
                f"{first} is an update, and updates are refused: a store is a function of its "
                f"articles. Add or retract an article instead."
            )


def _words(text: str) -> Iterator[str]:
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "word":
            yield match.group().upper()


def _unescaped(text: str) -> str:
    """SPARQL lets \\u0053 stand for S anywhere; Oxigraph does not, but a server may."""

    def character(match: re.Match[str]) -> str:
        code = int(match.group(1) or match.group(2), 16)
        return chr(code) if code < 0x110000 else match.group()

    return re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", character, text)


def explained(error: Exception, text: str, prefixes: Mapping[str, str], name: str = "") -> BadQuery:
    """Return the error of a parser as one line: where it is, and what may have been meant."""
    message = str(error)
    place = re.search(r"(\d+):(\d+)", message)
    where = f"{name}: " if name else ""
    if not place:
        return BadQuery(f"{where}The query is not SPARQL: {message.splitlines()[0][:200]}")
    line, column = int(place[1]), int(place[2])
    lines = text.splitlines() or [""]
    source = lines[line - 1] if line <= len(lines) else ""
    hint = _hint(source, column, message, prefixes)
    return BadQuery(f"{where}The query is not SPARQL at line {line}, column {column}: {hint}")


def _hint(source: str, column: int, message: str, prefixes: Mapping[str, str]) -> str:
    if "Prefix not found" in message:
        names = [m for m in re.finditer(r"([\w.-]*):[\w.%-]*", source) if m.start() < column]
        for match in reversed(names):
            if match[1] not in prefixes:
                return f"the prefix '{match[1]}:' is not declared.{nearest(match[1], prefixes)}"
    rest = source[column - 1 :].strip()
    found = f"'{rest[:30]}' was not expected" if rest else "the query ends too early"
    wanted = [w for w in re.findall(r'"([^"]+)"|\b([A-Z]{3,})\b', message) if any(w)]
    words = list(dict.fromkeys(a or b for a, b in wanted))
    return f"{found}; expected {', '.join(words[:8])}." if 0 < len(words) <= 8 else f"{found}."
