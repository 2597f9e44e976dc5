"""The composition root: a corpus and settings in, the service out. Importing this reads nothing."""

from __future__ import annotations

import asyncio
import gc
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import cast

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from api import describe
from api.corpus import Corpus, FixedGraph
from api.deps import Parts
from api.embedding import Kept
from api.errors import handle_errors
from api.guard import Guard, Links, Pace, SameOrigin
from api.metrics import Metrics
from api.middleware import LimitBody, Observe, OneState
from api.remembering import Remember
from api.routes import (
    access,
    ask,
    care,
    decisions,
    docs,
    documents,
    embeds,
    entities,
    graph,
    health,
    measures,
    paths,
    profiles,
    query,
    relations,
    saved,
    sheets,
    times,
    unfold,
    views,
)
from api.settings import Settings
from api.turns import Few, short_turns
from kg.collecting import each_looked_at_once, without_collection
from kg.cypher import Cypher
from kg.errors import KgError
from kg.extract import extract as read_article
from kg.graph import Graph
from kg.measures import Measures
from kg.model import Document
from kg.pipes.tokens import prepare_segmenter
from kg.questions import Asker
from kg.store import Store
from kg.views import MemoryViews, Views

__all__ = ["create_app"]

_ROUTERS = (
    ask,
    query,
    entities,
    relations,
    paths,
    profiles,
    times,
    measures,
    documents,
    decisions,
    care,
    access,
    graph,
    views,
    sheets,
    unfold,
    saved,
    embeds,
    health,
    docs,
)


def create_app(
    corpus: Corpus | Graph, settings: Settings | None = None, *, extract: Callable[..., Document] = read_article
) -> FastAPI:
    """The service over a store, or over a graph that is only read. `extract` reads articles that come in.

    app = create_app(open_store("qipan.db"), Settings())
    """
    given = settings or Settings()
    asker, cypher, metrics = Asker(), Cypher(), Metrics()
    served = _corpus(corpus)
    app = FastAPI(
        lifespan=_living(served, asker, cypher),
        title="Qipan",
        summary="Chinese business articles as a graph whose every line rests on the articles' own words.",
        description=describe.TEXT,
        version=describe.version(),
        openapi_tags=describe.TAGS,
        docs_url=None,
        redoc_url=None,
        root_path=given.root_path,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.parts = Parts(
        served,
        given,
        extract,
        asker,
        cypher,
        Measures(),
        metrics,
        _views(corpus),
        Kept(),
        secrets.token_bytes(32),
    )
    app.state.routes = [route for routes in _ROUTERS for route in routes.router.routes]
    for routes in _ROUTERS:
        app.include_router(routes.router)
    handle_errors(app)
    _add_middleware(app, given, served, metrics)
    return app


def _living(corpus: Corpus, asker: Asker, cypher: Cypher) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """What is done when the service begins, and when it ends."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        preparing = asyncio.ensure_future(run_in_threadpool(_prepare, corpus, asker))
        await run_in_threadpool(prepare_segmenter)
        with each_looked_at_once(), short_turns():
            yield
        await preparing
        cypher.close()

    return lifespan


def _prepare(corpus: Corpus, asker: Asker) -> None:
    """Read what the first requests would wait for: the graph, and its names as search and questions know them."""
    with suppress(KgError), without_collection():  # /readyz says what is wrong
        graph = corpus.graph()
        next(graph.entities(), None)
        graph.documents()
        graph.find("-")
        asker.prepare(graph)
    gc.collect()  # of what is left: Python collects by how much that is


def _corpus(given: Corpus | Graph) -> Corpus:
    return cast("Corpus", given) if hasattr(given, "graph") else FixedGraph(given)


def _views(given: Corpus | Graph) -> Views:
    """Where views are kept: in the store, if it is one."""
    return cast("Views", given.views) if hasattr(given, "views") else MemoryViews()


def _add_middleware(app: FastAPI, settings: Settings, corpus: Corpus, metrics: Metrics) -> None:
    """The last added is the outermost."""
    app.add_middleware(OneState)
    app.add_middleware(Few)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=4)
    app.add_middleware(LimitBody, most_bytes=settings.most_bytes)
    app.add_middleware(Remember, corpus=corpus, most_bytes=settings.remembered_megabytes << 20)
    store = app.state.parts.corpus
    if settings.access == "keys" and isinstance(store, Store):
        app.add_middleware(Guard, store=store, links=Links(store), pace=Pace(settings.pace))
    app.add_middleware(SameOrigin, hosts=settings.names, origins=frozenset(settings.origins))
    if settings.origins:
        exposed = ["ETag", "Location", "X-Request-Id"]
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.origins,
            allow_methods=["*"],
            allow_headers=["*"],
            expose_headers=exposed,
        )
    app.add_middleware(Observe, start=secrets.token_hex(4), metrics=metrics)
