"""A real server on a real port."""

import os
import signal
import socket
import subprocess
import sys
import time

import httpx2
import pytest

from api.serving import serve
from api.settings import Settings
from kg.errors import InvalidRequest, StoreError

SERVE = "import sys; from api import serve; serve(sys.argv[1], '127.0.0.1', int(sys.argv[2]))"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_ready(url: str) -> httpx2.Response:
    for _ in range(1200):
        try:
            return httpx2.get(url)
        except httpx2.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"{url} does not answer")


def test_a_served_store_answers_and_ends_when_told(tmp_path, store):
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-W", "error", "-c", SERVE, str(tmp_path / "q.db"), str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=os.getcwd()) as process:  # noqa: PTH109
        try:
            assert until_ready(f"{address}/readyz").json()["documents"] == 2
            answer = httpx2.post(f"{address}/v1/ask", json={"question": "騰訊有哪些產品？"})
            assert [row["name"] for row in answer.json()["rows"]] == ["元寶", "微信"]
            page = httpx2.get(f"{address}/view", headers={"Accept-Encoding": "gzip"})
            assert (page.status_code, page.headers["content-encoding"]) == (200, "gzip")
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) in {0, -signal.SIGTERM}
        log = process.stderr.read() if process.stderr else ""
    assert '"path": "/v1/ask", "status": 200' in log


def test_a_port_in_use_gets_one_clear_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InvalidRequest, match=f"Port {port} of 127.0.0.1 is in use"):
            serve(str(tmp_path / "q.db"), port=port)


@pytest.mark.parametrize(("host", "port"), [("203.0.113.7", 8000), ("127.0.0.1", 70_000)])
def test_an_address_that_is_none_of_ours(tmp_path, host, port):
    with pytest.raises(InvalidRequest, match="listen at"):
        serve(str(tmp_path / "q.db"), host, port)


def test_a_store_that_cannot_be_opened(tmp_path):
    (tmp_path / "q.db").write_text("this is no database, and long enough to be none")
    with pytest.raises(StoreError):
        serve(str(tmp_path / "q.db"), port=free_port())


def test_settings_are_read_from_the_environment():
    given = {"QIPAN_MOST_BYTES": "10", "QIPAN_CORS": "https://a.example, https://b.example", "PATH": "/bin"}
    settings = Settings.from_env(given)
    assert (settings.most_bytes, settings.origins) == (10, ["https://a.example", "https://b.example"])
    assert Settings.from_env({}) == Settings()
    for wrong in ("", "0", "-1", "many", "１"):
        with pytest.raises(InvalidRequest, match="QIPAN_MOST_ROWS"):
            Settings.from_env({"QIPAN_MOST_ROWS": wrong})
