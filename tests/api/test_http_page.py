"""docs/http.md is the service's own description, and each of its lines works."""

import re
import shlex
import subprocess

import http_page
import pytest
from builders import document, says
from services import serving

from api.app import create_app
from kg.decisions.drafts import retype
from kg.store import open_store
from kg.store.keys import Role, make_key
from kg.views import SavedView, Selection, Story

SAID = http_page.page()
LINES = re.findall(r"^curl .*$", SAID, re.MULTILINE)

A_DECISION = "0f3a9c2b11d4e5f6"
A_KEY = "0f3a9c2b11d4"
ARTICLE = document(
    says("Company:騰訊|腾讯", "develops", "Product:元寶"),
    says("Company:阿里巴巴", "develops", "Product:千問"),
    says("Product:夸克", "feeds_data_to", "Product:千問"),
    says("Company:字節", "develops", "Product:豆包"),
    id="red-envelopes",
    title="紅包",
    date="2026-02-02",
)


def _keep_views(views):
    views.put(SavedView("red-envelopes", "紅包", Selection("ego", ("company:騰訊",))))
    views.put_story(Story("entrances", "入口", ("red-envelopes",)))


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The address of a service over what the examples speak of."""
    with open_store(tmp_path_factory.mktemp("http") / "q.db") as store:
        store.add(ARTICLE)
        _keep_views(store.views)
        key = make_key(store, "王", Role.READER)[1]
        decided = store.decide(retype(store.graph().entity("product:豆包"), "Technology", author="王"))
        with serving(create_app(store)) as address:

            def run(line):
                for told, here in ((http_page.SERVED, address), (A_DECISION, decided.id), (A_KEY, key.id)):
                    line = line.replace(told, here)
                command = [*shlex.split(line), "-w", "\n%{http_code}"]
                ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
                store.add(ARTICLE)  # some lines replace it or take it out
                _keep_views(store.views)
                return ran.stdout.rpartition("\n")

            yield run


def test_the_page_is_the_services_own_description():
    assert http_page.PAGE.read_text("utf-8") == SAID, "run make docs"


def test_every_route_has_a_line():
    assert len(LINES) == len(http_page.operations(http_page.openapi()))


@pytest.mark.parametrize("line", LINES)
def test_a_line_works(served, line):
    body, _, status = served(line)
    assert status in {"200", "201", "204"}, body
    assert body or status == "204"
