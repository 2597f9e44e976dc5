"""Keys of those who may use a served store. A key is shown once, when it is made; the store holds its hash."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from hmac import compare_digest

from sqlalchemy import insert, select, update

from kg.errors import InvalidRequest, NotFound
from kg.store.auditing import note
from kg.store.schema import access_key, secret
from kg.store.sessions import Sessions

__all__ = ["Key", "Role", "key_of", "keys", "make_key", "revoke_key", "signing_secret"]

_PREFIX = "qipan"
_LONGEST = 200


class Role(StrEnum):
    """What a key may do: read; also write; also manage keys."""

    READER = "reader"
    EDITOR = "editor"
    ADMIN = "admin"

    def may(self, needed: Role) -> bool:
        """Whether this role includes the other."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class Key:
    """A key without its secret. Times are ISO 8601, UTC; `expires` and `revoked` are None where they are not."""

    id: str
    name: str
    role: Role
    made: str
    expires: str | None
    revoked: str | None

    @property
    def good(self) -> bool:
        """Whether it opens anything now."""
        return self.revoked is None and (self.expires is None or self.expires > _now())


def make_key(store: Sessions, name: str, role: Role, *, days: int | None = None) -> tuple[str, Key]:
    """A new key, and what the store knows of it. Nobody can read the key again."""
    if not name.strip() or len(name) > _LONGEST:
        raise InvalidRequest("A key has a name of at most 200 characters.", hint="Say whose it is.")
    id_, word = secrets.token_hex(6), secrets.token_urlsafe(32)
    expires = None if days is None else (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds")
    key = Key(id_, name.strip(), role, _now(), expires, None)
    with store.writing() as connection:
        row = {"id": id_, "name": key.name, "role": str(role), "hash": _hash(word), "made": key.made}
        connection.execute(insert(access_key).values(row | {"expires": expires}))
        note(connection, "make key", f"{id_} {role}")
    return f"{_PREFIX}_{id_}_{word}", key


def keys(store: Sessions) -> list[Key]:
    """All keys, the oldest first."""
    with store.reading() as connection:
        rows = connection.execute(select(access_key).order_by(access_key.c.made, access_key.c.id))
        return [Key(r.id, r.name, Role(r.role), r.made, r.expires, r.revoked) for r in rows]


def revoke_key(store: Sessions, key_id: str) -> None:
    """Let a key open nothing any more, nor links that were made with it. NotFound where there is none."""
    with store.writing() as connection:
        changed = update(access_key).where(access_key.c.id == key_id, access_key.c.revoked.is_(None))
        if connection.execute(changed.values(revoked=_now())).rowcount == 0:
            raise NotFound(f"There is no key {key_id!r}, or it is revoked already.", hint="qipan keys list")
        note(connection, "revoke key", key_id)


def key_of(store: Sessions, token: str) -> Key | None:
    """The key that this is, if it is good."""
    prefix, _, rest = token.partition("_")
    id_, _, word = rest.partition("_")
    if prefix != _PREFIX or not id_.isascii() or not id_.isalnum() or len(token) > _LONGEST:
        return None
    found = _row(store, id_)
    if found is None or not compare_digest(found[1], _hash(word)):
        return None
    return found[0] if found[0].good else None


def key_by_id(store: Sessions, key_id: str) -> Key | None:
    """The key with this id, if it is good: for what the service has signed itself."""
    found = _row(store, key_id)
    return found[0] if found and found[0].good else None


def _row(store: Sessions, key_id: str) -> tuple[Key, str] | None:
    with store.reading() as connection:
        r = connection.execute(select(access_key).where(access_key.c.id == key_id)).one_or_none()
    return (Key(r.id, r.name, Role(r.role), r.made, r.expires, r.revoked), r.hash) if r else None


def signing_secret(store: Sessions) -> str:
    """What signs links and sessions: made once, and the same in all processes that serve the store."""
    with store.reading() as connection:
        found: str | None = connection.scalar(select(secret.c.value))
    if found is None:
        with store.writing() as connection:
            found = connection.scalar(select(secret.c.value))
            if found is None:
                found = secrets.token_urlsafe(32)
                connection.execute(insert(secret).values(pk=1, value=found))
    return found


def _hash(word: str) -> str:
    """Of 256 random bits: no salt and no slow hash is needed where nothing can be guessed."""
    return sha256(word.encode("utf-8", "replace")).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
