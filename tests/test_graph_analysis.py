"""Partners, blocs, balance, brokers, backing: on graphs that one can see."""

import sys
from itertools import combinations, product

import networkx as nx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.graph import (
    actor_id,
    alliance,
    allies,
    bloc_matrix,
    blocs,
    brokers,
    build,
    candidates,
    census,
    frustration,
    influence,
    mediators,
    misfits_by_actor,
    opposite_sides,
    polarisation,
    proxies,
    rivals,
    signed_modularity,
    similar,
    stability,
    triads,
)
from kg.graph.backing import _pagerank
from kg.graph.balance import adjacency
from kg.graph.brokers import _betweenness
from kg.graph.frustration import _local_search, _misfits, _packed_triads

from .browser.small_world import syria
from .test_graph_build import say


def signed(*rows):
    """Return the network of "AB+" and "CD-": two actors and the sign of their link."""
    network = nx.Graph()
    for first, second, sign in rows:
        value = 1.0 if sign == "+" else -1.0
        for node in (first, second):
            network.add_node(node, label=node)
        network.add_edge(
            first,
            second,
            cooperation=max(value, 0.0),
            conflict=max(-value, 0.0),
            weight=value,
            tone=value,
            sign=int(value),
            events=1,
            sources=1,
            statements=(f"s:{first}{second}",),
        )
    return network


@pytest.fixture(scope="module")
def world():
    articles, said = syria()
    return build(said, articles=articles)


@pytest.fixture(scope="module")
def network(world):
    return alliance(world)


def labels(network, ids):
    return [network.nodes[node]["label"] for node in ids]


def test_allies_and_rivals_of_turkey(network):
    turkey = actor_id(network, "Turkey")
    assert allies(network, turkey, top=2)[0].label == "Free Syrian Army"
    assert [rival.label for rival in rivals(network, turkey, top=2)] == ["Islamic State", "YPG"]
    assert all(partner.statements for partner in allies(network, turkey))


def test_similar_actors_share_friends_and_enemies():
    network = signed("AX+", "AY-", "BX+", "BY-", "CX-", "CY+", "AB-")
    found = {s.actor: round(s.score, 9) for s in similar(network, "A")}
    assert found["B"] == 1.0
    assert found["C"] < -0.8
    best = similar(network, "A")[0]
    assert (best.friends, best.enemies, best.divided) == (("X",), ("Y",), ())
    assert best.statements == ("s:AX", "s:AY", "s:BX", "s:BY")


def test_candidates_are_guesses_by_balance_and_no_links():
    network = signed("AX+", "BX+", "CX-")
    found = {(c.first, c.second): c.sign for c in candidates(network)}
    assert found == {("A", "B"): 1, ("A", "C"): -1, ("B", "C"): -1}
    assert not network.has_edge("A", "B")
    assert candidates(network)[0].through == ("X",)


# ---- blocs

TWO_CAMPS = ("AB+", "BC+", "AC+", "DE+", "EF+", "DF+", "AD-", "BE-", "CF-")


def test_blocs_part_the_camps():
    network = signed(*TWO_CAMPS)
    found = blocs(network)
    assert [bloc.members for bloc in found] == [("A", "B", "C"), ("D", "E", "F")]
    assert found[0].cooperation == 3.0
    assert found[0].outward_conflict == 3.0
    assert found[0].statements == ("s:AB", "s:AC", "s:BC")
    assert bloc_matrix(network, [bloc.members for bloc in found]) == [
        [(3.0, 0.0), (0.0, 3.0)],
        [(0.0, 3.0), (3.0, 0.0)],
    ]


def test_enemies_alone_make_no_bloc():
    assert all(len(bloc.members) == 1 for bloc in blocs(signed("AB-", "BC-", "AC-")))


networks = st.integers(2, 7).flatmap(
    lambda n: st.lists(
        st.tuples(st.sampled_from(list(combinations("ABCDEFG"[:n], 2))), st.sampled_from("+-")),
        min_size=1,
        unique_by=lambda row: row[0],
    )
).map(lambda rows: signed(*(f"{pair[0]}{pair[1]}{sign}" for pair, sign in rows)))  # fmt: skip


