"""Lemmas as edit scripts: how to turn a word form into its dictionary form.

A script such as `L|3|y` says: cut three letters, add "y", then lower the case ("Countries" gives
"country"). `L|=be` replaces the whole word and `L|-,` takes the commas out of a number. The network
chooses a script for each word, so words that it never saw are handled like their kin.
"""

from __future__ import annotations

# Letters that may be cut from the end; beyond this the whole word is replaced (went: go).
MAX_CUT = 6


def script(form: str, lemma: str) -> str | None:
    """The edit script that turns `form` into `lemma`, or None where none does.

    >>> script("Countries", "country"), script("were", "be"), script("Turkey", "Turkey")
    ('L|3|y', 'L|=be', 'K|0|')
    """
    small, wanted = form.lower(), lemma.lower()
    common = 0
    while common < min(len(small), len(wanted)) and small[common] == wanted[common]:
        common += 1
    cut = len(small) - common
    if "," in small and small.replace(",", "") == wanted:
        return "L|-,"
    whole = common == 0 or cut > MAX_CUT or (cut >= common and len(wanted) - common > 1)
    edit = f"={wanted}" if whole else f"{cut}|{wanted[common:]}"
    for case in "LKTU":
        candidate = f"{case}|{edit}"
        if apply(candidate, form) == lemma:
            return candidate
    return None


def apply(script: str, form: str) -> str:
    """The lemma that `script` makes of `form`; the form itself where the script does not fit.

    >>> apply("L|1|", "Talks"), apply("T|0|", "RUSSIA"), apply("L|3|y", "is")
    ('talk', 'Russia', 'is')
    """
    case, _, edit = script.partition("|")
    if edit == "-,":
        lemma = form.replace(",", "")
    elif edit.startswith("="):
        lemma = edit[1:]
    else:
        cut, _, added = edit.partition("|")
        stem = form[: max(0, len(form) - int(cut))]
        if not stem:
            return form
        lemma = stem + added
    if case == "L":
        return lemma.lower()
    if case == "T":
        return lemma[:1].upper() + lemma[1:].lower()
    if case == "U":
        return lemma.upper()
    return lemma
