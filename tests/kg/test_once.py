"""What takes long to make is made once, however many threads ask for it."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from kg.once import once


def test_threads_that_ask_at_once_wait_for_the_first():
    made = []

    @once
    def slow(name):
        made.append((name, threading.get_ident()))
        time.sleep(0.05)
        return object()

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(slow, "aabb" * 4))
    assert len(made) == 2
    assert len(set(got)) == 2


def test_what_fails_is_tried_again():
    tries = []

    @once
    def fails():
        tries.append(1)
        if len(tries) == 1:
            raise OSError
        return "made"

    try:
        fails()
    except OSError:
        assert fails() == "made"
    assert len(tries) == 2
