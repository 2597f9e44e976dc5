"""Saved views and stories in the store: one row each, in JSON, as nothing is searched in them but their ids."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import Connection, Table, delete, insert, select, update

from kg.store.schema import saved_view, story
from kg.views import SavedView, Story, from_json, missing, to_json, without

__all__ = ["StoredViews"]

Open = Callable[[], AbstractContextManager[Connection]]


class StoredViews:
    """`kg.views.Views` over a store's connections."""

    def __init__(self, reading: Open, writing: Open) -> None:
        self._reading, self._writing = reading, writing

    def all(self) -> list[SavedView]:
        """All views, by id."""
        with self._reading() as connection:
            rows = connection.execute(select(saved_view.c.content).order_by(saved_view.c.id))
            return [from_json(row.content) for row in rows]

    def get(self, view_id: str) -> SavedView:
        """One view."""
        with self._reading() as connection:
            return from_json(_content(connection, saved_view, view_id, "view"))

    def put(self, view: SavedView) -> bool:
        """Keep a view."""
        with self._writing() as connection:
            return _put(connection, saved_view, view.id, to_json(view))

    def delete(self, view_id: str) -> None:
        """Forget a view."""
        with self._writing() as connection:
            _delete(connection, saved_view, view_id, "view")
            for kept in _stories(connection):
                if view_id in kept.views:
                    _put(connection, story, kept.id, _story_json(without(kept, view_id)))

    def stories(self) -> list[Story]:
        """All stories, by id."""
        with self._reading() as connection:
            return _stories(connection)

    def story(self, story_id: str) -> Story:
        """One story."""
        with self._reading() as connection:
            return _story(story_id, _content(connection, story, story_id, "story"))

    def put_story(self, new: Story) -> bool:
        """Keep a story."""
        with self._writing() as connection:
            for view_id in new.views:
                _content(connection, saved_view, view_id, "view")
            return _put(connection, story, new.id, _story_json(new))

    def delete_story(self, story_id: str) -> None:
        """Forget a story."""
        with self._writing() as connection:
            _delete(connection, story, story_id, "story")


def _content(connection: Connection, table: Table, key: str, kind: str) -> str:
    found = connection.scalar(select(table.c.content).where(table.c.id == key.encode("utf-8", "replace").decode()))
    if found is None:
        raise missing(kind, key)
    return str(found)


def _put(connection: Connection, table: Table, key: str, content: str) -> bool:
    content = content.encode("utf-8", "replace").decode()
    if connection.execute(update(table).where(table.c.id == key).values(content=content)).rowcount:
        return False
    connection.execute(insert(table).values(id=key, content=content))
    return True


def _delete(connection: Connection, table: Table, key: str, kind: str) -> None:
    _content(connection, table, key, kind)
    connection.execute(delete(table).where(table.c.id == key))


def _stories(connection: Connection) -> list[Story]:
    rows = connection.execute(select(story.c.id, story.c.content).order_by(story.c.id))
    return [_story(row.id, row.content) for row in rows]


def _story_json(kept: Story) -> str:
    return json.dumps({"title": kept.title, "views": kept.views}, ensure_ascii=False)


def _story(key: str, content: str) -> Story:
    raw = json.loads(content)
    return Story(key, raw["title"], tuple(raw["views"]))
