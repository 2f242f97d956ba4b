"""The notebooks run from top to bottom, hold no output and define nothing."""

import ast
import json
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))


def code_of(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def test_there_are_four():
    assert [path.name[:2] for path in NOTEBOOKS] == ["01", "02", "03", "04"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_outputs_are_stripped_and_nothing_is_defined(path):
    for cell in code_of(path):
        assert cell["outputs"] == [] and cell["execution_count"] is None
        tree = ast.parse("".join(cell["source"]))
        defined = (ast.FunctionDef, ast.ClassDef)
        assert not any(isinstance(node, defined) for node in ast.walk(tree))


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_from_top_to_bottom(path, monkeypatch, capsys):
    """Each cell in turn, and its last value shown, as Jupyter does."""
    if "figures" in path.read_text(encoding="utf-8"):
        pytest.importorskip("matplotlib", reason="the extra 'notebooks' is not installed")
    monkeypatch.chdir(path.parent)
    names = {"__name__": "__main__"}
    for cell in code_of(path):
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, path.name, "exec"), names)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), path.name, "eval"), names)
            shown = [name for name in ("_repr_svg_", "_repr_html_") if hasattr(value, name)]
            assert not shown or "<" in getattr(value, shown[0])()