@settings(deadline=None)
@given(networks)
def test_blocs_hold_everybody_once_and_are_no_worse_than_one_bloc(network):
    found = [bloc.members for bloc in blocs(network)]
    assert sorted(node for members in found for node in members) == sorted(network)
    everybody = [tuple(network)]
    alone = [(node,) for node in network]
    best = signed_modularity(network, found)
    assert best >= signed_modularity(network, everybody) - 1e-9
    assert best >= signed_modularity(network, alone) - 1e-9


@settings(deadline=None)
@given(networks)
def test_who_shares_a_bloc_is_linked_within_it(network):
    for bloc in blocs(network):
        assert nx.is_connected(network.subgraph(bloc.members))


# from each actor alone, no order of moves leads to its best
FAR_FROM_ALONE = signed("AB+", "AC+", "AF-", "BE+", "CD+", "CE-", "DF+")


@settings(max_examples=40, deadline=None)
@given(networks)
@example(FAR_FROM_ALONE)
def test_blocs_are_nearly_as_good_as_the_best_of_linked_actors(network):
    def partitions(nodes):
        if not nodes:
            yield []
            return
        for rest in partitions(nodes[1:]):
            yield [[nodes[0]], *rest]
            for n, group in enumerate(rest):
                yield [*rest[:n], [nodes[0], *group], *rest[n + 1 :]]

    if len(network) > 6:
        return

    def linked(partition):
        return all(nx.is_connected(network.subgraph(group)) for group in partition)

    possible = filter(linked, partitions(sorted(network)))
    best = max(signed_modularity(network, partition) for partition in possible)
    found = signed_modularity(network, [bloc.members for bloc in blocs(network, restarts=10)])
    assert found >= best - 0.05


def test_stability_of_clear_camps_is_high(world):
    said = [
        say(f"{a} | {relation} | {b}", article=f"a{n}")
        for n in range(12)
        for a, relation, b in [
            ("Turkey", "backs", "Greece"),
            ("Russia", "backs", "Syria"),
            ("Turkey", "attacked", "Syria"),
            ("Russia", "attacked", "Greece"),
        ]
    ]
    found = stability(build(said), samples=5)
    assert found.agreement == 1.0
    assert set(found.share.values()) == {1.0}
    shaky = stability(world, samples=5)
    assert 0 < shaky.agreement < 1
    assert shaky == stability(world, samples=5)


# ---- balance


def test_triads_of_each_kind():
    network = signed("AB+", "BC+", "AC+", "CD-", "BD-", "AE+", "CE-")
    assert {(t.actors, t.kind, t.balanced) for t in triads(network)} == {
        (("A", "B", "C"), "+++", True),
        (("B", "C", "D"), "+--", True),
        (("A", "C", "E"), "++-", False),
    }
    found = census(network)
    assert found.counts == {"+++": 1, "++-": 1, "+--": 1, "---": 0}
    assert found.balanced == pytest.approx(2 / 3)


def test_a_margin_leaves_out_what_is_neither():
    network = signed("AB+", "BC+", "AC-")
    network.edges["A", "C"]["tone"] = -0.1
    assert census(network, margin=0.2).counts == dict.fromkeys(("+++", "++-", "+--", "---"), 0)
    assert frustration(network, margin=0.2).upper == 0


@settings(deadline=None)
@given(networks)
def test_census_counts_what_triads_yield(network):
    counts = dict.fromkeys(("+++", "++-", "+--", "---"), 0)
    for triad in triads(network):
        counts[triad.kind] += 1
    assert census(network).counts == counts


def fewest_misfits(network):
    """The frustration index by trying all camps."""
    nodes = sorted(network)
    camps = (dict(zip(nodes, sides, strict=True)) for sides in product((0, 1), repeat=len(nodes)))
    edges = list(network.edges(data="tone"))
    return min(sum((side[a] == side[b]) != (tone > 0) for a, b, tone in edges) for side in camps)


