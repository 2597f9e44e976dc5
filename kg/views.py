"""Saved views and stories: what somebody chose to look at, under a name that states its conclusion.

A view keeps the question, not the answer: opened again, it shows what the graph holds now, in the places it had.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from threading import Lock
from typing import Any, Literal, Protocol, TypeVar, get_args

from kg.errors import InvalidRequest, NotFound

__all__ = ["KINDS", "LISTS", "MemoryViews", "SavedView", "Selection", "Story", "Views", "checked_id", "new_id"]

Kind = Literal[
    "whole", "ego", "path", "ask", "loops", "entities",
    "rivals", "swot", "strategies", "figures", "timeline", "cycle",
]  # fmt: skip
KINDS: tuple[str, ...] = get_args(Kind)
Kept = TypeVar("Kept")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


LISTS = ("entities", "hidden", "relations")
"""The fields of a selection that are lists of ids."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is shown: the graph, what surrounds an entity, ways, an answer, loops, some entities; or a chart of them.

    `filters` are those of `kg.graph.RelationFilter`; `hidden` are entities and relations that are left out. Of
    `entities`, `relations` are the only ones drawn between them; all where none is given.
    """

    kind: Kind = "whole"
    entities: tuple[str, ...] = ()
    question: str = ""
    depth: int = 1
    limit: int = 15
    filters: Mapping[str, Any] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedView:
    """A selection with its title and looks. `positions` are places of entities in the page's units, by id.

    `places` are where all that was shown lay when it was saved: while it shows the same, nothing is laid out again.
    """

    id: str
    title: str
    selection: Selection = field(default_factory=Selection)
    positions: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    theme: str = "light"
    lang: str = "zh-Hant"
    places: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Made of all that it says: equal digests, equal views."""
        return hashlib.blake2b(to_json(self).encode("utf-8", "replace"), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Story:
    """An ordered list of views, by id."""

    id: str
    title: str
    views: tuple[str, ...] = ()


class Views(Protocol):
    """Where views and stories are kept. What is not there is NotFound."""

    def all(self) -> list[SavedView]:
        """All views, by id."""

    def get(self, view_id: str) -> SavedView:
        """One view."""

    def put(self, view: SavedView) -> bool:
        """Keep a view, in place of one with its id. Whether it is new."""

    def delete(self, view_id: str) -> None:
        """Forget a view, and take it out of stories."""

    def stories(self) -> list[Story]:
        """All stories, by id."""

    def story(self, story_id: str) -> Story:
        """One story."""

    def put_story(self, story: Story) -> bool:
        """Keep a story. Whether it is new. NotFound where one of its views is not there."""

    def delete_story(self, story_id: str) -> None:
        """Forget a story; its views stay."""


class MemoryViews:
    """Views that are forgotten when the process ends: for a graph that is served without a store."""

    def __init__(self) -> None:
        self._views: dict[str, SavedView] = {}
        self._stories: dict[str, Story] = {}
        self._turn = Lock()

    def all(self) -> list[SavedView]:
        """All views, by id."""
        return [view for _, view in sorted(self._views.items())]

    def get(self, view_id: str) -> SavedView:
        """One view."""
        return _found(self._views, view_id, "view")

    def put(self, view: SavedView) -> bool:
        """Keep a view."""
        with self._turn:
            new = view.id not in self._views
            self._views[view.id] = view
            return new

    def delete(self, view_id: str) -> None:
        """Forget a view."""
        with self._turn:
            _found(self._views, view_id, "view")
            del self._views[view_id]
            for story in self._stories.values():
                self._stories[story.id] = without(story, view_id)

    def stories(self) -> list[Story]:
        """All stories, by id."""
        return [story for _, story in sorted(self._stories.items())]

    def story(self, story_id: str) -> Story:
        """One story."""
        return _found(self._stories, story_id, "story")

    def put_story(self, story: Story) -> bool:
        """Keep a story."""
        with self._turn:
            for view_id in story.views:
                _found(self._views, view_id, "view")
            new = story.id not in self._stories
            self._stories[story.id] = story
            return new

    def delete_story(self, story_id: str) -> None:
        """Forget a story."""
        with self._turn:
            _found(self._stories, story_id, "story")
            del self._stories[story_id]


def _found(kept: Mapping[str, Kept], key: str, kind: str) -> Kept:
    if key not in kept:
        raise missing(kind, key)
    return kept[key]


def missing(kind: str, key: str) -> NotFound:
    """The error that says what is not there."""
    hint = f"The list has their ids: {'stories' if kind == 'story' else 'views'}."
    return NotFound(f"There is no {kind} {key!r}.", hint=hint, details={"id": key})


def without(story: Story, view_id: str) -> Story:
    """The story without a view."""
    return replace(story, views=tuple(v for v in story.views if v != view_id))


def checked_id(wanted: str) -> str:
    """The id if it can stand in an address, else InvalidRequest."""
    if not _ID.fullmatch(wanted):
        raise InvalidRequest(
            f"{wanted[:80]!r} cannot be an id.", hint="It has small letters, digits and hyphens, at most 64."
        )
    return wanted


def new_id(title: str, content: Any) -> str:
    """An id made of what it names, so that saving the same again changes nothing.

    >>> new_id("a", 1) == new_id("a", 1), len(new_id("a", 1))
    (True, 10)
    """
    text = json.dumps([title, content], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=5).hexdigest()


def to_json(view: SavedView) -> str:
    """A view as it is stored."""
    return json.dumps(asdict(view), ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> SavedView:
    """A stored view."""
    raw = json.loads(text)
    chosen = raw.pop("selection")
    selection = Selection(**chosen | {name: tuple(chosen.get(name, ())) for name in LISTS})
    positions, places = _places(raw.pop("positions")), _places(raw.pop("places", {}))
    return SavedView(**raw, selection=selection, positions=positions, places=places)


def _places(raw: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    return {key: (float(x), float(y)) for key, (x, y) in raw.items()}
