"""The ontology: 70 relations, closed domains and ranges, errors at load."""

from pathlib import Path

import pytest

from kg.errors import OntologyError, UnknownRelation, UnknownType
from kg.ontology import home, load, ontology

HEAD = """
@prefix gp: <https://w3id.org/geokg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
gp:Actor a owl:Class .
gp:State a owl:Class ; rdfs:subClassOf gp:Actor .
"""
RELATION = """
gp:likes a owl:ObjectProperty ; rdfs:label "likes"@en ; skos:definition "Likes"@en ;
  rdfs:domain gp:Actor ; rdfs:range gp:State ; gp:defaultWeight 0.5 ; gp:kind "state" .
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "small.ttl"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def test_all_relations_of_the_inventory_are_there() -> None:
    relations = ontology().relations
    assert len(relations) == 70
    for relation in relations.values():
        assert relation.label
        assert relation.definition
        assert relation.domain
        assert relation.range
        assert relation.kind in ("event", "state", "derived")
        assert -1 <= relation.weight <= 1
        if relation.political and relation.kind != "derived":
            assert relation.plover or not relation.cameo, relation.name


def test_the_inventory_agrees_with_the_reference(shared: Path) -> None:
    rows = (shared / "reference/relations.tsv").read_text(encoding="utf-8").splitlines()
    keys = rows[0].split("\t")
    for row in rows[1:]:
        given = dict(zip(keys, row.split("\t"), strict=True))
        relation = ontology().relation(given["name"])
        assert relation.label == given["label"]
        assert relation.symmetric == ("sym" in given["chars"])
        assert relation.weight == float(given["weight"].replace("−", "-"))
        assert relation.kind[0].upper() == given["kind"]


def test_domains_are_closed_over_subclasses(tmp_path: Path) -> None:
    relation = load(write(tmp_path, RELATION)).relation("likes")
    assert relation.domain == {"Actor", "State"}
    assert relation.range == {"State"}


def test_ancestors_are_closed_upward() -> None:
    assert {"fights", "opposes", "conflictWith"} <= set(ontology().relation("atWarWith").ancestors)


def test_an_unknown_relation_names_the_nearest() -> None:
    with pytest.raises(UnknownRelation, match="Nearest: 'alliedWith'"):
        ontology().relation("aliedWith")


def test_an_unknown_type_names_the_nearest() -> None:
    with pytest.raises(UnknownType, match="Nearest: 'State'"):
        ontology().is_a("Sate", "Actor")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (RELATION.replace("gp:State ;", "gp:Stat ;"), "Nearest: 'State'"),
        (RELATION.replace('rdfs:label "likes"@en ;', ""), "needs exactly one .*label"),
        (RELATION.replace("rdfs:range gp:State ;", ""), "needs exactly one .*range"),
        (RELATION.replace("gp:kind", "gp:knd"), "needs exactly one .*kind"),
        ("gp:likes a owl:ObjectProperty", "is not Turtle"),
    ],
)
def test_a_faulty_file_is_refused_at_load(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(OntologyError, match=complaint):
        load(write(tmp_path, text))


def test_home_is_the_folder_beside_the_package() -> None:
    assert (home() / "geo.ttl").is_file()
