"""What users get: the built wheel, in an empty environment, without the checkout."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def run(*command: str | Path, cwd: Path) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a fresh environment that holds nothing but the wheel and what it needs."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, cwd=folder)
    [wheel] = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=True)
    run(folder / "venv/bin/python", "-m", "pip", "install", "-q", wheel, cwd=folder)
    shutil.copytree(ROOT / "examples" / "articles", folder / "articles")
    return folder


@pytest.mark.slow
def test_the_wheel_builds_the_demo_graph(installed: Path) -> None:
    kg = installed / "venv/bin/kg"
    said = run(kg, "build", "articles", "--out", "demo", cwd=installed)
    assert "8 articles" in said
    for name in ("statements.jsonl", "graph.ttl", "graph.html", "store"):
        assert (installed / "demo" / name).exists()
    pair = ("--first", "Russia", "--second", "Georgia")
    assert "invaded" in run(kg, "query", "demo", "evidence", *pair, cwd=installed)


@pytest.mark.slow
def test_the_wheel_is_light(installed: Path) -> None:
    listed = run(installed / "venv/bin/python", "-m", "pip", "list", cwd=installed).lower()
    for heavy in ("torch", "transformers", "jdk", "pandas", "igraph"):
        assert f"\n{heavy} " not in listed
