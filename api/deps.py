"""What routes are given: the corpus, its graph, the page of a list, the reader's language.

All of it is at hand, so that these are coroutines: FastAPI gives each plain function a thread, at 50 µs a turn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Protocol

from fastapi import Depends, Query, Request
from starlette.concurrency import run_in_threadpool

from api.answers import Json
from api.corpus import Corpus
from api.embedding import Kept
from api.errors import NotModified
from api.language import LanguageDep
from api.metrics import Metrics
from api.settings import Settings
from kg.cypher import Cypher
from kg.errors import StoreError
from kg.graph import Graph, RelationFilter
from kg.measures import Measures
from kg.model import Document, Modality
from kg.questions import Asker
from kg.store import Store
from kg.views import Views
from viz.words import Language

__all__ = [
    "DAY",
    "AskerDep",
    "CorpusDep",
    "CypherDep",
    "ExtractDep",
    "FilterDep",
    "Fresh",
    "FreshDep",
    "FromDay",
    "GraphDep",
    "MeasuresDep",
    "MetricsDep",
    "Page",
    "PageDep",
    "Parts",
    "SettingsDep",
    "StoreDep",
    "ToDay",
    "ViewsDep",
    "parts_of",
]


class Extract(Protocol):
    """A reader of articles: `kg.extract.extract`, or another of its form."""

    def __call__(self, text: str, **about: Any) -> Document:
        """The document with its entities and statements."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What `create_app` was given and what it made: one for each app."""

    corpus: Corpus
    settings: Settings
    extract: Callable[..., Document]
    asker: Asker
    cypher: Cypher
    measures: Measures
    metrics: Metrics
    views: Views
    kept: Kept
    secret: bytes  # new with each start: what nonces are made of


def parts_of(request: Request) -> Parts:
    """The parts of the app that a request came to."""
    parts: Parts = request.app.state.parts
    return parts


async def _corpus(request: Request) -> Corpus:
    return parts_of(request).corpus


async def _graph(request: Request) -> Graph:
    corpus = parts_of(request).corpus
    graph = corpus.current()
    return graph if graph is not None else await run_in_threadpool(corpus.graph)


def _store(request: Request) -> Store:
    corpus = parts_of(request).corpus
    if not isinstance(corpus, Store):
        raise StoreError("Nothing is decided about this graph.", hint="It is read only; serve a store.")
    return corpus


async def _asker(request: Request) -> Asker:
    return parts_of(request).asker


async def _extract(request: Request) -> Callable[..., Document]:
    return parts_of(request).extract


async def _cypher(request: Request) -> Cypher:
    return parts_of(request).cypher


async def _measures(request: Request) -> Measures:
    return parts_of(request).measures


async def _metrics(request: Request) -> Metrics:
    return parts_of(request).metrics


async def _settings(request: Request) -> Settings:
    return parts_of(request).settings


async def _views(request: Request) -> Views:
    return parts_of(request).views


ViewsDep = Annotated[Views, Depends(_views)]
CorpusDep = Annotated[Corpus, Depends(_corpus)]
StoreDep = Annotated[Store, Depends(_store)]
GraphDep = Annotated[Graph, Depends(_graph)]
AskerDep = Annotated[Asker, Depends(_asker)]
CypherDep = Annotated[Cypher, Depends(_cypher)]
MeasuresDep = Annotated[Measures, Depends(_measures)]
MetricsDep = Annotated[Metrics, Depends(_metrics)]
SettingsDep = Annotated[Settings, Depends(_settings)]
ExtractDep = Annotated[Callable[..., Document], Depends(_extract)]


@dataclass(frozen=True, slots=True)
class Fresh:
    """The graph for a client that does not have the answer already, and how that answer leaves."""

    graph: Graph
    lang: Language
    etag: str

    def json(self, content: Any) -> Json:
        """The answer, which the client may keep and ask about again."""
        return Json(content, headers=self.headers)

    @property
    def headers(self) -> dict[str, str]:
        """What says how long the answer is good: until the graph changes."""
        return {"ETag": self.etag, "Cache-Control": "private, no-cache", "Vary": "Accept-Language, Accept-Encoding"}


async def _fresh(request: Request, graph: GraphDep, lang: LanguageDep) -> Fresh:
    """An answer depends on the request, the language and the graph's version: where those are known, 304."""
    etag = f'W/"{graph.version}.{lang}"'
    known = {tag.strip() for tag in request.headers.get("if-none-match", "").split(",")}
    if known & {etag, "*"}:
        raise NotModified(etag)
    return Fresh(graph, lang, etag)


FreshDep = Annotated[Fresh, Depends(_fresh)]


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is wanted."""

    limit: int
    cursor: str | None


async def _page(
    request: Request,
    limit: Annotated[int, Query(ge=1, description="At most so many rows.", examples=[50])] = 50,
    cursor: Annotated[
        str | None,
        Query(max_length=2000, description="Where the last page ended: its `next`.", examples=[None]),
    ] = None,
) -> Page:
    return Page(min(limit, parts_of(request).settings.most_rows), cursor)


PageDep = Annotated[Page, Depends(_page)]

DAY = r"^\d{4}(-\d{2}(-\d{2})?)?$"
FromDay = Annotated[
    str | None, Query(alias="from", pattern=DAY, description="Of this day or later.", examples=["2014-01-01"])
]
ToDay = Annotated[
    str | None, Query(alias="to", pattern=DAY, description="Of this day or earlier.", examples=["2026-12-31"])
]


async def _filter(
    relation: Annotated[
        list[str] | None, Query(description="Relation types, all where none is given.", examples=[["develops"]])
    ] = None,
    modality: Annotated[
        list[Modality] | None, Query(description="How surely it is said.", examples=[["asserted"]])
    ] = None,
    type_: Annotated[
        list[str] | None, Query(alias="type", description="Entity types of the other end.", examples=[["Product"]])
    ] = None,
    since: Annotated[
        str | None, Query(pattern=DAY, description="Documents of this day or later.", examples=["2024-01-01"])
    ] = None,
    until: Annotated[
        str | None, Query(pattern=DAY, description="Documents of this day or earlier.", examples=["2026-12-31"])
    ] = None,
    source: Annotated[str | None, Query(description="The id of a document.", examples=["red-envelopes"])] = None,
    min_confidence: Annotated[
        float, Query(ge=0, le=1, description="From 0 to 1.", examples=[0.5], allow_inf_nan=False)
    ] = 0.0,
) -> RelationFilter:
    return RelationFilter(
        frozenset(relation or ()),
        frozenset(modality or ()),
        frozenset(type_ or ()),
        since,
        until,
        source,
        min_confidence,
    )


FilterDep = Annotated[RelationFilter, Depends(_filter)]
