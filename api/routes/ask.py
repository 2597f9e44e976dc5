"""Questions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.answers import Json
from api.deps import AskerDep, FreshDep, GraphDep
from api.errors import errors
from api.schemas import AnswerOut, FormOut, QuestionIn
from kg.questions import plain_answer
from kg.questions.reading import LONGEST_QUESTION

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["questions"])


@router.post("/ask", response_model=AnswerOut, responses=errors(413))
def ask_question(body: QuestionIn, graph: GraphDep, asker: AskerDep) -> Json:
    """Answer a question in Chinese or English.

    The answer shows the structured query that the question was read as, the rows, and the quotes they rest on. What
    the corpus does not say has the verdict `not_in_corpus`; a name that is unknown or fits several things gets
    candidates. A question that cannot be read is an error whose details list what can be asked.
    """
    return Json(plain_answer(graph, asker.ask(graph, body.question)))


@router.get("/ask", response_model=AnswerOut, responses=errors())
def read_answer(
    fresh: FreshDep,
    asker: AskerDep,
    q: Annotated[str, Query(max_length=LONGEST_QUESTION, description="The question.", examples=["騰訊有哪些產品？"])],
) -> Json:
    """Answer a question that stands in the address, so that the answer can be linked to and kept."""
    return fresh.json(plain_answer(fresh.graph, asker.ask(fresh.graph, q)))


@router.get("/questions", response_model=list[FormOut], responses=errors())
def list_questions(fresh: FreshDep, asker: AskerDep) -> Json:
    """List the forms of question that can be asked, with an example of each in each language."""
    return fresh.json(
        [
            {
                "id": form.id,
                "means": dict(form.means),
                "examples": dict(form.examples),
                "kind": form.query.kind,
                "relations": list(form.query.relations),
            }
            for form in asker.forms
        ]
    )
