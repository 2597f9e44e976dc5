"""Backups, their restoration, verification, and stores of earlier schemas."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from builders import document, says
from portraits import portrait
from sqlalchemy import text

from kg.decisions.drafts import merge
from kg.errors import InvalidRequest, StoreError
from kg.history import statements_on
from kg.networkx_graph import NetworkXGraph
from kg.store import open_store
from kg.store.auditing import left_since
from kg.store.copying import backup, restore
from kg.store.opening import MIGRATIONS, WRITES, engine_of, url_of
from kg.store.schema import metadata
from kg.store.verifying import verified

SCHEMAS = Path(__file__).parent.parent / "schemas"


@pytest.fixture
def store(address):
    with open_store(address) as store:
        for n in range(4):
            store.add(document(says("Company:騰訊", "develops", f"Product:產品{n}號"), id=f"d{n}"))
        store.add(document(says("Company:騰訊", "develops", "Product:產品"), id="gone"))
        store.delete("gone")
        graph = store.graph()
        store.decide(merge([graph.entity("product:產品1號"), graph.entity("product:產品2號")], author="王"))
        yield store


def test_a_backup_is_a_store_and_goes_back_into_any_database(store, tmp_path):
    backup(store, tmp_path / "copy.db")
    assert sorted(p.name for p in tmp_path.glob("*copy*")) == ["copy.db"]
    with open_store(tmp_path / "copy.db") as copy:
        assert portrait(copy.graph()) == portrait(store.graph())
        assert copy.decisions() == store.decisions()
        assert list(verified(copy)) == []
    with pytest.raises(InvalidRequest, match="already"):
        backup(store, tmp_path / "copy.db")
    for doc in store.documents():
        store.delete(doc.id)
    with pytest.raises(InvalidRequest, match="already"):
        restore(tmp_path / "copy.db", store)


def test_what_is_restored_is_as_it_was_and_can_be_written(address, tmp_path):
    with open_store(tmp_path / "first.db") as first:
        first.add(document(says("Company:騰訊", "develops", "Product:元寶"), id="a"))
        backup(first, tmp_path / "copy.db")
        with open_store(address) as store:
            restore(tmp_path / "copy.db", store)
            assert portrait(store.graph()) == portrait(first.graph())
            store.add(document(says("Company:騰訊", "develops", "Product:微信"), id="b"))
            assert list(verified(store)) == []
    with open_store(tmp_path / "empty.db") as empty, pytest.raises(StoreError, match="no backup"):
        restore(tmp_path / "nothing.db", empty)


DAMAGE = [
    ("UPDATE document SET text = 'x' WHERE id = 'd0'", "length is wrong"),
    ("UPDATE document SET title = 'x' WHERE id = 'd0'", "not what was written"),
    ('UPDATE evidence SET "end" = 10000', "outside its text"),
    ("DELETE FROM evidence", "without evidence"),
    ("UPDATE entity SET mentions = 99", "entities are not those"),
    ("UPDATE relation SET relation = 'owns'", "relations are not those"),
    ("UPDATE corpus SET sum = '0'", "sum of the articles"),
    ("DELETE FROM decision", "sum of the decisions"),
    ("UPDATE past SET content = 'x'", "from before is damaged"),
]


@pytest.mark.parametrize(("damage", "said"), DAMAGE, ids=[said for _, said in DAMAGE])
def test_what_is_damaged_is_named(store, address, damage, said):
    assert list(verified(store)) == []
    with store.writing() as connection:
        connection.execute(text(damage))
    with open_store(address) as again:
        assert any(said in problem for problem in verified(again))


def audited(store):
    with store.reading() as connection:
        return left_since(connection, "2025")


@pytest.mark.parametrize("released", sorted(SCHEMAS.glob("*.sql")), ids=lambda path: path.stem)
def test_a_store_of_an_earlier_schema_is_brought_to_the_newest(address, released):
    engine = engine_of(url_of(address))
    with engine.connect().execution_options(**WRITES) as connection, connection.begin():
        for table in reversed(metadata.sorted_tables) if engine.dialect.name == "postgresql" else ():
            connection.execute(text(f'DROP TABLE "{table.name}" CASCADE'))
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(MIGRATIONS))
        command.upgrade(config, released.stem)
        for line in released.read_text("utf-8").splitlines():
            connection.exec_driver_sql(line.replace("%", "%%"))
    with open_store(address) as store:
        docs = [store.get(d.id) for d in store.documents()]
        assert len(docs) == 2
        assert [d.reprint_of for d in store.documents()] == ["first", None]
        assert portrait(store.graph()) == portrait(NetworkXGraph.of(docs, store.decisions()))
        assert list(verified(store)) == []
        assert {w.what for w in audited(store)} == ({"replace"} if released.stem >= "0005" else set())
        store.delete("first")  # what it says from now on is kept
        assert "first" in {t.statement.document for t in statements_on(store, "2025-01-01")}
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()
