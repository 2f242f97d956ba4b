"""The house rules, as tests."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
import typer

import kg
from kg.cli import app
from kg.nlp.lexicon import lexicon
from kg.ontology import ontology

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "kg").rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_python_never_names_a_relation(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    # Two relations have names that are everyday words: 'left' and 'said', 'met' and the like stand
    # for themselves in code that is about English.
    names = {name for name in ontology().relations if re.search("[A-Z]", name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in docstrings:
            assert node.value not in names, f"{path.name}:{node.lineno} names '{node.value}'"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_module_is_over_400_lines(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 400, f"{path.name} has {lines} lines: what should it have been?"


def test_every_political_relation_has_a_trigger() -> None:
    triggered = {row.relation.name for row in lexicon().rows}
    wanted = {name for name, r in ontology().relations.items() if r.political}
    assert not wanted - triggered


def test_the_public_names_are_there_and_listed() -> None:
    assert kg.__all__ == sorted(kg.__all__)
    for name in kg.__all__:
        assert getattr(kg, name) is not None
    with pytest.raises(AttributeError, match="kg has no 'Stor'"):
        kg.Stor  # noqa: B018


def test_the_changelog_speaks_of_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)", text, re.M)
    assert newest is not None
    assert newest[1] == kg.__version__


def test_every_command_has_help_and_stands_in_the_docs() -> None:
    docs = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    command = typer.main.get_command(app)
    assert hasattr(command, "commands")
    for name, sub in command.commands.items():
        assert sub.help, name
        assert f"## kg {name}\n" in docs, f"docs/commands.md does not tell of 'kg {name}'"
        for option in (o for p in sub.params for o in p.opts if o.startswith("--")):
            assert option in docs, (
                f"docs/commands.md does not tell of {option}: run docs/generate.py"
            )


def test_the_page_of_relations_is_current() -> None:
    page = (ROOT / "docs" / "ontology.md").read_text(encoding="utf-8")
    for relation in ontology().relations.values():
        assert f"`{relation.name}`" in page
        assert relation.definition in page


def test_dependencies_name_no_heavy_library() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {re.split(r"[^A-Za-z0-9-]", d)[0] for d in project["dependencies"]}
    assert not named & {"torch", "transformers", "pandas", "scipy", "igraph", "leidenalg"}
