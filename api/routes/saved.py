"""Saved views and stories: made, listed, renamed, forgotten; and the snippets that show them elsewhere."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.answers import Json
from api.deps import AskerDep, GraphDep, PageDep, ViewsDep
from api.embedding import address_of
from api.errors import errors
from api.paging import paged
from api.schemas.base import PageOut
from api.schemas.views import NewViewIn, SnippetsOut, StoryIn, StoryOut, ViewIn, ViewOut
from kg.views import LISTS, SavedView, Selection, Story, checked_id, new_id
from viz.exhibit import Options
from viz.saved import exhibit_of, laid_out
from viz.snippets import snippets

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["saved views"])
ViewId = Annotated[str, Path(description="A view's id.", examples=["red-envelopes"])]
StoryId = Annotated[str, Path(description="A story's id.", examples=["entrances"])]


@router.get("/views", response_model=PageOut[ViewOut], responses=errors())
def list_views(views: ViewsDep, page: PageDep) -> Json:
    """List the saved views, by id."""
    return Json(paged(views.all(), page, key=lambda v: v.id, show=_plain))


@router.post(
    "/views",
    status_code=201,
    response_model=ViewOut,
    responses=errors(404, 413) | {200: {"model": ViewOut, "description": "The same view is there already."}},
)
def save_view(body: NewViewIn, views: ViewsDep, graph: GraphDep, asker: AskerDep) -> Json:
    """Save a view. Without an id of your own it is made of the content, so that the same again changes nothing."""
    content = body.model_dump(exclude={"id"})
    view = _view(body.id or new_id(body.title, content), body)
    new = views.put(laid_out(view, exhibit_of(graph, view, Options(lang=view.lang), asker)))
    return Json(_plain(view), 201 if new else 200, headers={"Location": f"/v1/views/{view.id}"})


@router.get("/views/{view_id}", response_model=ViewOut, responses=errors(404))
def read_view(view_id: ViewId, views: ViewsDep) -> Json:
    """Return a saved view."""
    return Json(_plain(views.get(view_id)))


@router.put("/views/{view_id}", response_model=ViewOut, responses=errors(404, 413))
def replace_view(view_id: ViewId, body: ViewIn, views: ViewsDep, graph: GraphDep, asker: AskerDep) -> Json:
    """Save a view under this id, in place of what was there: rename it, move its nodes, show something else."""
    view = _view(checked_id(view_id), body)
    views.put(laid_out(view, exhibit_of(graph, view, Options(lang=view.lang), asker)))
    return Json(_plain(view))


@router.delete("/views/{view_id}", status_code=204, responses=errors(404))
def delete_view(view_id: ViewId, views: ViewsDep) -> Response:
    """Forget a view, and take it out of stories."""
    views.delete(view_id)
    return Response(status_code=204)


@router.get("/views/{view_id}/snippets", response_model=SnippetsOut, responses=errors(404))
def read_snippets(request: Request, view_id: ViewId, views: ViewsDep, graph: GraphDep, asker: AskerDep) -> Json:
    """Return what to copy into a deck or document so that it shows the view."""
    view = views.get(view_id)
    options = Options(lang=view.lang)
    return Json(dict(snippets(exhibit_of(graph, view, options, asker), address_of(request, view.id), options)))


@router.get("/stories", response_model=PageOut[StoryOut], responses=errors())
def list_stories(views: ViewsDep, page: PageDep) -> Json:
    """List the stories, by id."""
    return Json(paged(views.stories(), page, key=lambda s: s.id, show=_plain_story))


@router.get("/stories/{story_id}", response_model=StoryOut, responses=errors(404))
def read_story(story_id: StoryId, views: ViewsDep) -> Json:
    """Return a story."""
    return Json(_plain_story(views.story(story_id)))


@router.put("/stories/{story_id}", response_model=StoryOut, responses=errors(404, 413))
def save_story(story_id: StoryId, body: StoryIn, views: ViewsDep) -> Json:
    """Save a story: its title and its views in order."""
    story = Story(checked_id(story_id), body.title, tuple(body.views))
    views.put_story(story)
    return Json(_plain_story(story))


@router.delete("/stories/{story_id}", status_code=204, responses=errors(404))
def delete_story(story_id: StoryId, views: ViewsDep) -> Response:
    """Forget a story; its views stay."""
    views.delete_story(story_id)
    return Response(status_code=204)


def _view(view_id: str, body: ViewIn) -> SavedView:
    chosen: dict[str, Any] = body.selection.model_dump()
    chosen |= {name: tuple(chosen[name]) for name in LISTS}
    return SavedView(view_id, body.title, Selection(**chosen), body.positions, body.theme, body.lang)


def _plain(view: SavedView) -> dict[str, Any]:
    plain = asdict(view)
    del plain["places"]
    plain["selection"] |= {name: list(plain["selection"][name]) for name in LISTS}
    plain["positions"] = {key: list(place) for key, place in view.positions.items()}
    return plain | {"embed": f"/embed/{view.id}"}


def _plain_story(story: Story) -> dict[str, Any]:
    return {"id": story.id, "title": story.title, "views": list(story.views)}
