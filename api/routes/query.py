"""Read-only openCypher."""

from __future__ import annotations

from fastapi import APIRouter

from api.answers import Json
from api.deps import CypherDep, GraphDep, SettingsDep
from api.errors import errors
from api.schemas import QueryIn, TableOut
from kg.cypher.worker import Limits

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["questions"])


@router.post("/query", response_model=TableOut, responses=errors(413))
def run_query(body: QueryIn, graph: GraphDep, cypher: CypherDep, settings: SettingsDep) -> Json:
    """Run a read-only openCypher query over the graph.

    Labels are entity types and relationship types are relation types: `(c:Company)-[:develops]->(p:Product)`. Entities
    have id, name, names, mentions, documents, and figures value and unit; relations have id, sources, statements,
    modality, confidence, first and last. Clauses that write, load or call are refused, and what goes beyond its time,
    rows or memory is ended. Values belong into `parameters`, as `$name`.
    """
    seconds = min(body.seconds or settings.query_seconds, settings.query_seconds)
    limits = Limits(seconds, min(body.limit, settings.most_rows), settings.query_megabytes << 20)
    table = cypher.query(graph, body.query, body.parameters, limits=limits)
    return Json({"columns": list(table.columns), "rows": list(table.rows), "truncated": table.truncated})
