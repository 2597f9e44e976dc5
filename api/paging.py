"""Pages of a list that is always in the same order."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, TypeVar

from api.deps import Page
from kg.errors import InvalidRequest

__all__ = ["paged"]

Item = TypeVar("Item")
_MOST = 1_000_000_000


def paged(
    items: Iterable[Item], page: Page, *, key: Callable[[Item], str], show: Callable[[Item], Any]
) -> dict[str, Any]:
    """The rows of one page, and the cursor of the next; None where it is the last.

    A cursor holds the last row's place and key. While the list stays, going on costs the place; where it has changed,
    the row is looked for by its key, so that no row that was there all the time is missed or shown twice.
    """
    place, last = _read(page.cursor)
    rest = iter(items)
    passed = list(islice(rest, place))
    if place and (not passed or key(passed[-1]) != last):
        every = [*passed, *rest]
        keys = [key(item) for item in every]
        place = keys.index(last) + 1 if last in keys else min(place, len(every))
        rest = iter(every[place:])
    rows = list(islice(rest, page.limit + 1))
    more = len(rows) > page.limit
    rows = rows[: page.limit]
    end = _cursor(place + len(rows), key(rows[-1])) if more else None
    return {"items": [show(row) for row in rows], "next": end}


def _cursor(place: int, key: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([place, key]).encode()).decode().rstrip("=")


def _read(cursor: str | None) -> tuple[int, str]:
    if not cursor:
        return 0, ""
    try:
        place, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(place, int) or not isinstance(key, str) or not 0 < place < _MOST:
            raise ValueError(cursor)  # noqa: TRY301 - handled as all other nonsense
    except (ValueError, TypeError, RecursionError, binascii.Error) as error:
        raise InvalidRequest(
            f"The cursor {cursor[:40]!r} is none of ours.", hint="Give `next` of the last page."
        ) from error
    return place, key
