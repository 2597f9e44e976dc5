"""Fifty clients at once: the short form of `make load`; and a database that goes away under a load."""

import shutil
import sys

import postgres
from load import known, loaded, serving
from load_clients import Tally, clients_of, ended, until

from kg.store import open_store
from kg.store.keys import Role, make_key
from kg.store.verifying import verified

SECONDS = 10


def test_fifty_clients_get_no_wrong_answer(sample_store, tmp_path, capsys):
    store, tally = tmp_path / "q.db", Tally()
    shutil.copy(sample_store, store)
    with serving(store, tmp_path / "log") as server:
        loaded(server, clients_of(server.address, 50, tally, known(store)), SECONDS)
        assert (tally.errors, tally.wrong, server.tracebacks()) == ([], [], [])
    assert tally.answered >= 50 * 3
    with open_store(store) as kept:
        assert list(verified(kept)) == []
    with capsys.disabled():
        sys.stderr.write(f" [{tally.answered} answers, {tally.written} writes, 0 errors, 0 wrong] ")


def test_a_database_that_restarts_under_a_load_loses_nothing(tmp_path, capsys):
    """Meanwhile there is a clear 503 (the clients look at each); then the service answers again by itself."""
    address, tally = postgres.new_database(), Tally()
    with open_store(address) as kept:
        token, _ = make_key(kept, "load", Role.EDITOR)
    with serving(address, tmp_path / "log", QIPAN_ACCESS="keys", QIPAN_PACE="1000000") as server:
        clients = clients_of(server.address, 4, tally, down=True)
        for client in clients:
            client.key = token
            client.start()
        for _ in range(2):
            wanted = tally.written + 4
            until(lambda wanted=wanted: tally.written >= wanted)
            postgres.restart()
        wanted = tally.written + 4
        until(lambda: tally.written >= wanted)
        ended(clients)
        assert (tally.errors, tally.wrong, server.tracebacks()) == ([], [], [])
        assert tally.away > 0
    with open_store(address) as kept:
        assert list(verified(kept)) == []
    with capsys.disabled():
        said = f"{tally.written} writes acknowledged, {tally.away} times 503, {tally.unsure} writes cut off, 0 lost"
        sys.stderr.write(f" [2 restarts, {said}] ")
