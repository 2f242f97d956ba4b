"""spaCy's English tokenizer, brought nearer to the words of the English UD treebanks.

The treebanks split hyphened compounds (US - backed, al - Assad) but keep a prefix with its word
(re-elected, non-lethal), and keep runs of marks (!!!) and telephone numbers whole. Before a capital
a prefix is split off all the same (pro - Beijing, anti - Assad), which the treebanks do not: the
name behind it must be a word of its own to be recognised.
"""

from __future__ import annotations

import re
from typing import Any, cast

from spacy.lang.char_classes import ALPHA, ALPHA_LOWER, ALPHA_UPPER, HYPHENS
from spacy.language import Language
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

# Prefixes that the treebanks keep with a word in small letters (training parts of EWT and GUM).
PREFIXES = (
    "ante", "anti", "co", "counter", "cross", "de", "e", "ex", "extra", "hyper", "inter", "intra",
    "macro", "mega", "meta", "micro", "mid", "mini", "mis", "multi", "neo", "non", "over", "para",
    "post", "pre", "pro", "proto", "pseudo", "re", "semi", "sub", "super", "trans", "tri",
    "ultra", "un", "uni",
)  # fmt: skip

# Abbreviations that spaCy would split from their stop.
_ABBREVIATIONS = (
    "Apr.", "Aug.", "Brig.", "Capt.", "Cmdr.", "Col.", "Cpl.", "Dec.", "Feb.", "Fri.", "Ft.",
    "Hon.", "Jan.", "Jul.", "Jun.", "Lt.", "Maj.", "Messrs.", "Nov.", "Oct.", "Pres.", "Pvt.",
    "Sat.", "Sept.", "Sgt.", "Thu.", "Thur.", "Thurs.", "Tue.", "Tues.", "Wed.", "al.", "approx.",
)  # fmt: skip

# What spaCy does not split but the treebanks do.
_SPLIT = {"and/or": ("and", "/", "or"), "wanna": ("wan", "na"), "Wanna": ("Wan", "na")}

_RUNS = (r"[!?][.!?]+", r"\*{2,}", r"={2,}", r"_{2,}", r"<{2,}", r">{2,}", r"#{2,}", r"-{2,}")

_TIME = r"(?<=[0-9])(?:[AaPp][Mm]|[ap]\.m\.)"

# Taken whole: telephone numbers, and what no language calls a word, because the time that spaCy
# takes to cut a run of marks grows with the square of its length.
_WHOLE = re.compile(r"(\+?\d{1,2}-)?(\(?\d{3}\)?-)?\d{3}-\d{4}$|\S{1000}")

# spaCy's own rule for hyphens, which is replaced.
_ANY_HYPHEN = rf"(?<=[{ALPHA}0-9])(?:{HYPHENS})(?=[{ALPHA}])"


def adapt(nlp: Language) -> None:
    """Make the tokenizer of `nlp`, a pipeline for English, follow the treebanks."""
    defaults, tokenizer = nlp.Defaults, cast("Any", nlp.tokenizer)
    infixes = list(defaults.infixes or ())
    if _ANY_HYPHEN not in infixes:
        raise ValueError("This version of spaCy splits hyphens by a rule that kg does not know.")
    infixes.remove(_ANY_HYPHEN)
    not_prefix = "".join(rf"(?<!\b[{p[0]}{p[0].upper()}]{p[1:]})" for p in PREFIXES)
    infixes += [
        rf"(?<=[{ALPHA}0-9])(?:{HYPHENS})(?=[{ALPHA_UPPER}])",
        rf"(?<=[{ALPHA}0-9]){not_prefix}-(?=[{ALPHA_LOWER}])",
        rf"(?<=[{ALPHA}0-9])(?:–|—|--|---|——|~)(?=[{ALPHA}])",
        rf"(?<=[{ALPHA}]\.)-(?=[{ALPHA}])",
        rf"(?<=[0-9{ALPHA_LOWER}])[–—](?=[0-9])",
        # Lost spaces and leftovers of HTML.
        rf"(?<=[.!?,])[“”\"](?=[{ALPHA}])",
        r"&(?:[a-z]{2,6}|#\d{2,5});",
        r"(?<=[^\W_])\.(?=&[a-z#])",
    ]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    prefixes = (*_RUNS, *(defaults.prefixes or ()))
    tokenizer.prefix_search = compile_prefix_regex(prefixes).search
    suffixes = (*_RUNS, *(defaults.suffixes or ()), _TIME)
    tokenizer.suffix_search = compile_suffix_regex(suffixes).search
    tokenizer.token_match = _WHOLE.match
    for word in _ABBREVIATIONS:
        tokenizer.add_special_case(word, [{"ORTH": word}])
    for word, parts in _SPLIT.items():
        tokenizer.add_special_case(word, [{"ORTH": part} for part in parts])
    orth = nlp.vocab.strings["ORTH"]
    for word, pieces in (defaults.tokenizer_exceptions or {}).items():
        # DON'T as don't.
        if len(pieces) > 1 and ("'" in word or "’" in word) and word.upper() not in tokenizer.rules:
            tokenizer.add_special_case(
                word.upper(), [{"ORTH": piece[orth].upper()} for piece in pieces]
            )
