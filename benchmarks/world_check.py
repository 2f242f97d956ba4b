"""The drawn graph against the world: ``python benchmarks/world_check.py STATEMENTS DATA``.

STATEMENTS is a statements.jsonl about the year 2025, DATA the folder with
``gazetteer/alliances_atop.tsv`` (ATOP 5.1, to 2018). Of the pairs of states that a defence pact
joined in 2018, which share has more cooperation than conflict? Of those that shot at each other in
2025, which share has more conflict? Everything that does not fit is listed, to be explained.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

import networkx as nx

from kg.graph import alliance, build
from kg.model import Statement
from kg.ontology import ontology

# Codes of the Correlates of War project where they are not the ISO codes.
COW_CODES = (
    "AUS=AUL AUT=AUS BDI=BUI BFA=BFO BGD=BNG BGR=BUL BHS=BHM BIH=BOS BRB=BAR BWA=BOT "
    "CAF=CEN CHE=SWZ CIV=CDI CMR=CAO COD=DRC CRI=COS CZE=CZR DEU=GMY DNK=DEN DZA=ALG "
    "ESP=SPN FRA=FRN GBR=UKG GEO=GRG GIN=GUI GNQ=EQG GRD=GRN GTM=GUA HRV=CRO HTI=HAI "
    "IDN=INS IRL=IRE ISL=ICE KAZ=KZK KGZ=KYR KHM=CAM KNA=SKN KWT=KUW LBN=LEB LBY=LIB "
    "LKA=SRI LSO=LES LTU=LIT MAR=MOR MDA=MLD MDG=MAG MKD=MAC MMR=MYA MNE=MNG MNG=MON "
    "MOZ=MZM MRT=MAA MUS=MAS MWI=MAW MYS=MAL NER=NIR NGA=NIG NLD=NTH NZL=NEW OMN=OMA "
    "PHL=PHI PRT=POR PRY=PAR ROU=ROM SDN=SUD SGP=SIN SLE=SIE SLV=SAL SRB=YUG SVK=SLO "
    "SVN=SLV SYC=SEY TCD=CHA THA=THI TJK=TAJ TTO=TRI TWN=TAW TZA=TAZ ARE=UAE VCT=SVG "
    "VNM=DRV ZAF=SAF ZWE=ZIM KOR=ROK "
)
COW = dict(pair.split("=") for pair in COW_CODES.split())

# Pairs of states that used force against each other in 2025, as the news of the year has it.
WARS_2025 = (
    "RUS UKR, ISR IRN, IRN USA, ISR LBN, ISR SYR, ISR YEM, YEM USA, ISR PSE, ISR QAT, IND PAK, "
    "KHM THA, AFG PAK, COD RWA, USA VEN, IRQ TUR, SYR TUR, SOM USA, NGA USA"
)


def states(path: Path) -> nx.Graph:
    """The signed network between states; what happens to a place counts for its state."""
    relations = ontology().relations
    with path.open(encoding="utf-8") as lines:
        said = [Statement.from_json(json.loads(line), relations) for line in lines]
    return alliance(build(said), types=["State"], places=True)


def allied(path: Path) -> set[frozenset[str]]:
    """Pairs with a defence pact in the last year of the table, by their COW codes."""
    with path.open(encoding="utf-8") as table:
        return {
            frozenset((row["state1"], row["state2"]))
            for row in csv.DictReader(table, delimiter="\t")
            if row["obligation"] == "atop_defense" and row["end"] == "2018"
        }


def told(network: nx.Graph, pairs: list[tuple[str, str]], sign: int, title: str) -> None:
    """Print the share of pairs with the expected sign, and the others."""
    fitting = [pair for pair in pairs if network.edges[pair]["sign"] == sign]
    share = len(fitting) / len(pairs) if pairs else 0.0
    print(f"{title}: {len(fitting)} of {len(pairs)} ({share:.0%})")
    for pair in sorted(set(pairs) - set(fitting)):
        edge, label = network.edges[pair], network.nodes
        print(
            f"    {label[pair[0]]['label']} - {label[pair[1]]['label']}: cooperation "
            f"{edge['cooperation']:.1f}, conflict {edge['conflict']:.1f}, {edge['events']} events"
        )


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("statements", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--events", type=int, default=2, help="leave out pairs with fewer events")
    given = parser.parse_args()
    network = states(given.statements)
    codes = {node: node.removeprefix("actor:") for node in network}
    pacts = allied(given.data / "gazetteer" / "alliances_atop.tsv")
    wars = {frozenset(pair.split()) for pair in WARS_2025.split(", ")}
    seen = [(a, b) for a, b, n in network.edges(data="events") if n >= given.events]
    fought = [pair for pair in seen if {codes[n] for n in pair} in wars]
    friends = [
        pair
        for pair in seen
        if frozenset(COW.get(codes[n], codes[n]) for n in pair) in pacts and pair not in fought
    ]
    others = sorted(set(seen) - set(fought) - set(friends))
    print(f"{len(network)} states, {len(seen)} pairs with at least {given.events} events")
    told(network, friends, 1, "joined by a defence pact, more cooperation")
    told(network, fought, -1, "used force against each other, more conflict")
    friendly = sum(network.edges[pair]["sign"] > 0 for pair in others)
    print(f"all other pairs, more cooperation: {friendly} of {len(others)}")
    missing = sorted(
        "-".join(sorted(war)) for war in wars - {frozenset(codes[n] for n in p) for p in fought}
    )
    print("at war, but not in the graph:", ", ".join(missing) or "none")


if __name__ == "__main__":
    main()
