"""A client in Python: one method a question, the answers as the types that the service describes.

with Client("http://127.0.0.1:8000") as qipan:
for row in qipan.ask("哪些產品為千問的數據閉環供數？").rows:
print(row.name)
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Self, TypeVar
from urllib.parse import quote, urlencode, urlsplit

from pydantic import BaseModel, ValidationError

from api import schemas as s
from kg.errors import InvalidRequest, KgError

__all__ = ["Client", "ServiceError"]

Answer = TypeVar("Answer", bound=BaseModel)
_FAILED = 400


class ServiceError(KgError):
    """The service refused, or could not be reached: `status` is its HTTP status, or 0; `code` its kind of error."""

    def __init__(
        self, status: int, code: str, message: str, hint: str = "", details: dict[str, Any] | None = None
    ) -> None:
        super().__init__(message, hint=hint, details=details)
        self.status = status
        self.code = code


class Client:
    """Speaks to one service over one connection. Not to be used by several threads at once."""

    def __init__(
        self, address: str = "http://127.0.0.1:8000", *, language: str = "zh-Hant", timeout: float = 30.0
    ) -> None:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise InvalidRequest(f"{address!r} is no address of a service.", hint="Give http://host:port.")
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._connection = kind(parts.hostname, parts.port, timeout=timeout)
        self._root = parts.path.rstrip("/")
        self._headers = {"Accept-Language": language, "Content-Type": "application/json"}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def ask(self, question: str) -> s.AnswerOut:
        """The answer to a question in Chinese or English."""
        return self._post("/v1/ask", s.AnswerOut, {"question": question})

    def query(self, query: str, parameters: Mapping[str, Any] | None = None, *, limit: int = 100) -> s.TableOut:
        """What a read-only openCypher query returns."""
        body = {"query": query, "parameters": dict(parameters or {}), "limit": limit}
        return self._post("/v1/query", s.TableOut, body)

    def add(self, text: str, **about: str) -> s.AddedOut:
        """Put in an article; `about` may be its id, title, date, source and author."""
        return self._post("/v1/documents", s.AddedOut, {"text": text, **about})

    def replace(self, document_id: str, text: str, **about: str) -> s.AddedOut:
        """Put an article in the place of the one with this id, or in as a new one."""
        body = json.dumps({"text": text, **about}).encode()
        return self._send("PUT", f"/v1/documents/{quote(document_id, safe='')}", s.AddedOut, body)

    def delete(self, document_id: str) -> None:
        """Take an article out of the graph."""
        self._exchange("DELETE", f"/v1/documents/{quote(document_id, safe='')}")

    def document(self, document_id: str) -> s.DocumentTextOut:
        """An article with its text and what was found in it."""
        return self._get(f"/v1/documents/{quote(document_id, safe='')}", s.DocumentTextOut)

    def documents(self) -> Iterator[s.DocumentOut]:
        """All articles, newest first."""
        return self._pages("/v1/documents", s.PageOut[s.DocumentOut])

    def entity(self, entity_id: str) -> s.EntityOut:
        """One entity."""
        return self._get(f"/v1/entities/{quote(entity_id, safe='')}", s.EntityOut)

    def find(self, name: str = "", *, type_: str | None = None) -> Iterator[s.MatchOut]:
        """Entities by any name, the best match first; all of them without a name."""
        return self._pages("/v1/entities", s.EntityPage, q=name, type=type_)

    def relations(self, entity_id: str | None = None, **where: Any) -> Iterator[s.RelationOut]:
        """The relations of an entity or of all; `where` are the filters of the service: relation, since, modality."""
        path = f"/v1/entities/{quote(entity_id, safe='')}/relations" if entity_id else "/v1/relations"
        return self._pages(path, s.PageOut[s.RelationOut], **where)

    def relation(self, relation_id: str) -> s.RelationStatementsOut:
        """A relation with its statements and quotes."""
        return self._get(f"/v1/relations/{quote(relation_id, safe='')}", s.RelationStatementsOut)

    def surroundings(self, entity_id: str, *, depth: int = 1, limit: int = 300) -> s.SubgraphOut:
        """Everything within some steps of an entity."""
        return self._get(f"/v1/entities/{quote(entity_id, safe='')}/graph", s.SubgraphOut, depth=depth, limit=limit)

    def paths(self, start: str, end: str, *, k: int = 1) -> list[s.PathOut]:
        """The shortest ways between two entities."""
        return self._get("/v1/paths", s.PathsOut, **{"from": start, "to": end, "k": k}).paths

    def loops(self, through: str) -> list[s.PathOut]:
        """The loops through an entity."""
        return self._get("/v1/loops", s.LoopsOut, through=through).loops

    def profile(self, entity_id: str) -> s.ProfileOut:
        """An entity on one page."""
        return self._get(f"/v1/profiles/{quote(entity_id, safe='')}", s.ProfileOut)

    def compare(self, entity_ids: Sequence[str]) -> s.ComparisonOut:
        """Entities side by side."""
        return self._get("/v1/compare", s.ComparisonOut, ids=list(entity_ids))

    def timeline(self, entity_id: str | None = None) -> Iterator[s.MomentOut]:
        """Statements by their time, of an entity or of all."""
        return self._pages("/v1/timeline", s.PageOut[s.MomentOut], entity=entity_id)

    def changes(self, start: str, end: str) -> s.ChangesOut:
        """What the documents of a period brought."""
        return self._get("/v1/changes", s.ChangesOut, **{"from": start, "to": end})

    def _pages(self, path: str, kind: type[s.PageOut[Any]], **query: Any) -> Iterator[Any]:
        cursor: str | None = None
        while True:
            page = self._get(path, kind, cursor=cursor, limit=200, **query)
            yield from page.items
            cursor = page.next
            if cursor is None:
                return

    def _get(self, path: str, kind: type[Answer], **query: Any) -> Answer:
        given = {name: value for name, value in query.items() if value is not None}
        return self._send("GET", f"{path}?{urlencode(given, doseq=True)}" if given else path, kind)

    def _post(self, path: str, kind: type[Answer], body: Mapping[str, Any]) -> Answer:
        return self._send("POST", path, kind, json.dumps(body).encode())

    def _send(self, method: str, path: str, kind: type[Answer], body: bytes | None = None) -> Answer:
        return kind.model_validate_json(self._exchange(method, path, body))

    def _exchange(self, method: str, path: str, body: bytes | None = None) -> bytes:
        try:
            self._connection.request(method, f"{self._root}{path}", body, self._headers)
            response = self._connection.getresponse()
            content = response.read()
        except (OSError, HTTPException) as error:
            self._connection.close()  # the next request opens it anew
            raise ServiceError(0, "unreachable", f"The service does not answer: {error}.", "Is it running?") from error
        if response.status >= _FAILED:
            raise _refused(response.status, content)
        return content


def _refused(status: int, content: bytes) -> ServiceError:
    try:
        error = s.ErrorOut.model_validate_json(content).error
    except ValidationError:
        return ServiceError(status, "unknown", f"The service answered {status}.", "Is it Qipan that listens there?")
    return ServiceError(status, error.code, error.message, error.hint, error.details)
