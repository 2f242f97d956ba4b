"""kill -9 at any moment loses nothing acknowledged and leaves no half article.

Whether it is kg that is killed, or the server that it writes to.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Timer

import pytest

from kg.errors import StoreError
from kg.model import Article, Statement
from kg.rdf import Store, dump

from .servers import oxigraph, started
from .test_store import ARMY, SUDLAND, TEXT, article, statement

ARTICLES = 40
KILLS = int(os.environ.get("KG_KILLS", "4"))
"""How many moments to try; `KG_KILLS=100 pytest tests/test_rdf_crash.py` for the long run."""

# Adds the articles one by one and says so after each; the parent kills it meanwhile.
CHILD = """
import sys
sys.path.insert(0, sys.argv[2])
from tests.test_rdf_crash import world
from kg.rdf import Store
store = Store.open(sys.argv[1])
print("open", flush=True)
for number, (home, found) in enumerate(world()):
    store.add(home, found)
    print(number, flush=True)
store.infer()
print("inferred", flush=True)
store.close()
"""


def world() -> list[tuple[Article, list[Statement]]]:
    """Articles that share actors and facts; every fourth is a second reading of an earlier one."""
    made = []
    for number in range(ARTICLES):
        id = f"a{number - 2 if number % 4 == 3 else number}"
        home = article(id, f"Outlet {number % 5}", f"{TEXT} {number}")
        found = [
            statement(ARMY, of=home),
            statement(relation="met", of=home, start=33, end=53),
            statement(speaker=SUDLAND, of=home, start=number, end=number + 2),
        ]
        made.append((home, found if number % 4 != 3 else found[:2]))
    return made


def state(steps: int) -> str:
    store = Store.open()
    for home, found in world()[:steps]:
        store.add(home, found)
    return dump(store, "nquads")


def killed(path: Path, after: float) -> int:
    """Build until killed; return how many articles were acknowledged."""
    root = str(Path(__file__).resolve().parents[1])
    command = [sys.executable, "-c", CHILD, str(path), root]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"
        time.sleep(after)
        child.send_signal(signal.SIGKILL)
        lines = child.stdout.read().splitlines()
    return sum(1 for line in lines if line.isdecimal())


@pytest.mark.slow
def test_kill_9_at_any_moment(tmp_path: Path) -> None:
    random.seed(9)
    states = {state(steps): steps for steps in range(ARTICLES + 1)}
    undisturbed = Store.open()
    for home, found in world():
        undisturbed.add(home, found)
    undisturbed.infer()
    wanted = dump(undisturbed, "nquads")
    seen = set()
    for attempt in range(KILLS):
        path = tmp_path / f"store{attempt}"
        acknowledged = killed(path, after=random.uniform(0, 0.15))
        with Store.open(path) as store:
            held = dump(store, "nquads")
            steps = states.get(held)
            assert steps is not None or held == wanted, "an article or a layer is half there"
            assert steps is None or steps >= acknowledged, "an acknowledged article is lost"
            seen.add(steps)
            for home, found in world():
                store.add(home, found)
            store.infer()
            assert dump(store, "nquads") == wanted
    assert KILLS < 10 or len(seen) > 3, "the kills came at different moments"


@pytest.mark.slow
def test_kill_9_of_the_server_at_any_moment(tmp_path: Path) -> None:
    random.seed(9)
    states = {state(steps): steps for steps in range(ARTICLES + 1)}
    for attempt in range(KILLS):
        folder = tmp_path / f"store{attempt}"
        running, address = started(folder)
        Timer(random.uniform(0.1, 0.8), running.kill).start()
        acknowledged = 0
        with suppress(StoreError):
            store = Store.open(address)
            for home, found in world():
                store.add(home, found)
                acknowledged += 1
        running.wait()
        with oxigraph(folder) as address:
            store = Store.open(address)
            steps = states.get(dump(store, "nquads"))
            assert steps is not None, "an article or a layer is half there"
            assert steps >= acknowledged, "an acknowledged article is lost"
            for home, found in world():
                store.add(home, found)
            assert dump(store, "nquads") == state(ARTICLES)


def test_the_world_of_this_test_has_facts_of_each_kind() -> None:
    store = Store.open()
    for home, found in world():
        store.add(home, found)
    assert len(store.query("SELECT * { GRAPH g:facts { ?s ?p ?o } }")) == 3
