"""A few questions are worked on at once, and one that takes long does not hold up the others."""

import asyncio
import sys

import pytest

from api import turns
from api.turns import Few, short_turns


class Asked:
    """An app that counts how many requests are in it, and answers them when told."""

    def __init__(self, *, sending: bool = False):
        self.here = self.most = 0
        self.told = asyncio.Event()
        self.sending = sending

    async def __call__(self, scope, _, send):
        self.here += 1
        self.most = max(self.most, self.here)
        if self.sending:
            await send({"type": "http.response.start", "status": 200, "headers": []})
        await self.told.wait()
        self.here -= 1
        if scope["path"] == "/v1/broken":
            raise ValueError


async def send(message):
    pass


def most_at_once(app, path, method="GET", times=10):
    async def all_of_them():
        few = Few(app)
        scope = {"type": "http", "method": method, "path": path}
        asking = [asyncio.ensure_future(few(scope, None, send)) for _ in range(times)]
        for _ in range(100):
            await asyncio.sleep(0)
        app.told.set()
        ended = await asyncio.gather(*asking, return_exceptions=True)
        assert len(ended) == times
        return app.most

    return asyncio.run(asyncio.wait_for(all_of_them(), 10))


QUESTIONS = [("GET", "/v1/entities"), ("GET", "/view/graph"), ("POST", "/v1/ask"), ("GET", "/v1/broken")]


@pytest.mark.parametrize(("method", "path"), QUESTIONS)
def test_short_questions_are_worked_on_one_by_one(monkeypatch, method, path):
    monkeypatch.setattr(turns, "_SHORT", 1_000)
    assert most_at_once(Asked(), path, method) == 1


@pytest.mark.parametrize(("method", "path"), QUESTIONS)
def test_beside_long_ones_others_begin_until_there_are_three(monkeypatch, method, path):
    monkeypatch.setattr(turns, "_SHORT", 0)
    assert most_at_once(Asked(), path, method) == 3


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/healthz"), ("POST", "/v1/documents"), ("POST", "/v1/query")],  # another process works on the last
)
def test_others_do_not_wait(method, path):
    assert most_at_once(Asked(), path, method) == 10


def test_who_reads_the_answer_slowly_holds_nobody_up():
    assert most_at_once(Asked(sending=True), "/v1/graph") == 10


def test_turns_are_short_only_meanwhile():
    before = sys.getswitchinterval()
    with short_turns():
        assert sys.getswitchinterval() < before
    assert sys.getswitchinterval() == before
