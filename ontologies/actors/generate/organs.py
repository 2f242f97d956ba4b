"""The organs that every state has, named the way newspapers name them."""

from __future__ import annotations

from dataclasses import dataclass

from tables import Row

# Adjectives that two states share: the one whose organs are meant when nothing else is said.
_MAIN = {"Congolese": "COD", "Dominican": "DOM"}
# States of which newspapers speak with the article.
_THE = {
    "ARE", "BHS", "CAF", "COD", "COG", "COM", "CZE", "DDR", "DOM", "GBR", "GMB", "MDV", "MHL",
    "NLD", "PHL", "SLB", "SUN", "SYC", "USA",
}  # fmt: skip
_LANDLOCKED = {
    "AFG", "AND", "ARM", "AUT", "BDI", "BFA", "BLR", "BTN", "BWA", "CAF", "CHE", "CSK", "CZE",
    "ETH", "HUN", "KGZ", "LAO", "LIE", "LSO", "LUX", "MDA", "MKD", "MLI", "MNG", "MWI", "NER",
    "NPL", "RWA", "SMR", "SRB", "SSD", "SVK", "SWZ", "TCD", "TJK", "UGA", "UZB", "VAT", "XKX",
    "ZMB", "ZWE",
}  # fmt: skip
_NO_ARMY = {"AND", "KIR", "LIE", "MCO", "MHL", "FSM", "NRU", "PLW", "SMR", "TUV", "VAT", "WSM"}


@dataclass(frozen=True)
class _Kind:
    """One kind of organ: {A} stands for the adjective, {N} for the name, {the} for its article."""

    type: str
    label: str
    names: tuple[str, ...]
    titles: tuple[str, ...]


_KINDS = (
    _Kind(
        "Government",
        "{A} government",
        ("{N} government", "government of {the}{N}", "{A} authorities", "{A} regime"),
        ("Government of {the}{N}", "{A} government", "Cabinet of {the}{N}",
         "Council of Ministers of {the}{N}", "Government of {the}{T}"),
    ),
    _Kind(
        "StateMilitary",
        "{A} Armed Forces",
        ("{A} military", "{A} army", "{A} forces", "{A} troops", "{N} Armed Forces",
         "Armed Forces of {the}{N}", "{A} security forces"),
        ("{A} Armed Forces", "{N} Armed Forces", "Armed Forces of {the}{N}", "{N} Army",
         "{A} Army"),
    ),
    _Kind("StateMilitary", "{A} Air Force", ("{N} Air Force",), ("{A} Air Force", "{N} Air Force")),
    _Kind("StateMilitary", "{A} Navy", ("{N} Navy",), ("{A} Navy", "{N} Navy")),
    _Kind(
        "Ministry",
        "{A} Ministry of Foreign Affairs",
        ("{A} foreign ministry", "{N} foreign ministry", "foreign ministry of {the}{N}",
         "Ministry of Foreign Affairs of {the}{N}", "{A} Foreign Affairs Ministry"),
        ("Ministry of Foreign Affairs ({N})", "Ministry of Foreign Affairs ({T})"),
    ),
    _Kind(
        "Ministry",
        "{A} Ministry of Defence",
        ("{A} defence ministry", "{A} defense ministry", "{A} Ministry of Defense",
         "{N} defence ministry", "{N} defense ministry", "Ministry of Defence of {the}{N}",
         "Ministry of Defense of {the}{N}"),
        ("Ministry of Defence ({N})", "Ministry of Defense ({N})",
         "Ministry of National Defense ({N})", "Ministry of National Defence ({N})"),
    ),
    _Kind(
        "Ministry",
        "{A} Ministry of Interior",
        ("{A} interior ministry", "{N} interior ministry", "{A} Ministry of the Interior",
         "{A} Ministry of Internal Affairs", "Ministry of Interior of {the}{N}"),
        ("Ministry of Interior ({N})", "Ministry of the Interior ({N})",
         "Ministry of Internal Affairs ({N})"),
    ),
    _Kind(
        "Parliament",
        "{A} parliament",
        ("{N} parliament", "parliament of {the}{N}", "Parliament of {the}{N}",
         "{A} National Assembly", "National Assembly of {the}{N}", "{A} Parliament"),
        ("Parliament of {the}{N}", "National Assembly ({N})", "National Assembly of {the}{N}",
         "{A} Parliament", "Congress of {the}{N}", "Congress of the Republic of {N}"),
    ),
    _Kind(
        "Police",
        "{A} police",
        ("{N} police", "{A} National Police"),
        ("{A} National Police", "{N} Police", "{N} Police Force", "{A} Police",
         "Police of {the}{N}", "National Police of {the}{N}", "{N} Police Service",
         "{A} Police Service", "Law enforcement in {the}{N}"),
    ),
    _Kind(
        "CentralBank",
        "{A} central bank",
        ("{N} central bank", "central bank of {the}{N}", "Bank of {N}"),
        ("Central Bank of {the}{N}", "Bank of {N}", "National Bank of {N}"),
    ),
    _Kind(
        "IntelligenceService",
        "{A} intelligence services",
        ("{A} intelligence", "{A} intelligence service", "{A} intelligence agency",
         "{A} secret service", "{A} spy agency"),
        (),
    ),
    _Kind(
        "Court",
        "Supreme Court of {the}{N}",
        ("{A} Supreme Court", "{N} Supreme Court", "{A} high court"),
        ("Supreme Court of {the}{N}", "Judiciary of {the}{N}"),
    ),
)  # fmt: skip


