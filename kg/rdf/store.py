"""The store: articles and their statements go in, statements and answers come out.

What it holds is a function of the articles that were added, whatever the order: one graph for
each article, the plain triples of the claims that were promoted, and a description of each actor.
Each change is one transaction, so an article is there as a whole or not at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from ..actors import Register
from ..errors import BadInput, BadQuery, StoreError, nearest
from ..files import whole_folder
from ..model import Article, Statement
from ..ontology import GP, RDF
from . import export, importing, layers, sparql
from .addresses import is_address
from .answers import Answer, collect
from .assertions import to_quads
from .engine import Embedded, Engine, is_store
from .facts import Policy
from .reading import About, from_quads, index, read_article
from .remote import Remote
from .rules import Inferred, infer
from .schema import ontology_quads
from .terms import BASE, DCT, FOLDERS, Names, Node, Run, node
from .turtle import Abbreviator


class Change(NamedTuple):
    """What adding or retracting an article did to its assertions, by their IRIs."""

    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    """Still there, but with another confidence, rule, time or the like."""

    def __bool__(self) -> bool:
        return any(self)


class Store:
    """Articles and their statements as RDF, in memory, in a folder or on a server."""

    def __init__(
        self,
        engine: Engine | None = None,
        *,
        base: str | None = None,
        register: Register | None = None,
        run: Run | None = None,
        policy: Policy | None = None,
    ) -> None:
        self._engine = engine if engine is not None else Embedded()
        self.names = Names(self._base(base), register)
        self.run = run if run is not None else Run()
        self.policy = policy if policy is not None else Policy()
        self._described: set[str] = set()
        self._short = Abbreviator(self.names.prefixes)
        self._knows_the_ontology = False

    @classmethod
    def open(
        cls,
        path: Path | str | None = None,
        *,
        read_only: bool = False,
        base: str | None = None,
        register: Register | None = None,
        run: Run | None = None,
        policy: Policy | None = None,
    ) -> Store:
        """Open the store in a folder, making it if need be; without a path, one in memory.

        ``path`` may be the address of a SPARQL 1.1 server (http://…/query); see
        :mod:`kg.rdf.addresses`. Nothing is written before something is added or inferred.

        Raises
        ------
        StoreError
            if it is open elsewhere, is no store, lies under another base, or cannot be reached.
        """
        engine: Engine
        if is_address(path):
            engine = Remote(path, read_only=read_only)
        else:
            engine = Embedded(Path(path) if path is not None else None, read_only=read_only)
        return cls(engine, base=base, register=register, run=run, policy=policy)

    def _base(self, wanted: str | None) -> str:
        """The base that the store was made with; a new one takes the wanted or the usual."""
        mark = FOLDERS["g"] + "ontology"
        there = [name.value for name in self._engine.graphs() if name.value.endswith("/" + mark)]
        kept = there[0].removesuffix(mark) if there else None
        if kept and wanted and kept != wanted:
            raise StoreError(f"The store lies under {kept}, it cannot be opened under {wanted}.")
        base = kept or wanted or BASE
        if not base.endswith(("/", "#")):
            raise StoreError(f"The base {base} must end with a slash.")
        return base

    # ---------------------------------------------------------------------------- writing

    def _before_writing(self) -> None:
        """Refuse a store that is only read; keep what geo.ttl says, as it is now.

        Rules and queries look relations up there.
        """
        if self._engine.read_only:
            raise StoreError("The store was opened for reading only.")
        if not self._knows_the_ontology:
            graph = self.names.ontology
            wanted, there = ontology_quads(graph), set(self._engine.quads(graph=graph))
            if wanted != there:
                self._engine.replace(graph, there, wanted)
            self._knows_the_ontology = True

    def add(self, article: Article | str, statements: Iterable[Statement]) -> Change:
        """Keep what one article says, in place of what the store held of it; say what changed.

        ``article`` may be an id alone, where nothing else is known. Adding the same again
        writes nothing. What was inferred is dropped with the first change: see :meth:`infer`.

        Raises
        ------
        BadStatement
            if a statement is of another article or cannot be written as RDF.
        """
        if isinstance(article, str):
            article = Article(article, text="")
        new = to_quads(self.names, article, statements, self.run)
        return self._replace(self.names.graph(article.id), new, self.run)

    def add_all(self, statements: Iterable[Statement]) -> int:
        """Add statements of which only the articles' ids are known; return how many articles."""
        by_article: dict[str, list[Statement]] = defaultdict(list)
        for statement in statements:
            by_article[statement.article].append(statement)
        for id, found in sorted(by_article.items()):
            self.add(id, found)
        return len(by_article)

    def load(self, path: Path | str) -> int:
        """Add the articles of a file that kg wrote, in any format; return how many.

        Their text is not in the file, only its digest. An article that the store has is replaced.

        Raises
        ------
        BadInput
            if the file is not there or not in the format of its name.
        BadStatement
            if an assertion in it cannot be read.
        """
        quads = importing.read_file(Path(path))
        for id, iri in sorted(importing.identifiers(quads).items()):
            self.names.adopt(id, iri)
        count = 0
        for found in importing.found_in(quads):
            new = to_quads(self.names, found.article, found.statements, found.run, found.digest)
            self._replace(self.names.graph(found.article.id), new, found.run)
            count += 1
        return count

    def retract(self, article_id: str) -> Change:
        """Forget an article, and every fact that rested on it alone.

        Raises
        ------
        BadInput
            if the store holds no such article.
        """
        return self._replace(self._graph_of(article_id), set(), None)

    def _replace(self, graph: Node, new: set[ox.Quad], run: Run | None) -> Change:
        self._before_writing()
        engine, names = self._engine, self.names
        old = set(engine.quads(graph=graph))
        if old == new:
            return Change()
        before, after = index(old), index(new)
        added: set[ox.Quad] = set()
        removed: set[ox.Quad] = set()
        for more, less in (
            layers.facts(engine, names, self.policy, graph, before, after),
            layers.entities(engine, names, graph, before, after, self._described),
            layers.runs(engine, names, graph, after, run),
        ):
            added |= more
            removed |= less
        inferred = (names.derived, names.corroboration)
        stale = inferred if engine.has(*inferred) else ()
        if added or removed or stale:
            engine.write(added | (new - old), removed | (old - new), stale)
        else:
            engine.replace(graph, old, new)
        return _change(before, after)

    def infer(self) -> Inferred:
        """Run the rules to a fixed point; count the sources of each fact; say how much came out.

        What was inferred before is replaced. The result is a function of the articles.
        """
        self._before_writing()
        inferred = infer(self._engine, self.names, self.policy)
        graphs = (self.names.derived, self.names.corroboration)
        there = {quad for graph in graphs for quad in self._engine.quads(graph=graph)}
        if there != inferred.quads:
            if there:
                self._engine.write(inferred.quads - there, there - inferred.quads)
            else:
                self._engine.write(inferred.quads)
        return inferred

    # ---------------------------------------------------------------------------- reading

    def statements(self, article_id: str | None = None) -> Iterator[Statement]:
        """Yield the statements of one article or of all, in order of the articles' graphs."""
        for _, about in self._graphs(article_id):
            yield from from_quads(about)

    def articles(self) -> Iterator[Article]:
        """Yield the articles in order of their graphs. Their text is not kept: it is empty."""
        kind = node(GP, "Article")
        for graph in self._article_graphs():
            for quad in list(self._engine.quads(None, node(RDF, "type"), kind, graph)):
                if isinstance(quad.subject, Node):
                    about = index(self._engine.quads(subject=quad.subject, graph=graph))
                    yield read_article(about[quad.subject.value])

    def article(self, id: str) -> Article:
        """Return an article. Its text is not kept: it is empty.

        Raises
        ------
        BadInput
            if the store holds no such article; it names the nearest.
        """
        about = index(self._engine.quads(graph=self._graph_of(id)))
        return read_article(about[self.names.article(id).value])

    def article_ids(self) -> list[str]:
        """Return the ids of all articles, sorted."""
        found = self.query("SELECT ?id { ?a a gp:Article ; dct:identifier ?id }")
        return sorted(row[0] for row in found if row[0] is not None)

    def _graph_of(self, article_id: str) -> Node:
        graph = self.names.graph(article_id)
        if not self._engine.has(graph):
            near = nearest(article_id, self.article_ids())
            raise BadInput(f"The store holds no article {article_id!a}.{near}")
        return graph

    def _graphs(self, article_id: str | None) -> Iterator[tuple[Node, About]]:
        graphs = [self.names.graph(article_id)] if article_id is not None else None
        for graph in graphs if graphs is not None else self._article_graphs():
            yield graph, index(self._engine.quads(graph=graph))

    def _article_graphs(self) -> list[Node]:
        return [name for name in self._engine.graphs() if name not in self.names.shared]

    def query(self, text: str, *, name: str = "", union: bool = True) -> Answer:
        """Answer a SELECT, ASK, CONSTRUCT or DESCRIBE.

        The default graph is the union of all graphs, so a query need not say where a triple
        stands; the usual prefixes (gp, r, rdf, rdfs, prov, schema, skos, xsd, g, ...) need not be
        declared. ``union=False`` leaves the default graph empty, as SPARQL has it. ``name`` is
        put before an error: the file that the query was read from.

        Raises
        ------
        BadQuery
            if it is not SPARQL, or an update, or would read anything but this store.
        """
        sparql.check(text)
        prefixes = self.names.prefixes
        try:
            return collect(self._engine.query(text, self.names, union=union), prefixes)
        except SyntaxError as error:
            raise sparql.explained(error, text, prefixes, name) from None
        except (OSError, ValueError, RuntimeError) as error:
            raise BadQuery(f"The query could not be answered: {error}") from error

    def quads(self, *, ontology: bool = False) -> Iterator[ox.Quad]:
        """Yield every quad, for the modules of this room; geo.ttl's own only when asked for."""
        for quad in self._engine.quads():
            if ontology or quad.graph_name != self.names.ontology:
                yield quad

    def __len__(self) -> int:
        """Count the quads, geo.ttl's own left out."""
        return sum(1 for _ in self.quads())

    def shorten(self, iri: Node) -> str:
        """Return an IRI as a prefixed name, where a prefix fits."""
        return self._short(iri)

    def identifiers(self) -> dict[str, str]:
        """Return the actor id of each actor's IRI."""
        found = self._engine.quads(predicate=node(DCT, "identifier"), graph=self.names.entities)
        return {
            quad.subject.value: quad.object.value
            for quad in found
            if isinstance(quad.subject, Node) and isinstance(quad.object, ox.Literal)
        }

    # ---------------------------------------------------------------------- opening, closing

    def save(self, path: Path | str, format: str | None = None, *, profile: str = "lean") -> None:
        """Write everything to one file, in the format of its name: .ttl, .trig, .nq, .jsonld, .rdf.

        See :func:`kg.rdf.dump` for the formats and profiles.

        Raises
        ------
        BadInput
            if neither the format nor the file's name says which.
        """
        export.save(self, path, format, profile=profile)

    def backup(self, path: Path | str, *, replace: bool = False) -> None:
        """Write a copy that readers can open while this store is written to.

        The folder appears whole or not at all. ``replace`` lets it take the place of a store that
        is there, such as an older backup.

        Raises
        ------
        StoreError
            if there is something at the path already, or with ``replace`` something that is no
            store or is open.
        """
        path = Path(path)
        if path.exists():
            if not replace:
                raise StoreError(
                    f"{path} is there already; a backup makes its own folder, or with --replace "
                    f"takes the place of a store."
                )
            if not is_store(path):
                raise StoreError(f"{path} is no store; a backup takes the place of a store only.")
            Embedded(path).close()  # refused where somebody writes to it, this store included
        with whole_folder(path) as folder:
            self._engine.backup(folder)

    def close(self) -> None:
        """Put everything on disk and release the folder."""
        self._engine.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _change(before: About, after: About) -> Change:
    old, new = (
        {iri: known for iri, known in about.items() if GP + "claim" in known}
        for about in (before, after)
    )
    return Change(
        frozenset(new.keys() - old.keys()),
        frozenset(old.keys() - new.keys()),
        frozenset(iri for iri in new.keys() & old.keys() if not _same(new[iri], old[iri])),
    )


def _same(a: About | object, b: About | object) -> bool:
    assert isinstance(a, dict) and isinstance(b, dict)
    return a.keys() == b.keys() and all(set(a[k]) == set(b[k]) for k in a)
