"""docs/http.md is the service's own description, and each of its lines works."""

import re
import shlex
import subprocess
import threading

import http_page
import pytest
import uvicorn
from builders import document, says

from api.app import create_app
from kg.store import open_store

SAID = http_page.page()
LINES = re.findall(r"^curl .*$", SAID, re.MULTILINE)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The address of a service over what the examples speak of."""
    with open_store(tmp_path_factory.mktemp("http") / "q.db") as store:
        statements = (
            says("Company:騰訊|腾讯", "develops", "Product:元寶"),
            says("Company:阿里巴巴", "develops", "Product:千問"),
            says("Product:夸克", "feeds_data_to", "Product:千問"),
        )
        store.add(document(*statements, id="red-envelopes", title="紅包", date="2026-02-02"))
        server = uvicorn.Server(uvicorn.Config(create_app(store), port=0, log_level="warning"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            assert thread.is_alive()
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        server.should_exit = True
        thread.join()


def test_the_page_is_the_services_own_description():
    assert http_page.PAGE.read_text("utf-8") == SAID, "run make docs"


def test_every_route_has_a_line():
    assert len(LINES) == len(http_page.operations(http_page.openapi()))


@pytest.mark.parametrize("line", LINES)
def test_a_line_works(served, line):
    command = shlex.split(line.replace(http_page.SERVED, served))
    ran = subprocess.run([*command, "-w", "\n%{http_code}"], capture_output=True, encoding="utf-8", check=True)
    body, _, status = ran.stdout.rpartition("\n")
    assert status in {"200", "201"}, body
    assert body