@settings(deadline=None)
@given(networks)
def test_frustration_is_the_least_over_all_camps(network):
    pytest.importorskip("scipy", reason="the exact index needs scipy")
    found = frustration(network)
    assert found.exact
    assert found.lower == found.upper == len(found.misfits) == fewest_misfits(network)
    first, second = map(set, found.camps)
    assert first | second == set(network)
    for misfit in found.misfits:
        ends = {misfit.first, misfit.second}
        assert (ends <= first or ends <= second) == (misfit.sign < 0)


@settings(deadline=None)
@given(networks)
def test_bounds_hold_without_the_programme(network):
    near = adjacency(network, 0.0)
    least = fewest_misfits(network)
    assert _packed_triads(near) <= least
    assert sum(1 for _ in _misfits(near, _local_search(near, 20, 0))) >= least


def test_who_is_out_of_line():
    network = signed(*TWO_CAMPS, "AE+", "AF+")
    found = frustration(network)
    assert found.upper == 2
    assert next(iter(misfits_by_actor(found.misfits))) == "A"


def test_polarisation_of_camps_and_of_harmony():
    assert polarisation(signed(*TWO_CAMPS)).score == pytest.approx(1.0)
    assert polarisation(signed("AB+", "BC+", "AC+")).score == 0.0
    assert polarisation(nx.Graph()).score == 0.0


# ---- brokers


def test_a_broker_stands_between_blocs():
    network = signed("AB+", "BC+", "AC+", "CD+", "DE+", "EF+", "DF+")
    best = brokers(network, groups=[("A", "B", "C"), ("D", "E", "F")], top=2)
    assert {broker.actor for broker in best} == {"C", "D"}
    assert best[0].reach == pytest.approx(1 - (2 / 3) ** 2 - (1 / 3) ** 2)
    assert best[0].statements == ("s:AC", "s:BC", "s:CD")


def test_rustworkx_gives_the_same_betweenness(monkeypatch):
    pytest.importorskip("rustworkx", reason="the extra 'fast' is not installed")
    graph = nx.gnp_random_graph(60, 0.08, seed=1)
    slow = _betweenness(graph)
    monkeypatch.setattr(sys.modules["kg.graph.brokers"], "LARGE", 1)
    assert _betweenness(graph) == pytest.approx(slow)
    assert brokers(nx.Graph()) == []


def test_mediators_and_their_parties(world):
    found = {m.label: m for m in mediators(world)}
    assert set(found) == {"Russia", "Turkey", "United Nations"}
    assert labels(world, found["Turkey"].parties) == ["Syrian government"]


# ---- backing


def test_patrons_are_those_whom_backing_ends_at(world):
    found = influence(world)
    assert {"United States", "Turkey", "Russia"} <= {patron.label for patron in found}
    assert all(patron.statements and patron.clients for patron in found)


def test_pagerank_is_that_of_networkx():
    pytest.importorskip("scipy", reason="networkx needs scipy for its PageRank")
    links = {"A": {"B": 1.0, "C": 3.0}, "B": {"C": 1.0}, "D": {"A": 2.0}}
    graph = nx.DiGraph((a, b, {"weight": w}) for a, near in links.items() for b, w in near.items())
    assert _pagerank(links, 0.85) == pytest.approx(nx.pagerank(graph, tol=1e-12), abs=1e-6)


def test_proxies_share_enemies_with_their_sponsors(world):
    found = {(p.sponsor_label, p.client_label): p for p in proxies(world)}
    kurds = found["United States", "YPG"]
    assert "Islamic State" in labels(world, kurds.enemies)
    assert ("Saudi Arabia", "Syrian opposition") in found
    assert all(p.statements for p in found.values())


def test_opposite_sides_are_found_and_stated(world):
    found = {
        frozenset((world.nodes[o.first]["label"], world.nodes[o.second]["label"])): o
        for o in opposite_sides(world, roll_up=False)
    }
    both = found[frozenset(("Russia", "Turkey"))]
    assert both.stated
    said = [
        say("Turkey | backs | YPG"),
        say("Russia | backs | Islamic State"),
        say("YPG | fights | Islamic State", start="2015"),
    ]
    (pair,) = opposite_sides(build(said))
    assert pair.over == (("actor:isis", "actor:ypg"),)
    assert len(pair.statements) == 3
    assert opposite_sides(build(said), window=("2001", "2002")) == []
