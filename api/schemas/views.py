"""Saved views and stories on the wire."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from api.schemas.base import Out, field
from kg.views import Kind
from viz.words import Language

__all__ = ["OEmbedOut", "SelectionIn", "SnippetsOut", "StoryIn", "StoryOut", "ViewIn", "ViewOut"]

_ID = r"^[a-z0-9][a-z0-9-]{0,63}$"
Whole = Annotated[int, Field(strict=True)]
Coordinate = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Place = tuple[Coordinate, Coordinate]


class SelectionIn(BaseModel):
    """What is shown."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind = field("A part of the graph, or a chart.", "ego", default="whole")
    entities: list[str] = field("Ids of the entities it is about.", ["company:騰訊"], default=[], max_length=300)
    question: str = field("For `ask`: the question; for `figures`: what is measured.", "", default="", max_length=500)
    depth: Whole = field("So many steps around the entity.", 1, default=1, ge=0, le=3)
    limit: Whole = field("At most so many entities.", 15, default=15, ge=1, le=300)
    filters: dict[str, JsonValue] = field(
        "As /v1/relations has them: relations, modalities, types, since, until, source, min_confidence.",
        {"since": "2024-01-01"},
        default={},
    )
    hidden: list[str] = field("Ids of entities and relations that are left out.", [], default=[], max_length=1000)
    relations: list[str] = field(
        "Of `entities`: ids of the only relations that are drawn between them.", [], default=[], max_length=2000
    )


class ViewIn(BaseModel):
    """A view to save."""

    model_config = ConfigDict(extra="forbid")

    title: str = field("What it says: its conclusion.", "騰訊以紅包換入口", default="", max_length=300)
    selection: SelectionIn = field("What the view shows.", {"kind": "ego", "entities": ["company:騰訊"]})
    positions: dict[str, Place] = field("Places of entities, in the page's units.", {}, default={}, max_length=1000)
    theme: Literal["auto", "light", "dark", "print", "grey"] = field("Its colours.", "light", default="light")
    lang: Language = field("The language of its labels.", "zh-Hant", default="zh-Hant")


class NewViewIn(ViewIn):
    """A view to save, under an id of one's own or one made of what it says."""

    id: str | None = field("An id of your own.", "red-envelopes", default=None, pattern=_ID)


class ViewOut(Out):
    """A saved view."""

    id: str = field("Its id.", "red-envelopes")
    title: str = field("What it says.", "騰訊以紅包換入口")
    selection: dict[str, Any] = field("What is shown.", {"kind": "ego", "entities": ["company:騰訊"]})
    positions: dict[str, list[float]] = field("Places of entities.", {})
    theme: str = field("Its colours.", "light")
    lang: str = field("The language of its labels.", "zh-Hant")
    embed: str = field("Where it is shown in a frame.", "/embed/red-envelopes")


class StoryIn(BaseModel):
    """A story to save: an ordered list of views."""

    model_config = ConfigDict(extra="forbid")

    title: str = field("What it tells.", "AI 入口之爭", default="", max_length=300)
    views: list[str] = field("Ids of its views, in order.", ["red-envelopes"], default=[], max_length=100)


class StoryOut(Out):
    """A saved story."""

    id: str = field("Its id.", "entrances")
    title: str = field("What it tells.", "AI 入口之爭")
    views: list[str] = field("Ids of its views, in order.", ["red-envelopes"])


class SnippetsOut(Out):
    """What is copied into a deck or a document, by the name of the tool."""

    link: str = field("The address.", "http://127.0.0.1:8000/embed/red-envelopes")
    iframe: str = field("For any page.", "<iframe …></iframe>")
    reveal: str = field("A slide of reveal.js.", "<section …></section>")
    marp: str = field("For Marp, which needs --html.", "<iframe …></iframe>")
    slidev: str = field("A page of Slidev.", "---\nlayout: iframe\n---")
    markdown: str = field("A picture with a link.", "[![…](…png)](…)")
    image: str = field("The picture in HTML, with a link.", "<a …><img …></a>")
    image_map: str = field("The picture with a link at every node.", "<img …><map …></map>")


class OEmbedOut(Out):
    """An oEmbed answer of the rich type."""

    version: Literal["1.0"] = field("Of oEmbed.", "1.0")
    type: Literal["rich"] = field("A frame.", "rich")
    title: str = field("The view's title.", "騰訊以紅包換入口")
    provider_name: str = field("Who provides it.", "Qipan")
    provider_url: str = field("Where that is.", "http://127.0.0.1:8000")
    html: str = field("The frame.", "<iframe …></iframe>")
    width: int = field("In pixels.", 960)
    height: int = field("In pixels.", 540)
    thumbnail_url: str | None = field(
        "A picture of it, within the limits; left out below 320 by 180.",
        "http://127.0.0.1:8000/embed/red-envelopes.png",
    )
    thumbnail_width: int | None = field("In pixels.", 1600)
    thumbnail_height: int | None = field("In pixels.", 900)
