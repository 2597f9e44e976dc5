"""kill -9 at any moment: nothing acknowledged is lost, nothing is half written, the next start needs no repair."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time

from load import serving
from load_clients import Tally, clients_of, ended, until

from kg.store import open_store
from kg.store.verifying import verified

MOMENTS = int(os.environ.get("QIPAN_KILLS", "1"))
"""How often each is killed; 100 is the long form."""
CHANCE = random.Random(11)  # noqa: S311 - moments, not secrets
WRITES = {"put": 6, "post": 2, "delete": 2, "document": 2, "relations": 2}
ADD = [sys.executable, "-c", "from api.cli import main; main()", "add", "--input-format", "jsonl", "-", "--store"]


def whole(store):
    with open_store(store) as kept:
        assert list(verified(kept)) == []
        return {doc.id for doc in kept.documents()}


def test_a_server_that_is_killed_loses_nothing_that_it_acknowledged(tmp_path, capsys):
    store, log, tally = tmp_path / "q.db", tmp_path / "log", Tally()
    clients, port = [], "0"
    for _ in range(MOMENTS):
        with serving(store, log, port) as server:
            if not clients:
                port, clients = server.port, clients_of(server.address, 6, tally, down=True)
                for client in clients:
                    client.kinds = WRITES
                    client.start()
            wanted = tally.written + CHANCE.randint(1, 12)
            until(lambda wanted=wanted: tally.written >= wanted)
            time.sleep(CHANCE.uniform(0, 0.1))
            server.process.send_signal(signal.SIGKILL)
            server.process.wait()
        whole(store)
    with serving(store, log, port) as server:
        ended(clients)
        assert (tally.wrong, tally.errors, server.tracebacks()) == ([], [], [])
        assert all(len(client.possible) == 1 for client in clients)  # every unsure write is known by now
    whole(store)
    with capsys.disabled():
        said = f"{tally.written} writes acknowledged, {tally.unsure} cut off, 0 lost, 0 halves"
        sys.stderr.write(f" [{MOMENTS} kills, {said}] ")


def test_an_add_that_is_killed_leaves_whole_articles_and_goes_on(tmp_path, capsys):
    store, articles, there = tmp_path / "q.db", {}, set()
    open_store(store).close()
    cut = 0
    for moment in range(MOMENTS):
        new = {f"a{moment}-{n}": f"第{moment}季第{n}家公司青嵐科技推出了雲雀{n}號助手。" for n in range(40)}
        articles |= new
        with subprocess.Popen([*ADD, str(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as adding:
            adding.stdin.write(lines(new))
            adding.stdin.close()
            until(lambda there=there: adding.poll() is not None or count(store) > len(there))
            time.sleep(CHANCE.uniform(0, 0.6))
            adding.send_signal(signal.SIGKILL)
            adding.wait()
        there = whole(store)
        cut += not there >= new.keys()
    before = len(there)
    ran = subprocess.run([*ADD, str(store)], input=lines(articles), capture_output=True, check=True)
    assert ran.stdout.decode().startswith(f"{len(articles) - before} new, 0 changed, {before} unchanged, 0 rejected")
    assert whole(store) == articles.keys()
    with open_store(store) as kept:
        assert all(kept.get(id_).text == text for id_, text in articles.items())
    with capsys.disabled():
        sys.stderr.write(f" [{MOMENTS} kills, {cut} in the middle, {before} articles whole, 0 halves] ")


def lines(articles):
    return "".join(json.dumps({"id": id_, "text": text}) + "\n" for id_, text in articles.items()).encode()


def count(store):
    with sqlite3.connect(store) as connection:
        [(articles,)] = connection.execute("SELECT count(*) FROM document").fetchall()
    connection.close()
    return articles
