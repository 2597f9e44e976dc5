"""Articles: put in, listed, read."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from api.answers import Json
from api.corpus import Corpus
from api.deps import CorpusDep, ExtractDep, FreshDep, PageDep
from api.errors import errors
from api.paging import paged
from api.plain import plain_document
from api.schemas import ID, AddedOut, DocumentIn, DocumentOut, DocumentTextOut, PageOut
from kg.errors import InvalidRequest
from kg.reading import read_address, read_text
from kg.serialise import to_json
from kg.store import Added, Outcome

__all__ = ["router"]

router = APIRouter(prefix="/v1/documents", tags=["documents"])
DocumentId = Annotated[str, Path(description="A document's id.", examples=["red-envelopes"])]


@router.post(
    "",
    status_code=201,
    response_model=AddedOut,
    responses=errors(413) | {200: {"model": AddedOut, "description": "The same content is there already."}},
)
def add_document(body: DocumentIn, corpus: CorpusDep, extract: ExtractDep) -> Json:
    """Read an article into the graph.

    The text is read, its entities and statements found, and the graph follows at once. The same content again changes
    nothing (200); another text under an id that is there takes the earlier one's place.
    """
    return _added(corpus, corpus.add(extract(**_about(body))))


@router.put(
    "/{document_id}",
    status_code=200,
    response_model=AddedOut,
    responses=errors(413) | {201: {"model": AddedOut, "description": "There was no such document; now there is."}},
)
def replace_document(
    document_id: Annotated[str, Path(description="A document's id.", pattern=ID, examples=["red-envelopes"])],
    body: DocumentIn,
    corpus: CorpusDep,
    extract: ExtractDep,
) -> Json:
    """Put an article in the place of the one with this id, or read it as a new one (201).

    What only the old text said leaves the graph; what people decided stays.
    """
    return _added(corpus, corpus.add(extract(**_about(body) | {"id": document_id})))


@router.delete("/{document_id}", status_code=204, responses=errors(404))
def delete_document(
    document_id: DocumentId,
    corpus: CorpusDep,
    *,
    forget: Annotated[
        bool, Query(description="For good: past days do not show it any more either.", examples=[False])
    ] = False,
) -> Response:
    """Take an article out of the graph, and what it alone said.

    `GET /v1/history` still shows what it said on the days on which it was there, unless it is to be forgotten.
    """
    (corpus.forget if forget else corpus.delete)(document_id)
    return Response(status_code=204)


def _added(corpus: Corpus, added: Added) -> Json:
    record = corpus.graph().document(added.document_id)
    status = 201 if added.outcome is Outcome.NEW else 200
    content = {"outcome": str(added.outcome), "document": plain_document(record)}
    return Json(content, status, headers={"Location": f"/v1/documents/{quote(record.id)}"})


def _about(body: DocumentIn) -> dict[str, Any]:
    """The article's text and what is said of it: in the request, else in its front matter."""
    if (body.text is None) == (body.url is None):
        raise InvalidRequest("An article is a text or an address.", hint="Give text or url, one of them.")
    raw = read_address(body.url) if body.url is not None else read_text(body.text or "", name=body.id or "text")
    given = body.model_dump(exclude={"text", "url"}, exclude_none=True)
    read = {"id": raw.id, "title": raw.title, "date": raw.date, "source": raw.source, "author": raw.author}
    return {"text": raw.text} | read | given


@router.get("", response_model=PageOut[DocumentOut], responses=errors())
def list_documents(fresh: FreshDep, page: PageDep) -> Json:
    """List the articles, newest first."""
    return fresh.json(paged(fresh.graph.documents(), page, key=lambda d: d.id, show=plain_document))


@router.get("/{document_id}", response_model=DocumentTextOut, responses=errors(404))
def read_document(document_id: DocumentId, fresh: FreshDep, corpus: CorpusDep) -> Json:
    """Return an article with its text, the entities it names and the statements found in it."""
    doc = corpus.get(document_id)
    read = to_json(doc)
    record = plain_document(fresh.graph.document(doc.id))
    return fresh.json(record | {"text": doc.text, "entities": read["entities"], "relations": read["relations"]})
