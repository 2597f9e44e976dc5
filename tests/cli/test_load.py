"""Fifty clients at once: the short form of `make load`."""

import shutil
import sys

from load import known, loaded, serving
from load_clients import Tally, clients_of

from kg.store import open_store
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