def organs(states: list[Row], known: list[Row], pages: dict[str, int]) -> list[Row]:
    """Add to the curated organs what every state has; return those that are new.

    A curated organ that bears a name of the kind takes the other names of the kind too, as far
    as no other curated organ of the state bears them.
    """
    fresh = []
    for state in states:
        mine = [row for row in known if row.of == state.id]
        taken = {n.lower() for row in mine for n in (row.label, *row.names)}
        for kind in _KINDS:
            if not _has(state, kind):
                continue
            names = _fill(kind.label, state) + [n for k in kind.names for n in _fill(k, state)]
            names = list(dict.fromkeys(n for n in names if n not in _NOT_ORGANS))
            found = [t for k in kind.titles for t in _fill(k, state) if t in pages]
            # the United States Secret Service is police, and not "US intelligence"
            alike = [m for m in mine if "Police" not in (m.type, kind.type) or m.type == kind.type]
            host = _host(names, alike)
            free = [n for n in names if n.lower() not in taken]
            if host is None:
                if not names or names[0].lower() in taken:
                    continue
                host = Row(names[0], kind.type, "generated", of=state.id)
                host.start, host.end = None, state.end
                free = [n for n in free if n != names[0]]
                fresh.append(host)
            host.names += [n for n in free if n not in host.names]
            used = {t for row in mine for t in row.titles}
            host.titles += [t for t in dict.fromkeys(found) if t not in used]
    return fresh


_NOT_ORGANS = {"Bank of Georgia", "Bank of Ireland", "Bank of China", "Bank of Singapore"}


def _has(state: Row, kind: _Kind) -> bool:
    if kind.type == "StateMilitary":
        if state.id in _NO_ARMY:
            return False
        return not (state.id in _LANDLOCKED and kind.label == "{A} Navy")
    return kind.type != "Court" or state.end is None


def _fill(pattern: str, state: Row) -> list[str]:
    """The pattern in all adjectives that are the state's own, or with its name."""
    own = [a for a in state.adjectives if _MAIN.get(a, state.id) == state.id]
    article = "the " if state.id in _THE else ""
    title = state.titles[0] if state.titles else state.label
    found = []
    for adjective in own or [state.label]:
        text = pattern.replace("{A}", adjective).replace("{N}", state.label)
        found.append(text.replace("{the}", article).replace("{T}", title))
    return list(dict.fromkeys(found))


def _host(names: list[str], mine: list[Row]) -> Row | None:
    """The curated organ with most of these names."""
    wanted = {n.lower() for n in names}
    scores = [
        (len(wanted & {n.lower() for n in (row.label, *row.names, *row.titles)}), -i)
        for i, row in enumerate(mine)
    ]
    best = max(scores, default=(0, 0))
    return mine[-best[1]] if best[0] else None
