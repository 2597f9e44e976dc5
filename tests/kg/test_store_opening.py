"""Addresses, files that are no store, and the schema."""

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from builders import document, says

from kg.errors import StoreError
from kg.store import open_store
from kg.store.opening import engine_of, url_of
from kg.store.schema import metadata

DOC = document(says("Company:騰訊", "develops", "Product:元寶"))


def text_file(path: Path) -> None:
    path.write_text("騰訊" * 1000, encoding="utf-8")


def other_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE customers (id INTEGER)")
    connection.close()


def newer_store(path: Path) -> None:
    open_store(path).close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()


def damaged_store(path: Path) -> None:
    with open_store(path) as store:
        store.add(DOC)
    raw = bytearray(path.read_bytes())
    raw[100:3000] = b"\xff" * 2900
    path.write_bytes(raw)


def folder(path: Path) -> None:
    path.mkdir()


NOT_OURS = [
    (text_file, "not a database"),
    (other_database, "something else.*customers"),
    (newer_store, "newer Qipan"),
    (damaged_store, "malformed|damaged"),
    (folder, "unable to open"),
]


@pytest.mark.parametrize(("make", "message"), NOT_OURS, ids=[row[0].__name__ for row in NOT_OURS])
def test_what_is_not_our_store_is_refused_and_left_as_it_is(tmp_path, make, message):
    path = tmp_path / "qipan.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError, match=message) as caught:
        open_store(path).graph()
    assert str(path) in caught.value.message
    assert caught.value.hint
    assert before is None or path.read_bytes() == before


ADDRESSES = [
    (":memory:", "not kept in memory"),
    ("sqlite://", "not kept in memory"),
    ("nosuch://host/db", "not a database address"),
    ("://", "not a database address"),
    ("postgresql+psycopg://user:secret@localhost:1/db", "localhost"),
    ("/nowhere/at/all/qipan.db", "unable to open"),
]


@pytest.mark.parametrize(("address", "message"), ADDRESSES)
def test_an_address_that_cannot_be_opened(address, message):
    with pytest.raises(StoreError, match=message) as caught:
        open_store(address)
    assert caught.value.hint
    assert "secret" not in str(caught.value)


def test_a_path_and_its_url_are_the_same_store(tmp_path):
    path = tmp_path / "資料 %20&?.db"
    with open_store(path) as store:
        store.add(DOC)
    assert path.is_file()
    with open_store(str(path)) as store:
        assert store.get(DOC.id) == DOC


def test_a_read_only_store_is_read_and_says_that_it_cannot_be_written(tmp_path):
    path = tmp_path / "qipan.db"
    with open_store(path) as store:
        store.add(DOC)
    with open_store(f"sqlite:///file:{path}?mode=ro&uri=true") as store:
        assert store.graph().statistics()["documents"] == 1
        with pytest.raises(StoreError, match=r"read-?only"):
            store.delete(DOC.id)


def test_a_locked_store_is_read_and_says_who_holds_it(tmp_path, monkeypatch):
    monkeypatch.setattr("kg.store.opening._BUSY_MS", 50)
    path = tmp_path / "qipan.db"
    with open_store(path) as store:
        other = sqlite3.connect(path)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"locked.*Another process is writing"):
            store.add(DOC)
        assert store.graph().statistics()["documents"] == 0
        other.rollback()
        other.close()
        store.add(DOC)


def test_the_migrations_build_the_tables_that_the_code_expects(tmp_path):
    open_store(tmp_path / "qipan.db").close()
    engine = engine_of(url_of(tmp_path / "qipan.db"))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_a_file_is_written_ahead_and_checks_its_references(tmp_path):
    with open_store(tmp_path / "qipan.db") as store, store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
