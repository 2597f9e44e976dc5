"""Addresses are fetched with care: no way into a private network, and only so much."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from kg import fetch as fetching
from kg.errors import UnreadableInput
from kg.fetch import fetch
from kg.reading import read_address

SAID = "騰訊旗下的AI產品「元寶」週二上線，董事長表示將派發十億元紅包，阿里巴巴的千問仍然領先。"
PAGE = f"<html><head><title>元寶上線</title></head><body><article><p>{SAID}</p><p>{SAID}</p></article></body></html>"


class Site(BaseHTTPRequestHandler):
    """Answers by path."""

    def do_GET(self):
        kinds = {
            "/page": (200, "text/html; charset=utf-8", PAGE.encode()),
            "/text": (200, "text/plain", "騰訊推出元寶。".encode()),
            "/exe": (200, "application/octet-stream", b"MZ"),
            "/gone": (404, "text/html", b""),
            "/large": (200, "text/plain", b"x" * 300_000),
        }
        status, kind, body = kinds.get(self.path, (302, "text/html", b""))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if status == 302:
            places = {"/hop": "/page", "/in": "http://10.0.0.1/", "/file": "file:///etc/passwd", "/self": "/self"}
            self.send_header("Location", places.get(self.path, "/gone"))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site():
    server = HTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_page_is_read_with_its_address_as_source(site, monkeypatch):
    monkeypatch.setenv("QIPAN_FETCH_PRIVATE", "1")
    article = read_address(f"{site}/hop")
    assert SAID in article.text
    assert (article.source, article.title) == (f"{site}/page", "元寶上線")
    assert read_address(f"{site}/text").text == "騰訊推出元寶。"


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0.0.0.0/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://172.16.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[2002:7f00:1::]/",
        "http://224.0.0.1/",
        "http://user:secret@example.com/",
        "file:///etc/passwd",
        "ftp://example.com/",
        "gopher://127.0.0.1:70/",
        "http://",
        "http://[",
        "http://example.com:99999/",
        "http://no-such-host.invalid/",
    ],
)
def test_no_address_leads_into_a_private_network(address):
    with pytest.raises(UnreadableInput):
        fetch(address, private=False)


def test_redirects_are_looked_at_too(site, monkeypatch):
    real = fetching._place  # noqa: SLF001 - the first step is to the test's own server
    monkeypatch.setattr(
        fetching,
        "_place",
        lambda address, host, port, *, private: real(address, host, port, private=host == "127.0.0.1" or private),
    )
    for path, why in (("/in", "private"), ("/file", "no http"), ("/self", "redirects"), ("/gone", "404")):
        with pytest.raises(UnreadableInput, match=why):
            fetch(site + path, private=False)


def test_a_host_that_has_a_private_address_beside_a_public_one_is_refused(monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.216.34", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(UnreadableInput, match="private network"):
        fetch("http://two-faced.example/", private=False)


def test_only_so_much_is_read_and_only_what_is_text(site, monkeypatch):
    monkeypatch.setattr(fetching, "_MOST_BYTES", 100_000)
    with pytest.raises(UnreadableInput, match="more than"):
        fetch(f"{site}/large", private=True)
    with pytest.raises(UnreadableInput, match="not read"):
        fetch(f"{site}/exe", private=True)
    monkeypatch.setattr(fetching, "_SECONDS", -1.0)
    with pytest.raises(UnreadableInput):
        fetch(f"{site}/page", private=True)
