"""What is acknowledged is there after kill -9, and nothing is half written; and what a store says when it cannot."""

import os
import random
import signal
import subprocess
import sys
import time

import postgres
import pytest
from builders import document, says
from sqlalchemy import event

from kg.store import open_store
from kg.store.verifying import verified

MOMENTS = int(os.environ.get("QIPAN_KILLS", "4"))
"""How often a writer is killed; set it to 100 for the long form."""

WRITER = """
import sys
sys.path.insert(0, sys.argv[2])
from builders import document, says
from sqlalchemy import event
from kg.store import open_store
from kg.decisions.drafts import rename
with open_store(sys.argv[1]) as store:
    n = len(store.documents())
    print("ready", flush=True)
    while True:
        n += 1
        store.add(document(says("Company:騰訊|腾讯", "develops", f"Product:產品{n}號"), id=f"d{n}"))
        print(f"d{n}", flush=True)
        if n % 5 == 0:
            store.decide(rename(store.graph().entity(f"product:產品{n}號"), f"新品{n}號", author="a"))
            print(f"product:新品{n}號", flush=True)
"""


def test_killed_writers_lose_nothing_that_they_acknowledged(address, capsys):
    chance = random.Random(7)  # noqa: S311 - moments, not secrets
    said, here = set(), os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 - an argument of a command
    for _ in range(MOMENTS):
        command = [sys.executable, "-c", WRITER, str(address), here]
        with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as writer:
            assert writer.stdout.readline() == "ready\n"
            lines = [writer.stdout.readline().strip() for _ in range(chance.randint(1, 7))]
            time.sleep(chance.uniform(0.0, 0.05))
            writer.send_signal(signal.SIGKILL)
            lines += writer.stdout.read().split("\n")[:-1]  # whole lines only
        said |= set(lines)
        with open_store(address) as store:
            graph = store.graph()
            there = {d.id for d in store.documents()} | {e.id for e in graph.entities()}
            assert said <= there
            assert list(verified(store)) == []
    with capsys.disabled():
        sys.stderr.write(f" [{MOMENTS} kills, {len(said)} writes acknowledged, 0 lost] ")


def test_a_server_that_restarts_under_a_store_is_found_again():
    address = postgres.new_database()
    with open_store(address) as store:
        store.add(document(says("Company:騰訊", "develops", "Product:元寶"), id="before"))
        postgres.restart()
        for _ in range(50):
            try:
                store.add(document(says("Company:騰訊", "develops", "Product:微信"), id="after"))
                break
            except OSError:
                time.sleep(0.1)
        assert {d.id for d in store.documents()} == {"before", "after"}
        assert list(verified(store)) == []


def test_a_backup_to_where_no_file_can_be_fails_in_a_line(tmp_path, qipan):
    with open_store(tmp_path / "q.db") as store:
        store.add(document(says("Company:騰訊", "develops", "Product:元寶"), id="a"))
    ran = qipan("backup", tmp_path / "q.db" / "x.db", "--store", tmp_path / "q.db")
    assert ran.status == 2
    assert ran.err.startswith("qipan: ")


def test_a_full_disk_keeps_what_was_stored(tmp_path):
    """SQLite's own limit stands for the disk's: it fails in the same way."""
    with open_store(tmp_path / "q.db") as store:
        store.add(document(says("Company:騰訊", "develops", "Product:元寶"), id="a"))
        with store.reading() as connection:
            most = connection.exec_driver_sql("PRAGMA page_count").scalar() + 1
        event.listen(store._engine, "begin", lambda c: c.exec_driver_sql(f"PRAGMA max_page_count = {most}"))  # noqa: SLF001
        large = document("騰訊推出元寶。" * 5000, says("Company:騰訊", "develops", "Product:元寶"), id="large")
        with pytest.raises(OSError, match="full"):
            store.add(large)
    with open_store(tmp_path / "q.db") as again:
        assert [d.id for d in again.documents()] == ["a"]
        assert list(verified(again)) == []
