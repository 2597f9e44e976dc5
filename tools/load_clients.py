"""What clients of a load do, each with articles of its own, and what must come back: each answer has one that is right.

A client knows which of its articles are there in which form, so it knows what the graph says of its company. Where a
write was not acknowledged (the server was killed meanwhile) either state may be, until an answer tells which.
"""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from kg.extract import extract
from kg.model import Document

__all__ = ["Client", "Known", "Reply", "Tally", "clients_of"]

_FIRST = "青赤玄素紫銀碧翠丹蒼墨白朱黛縹"
_SECOND = "嵐鷹鶴鯨燕雁鵬鷺麂駒鳶鷗鴿鸛隼"
_FILLING = "當日天氣晴朗，會場內外人來人往。"
_TEXTS = (
    ("{a}科技推出了{b}助手。{f}{a}科技與{c}集團競爭。", "{a}科技推出了{b}助手。{a}科技收購了{c}集團。"),
    ("{a}科技推出了{d}模型。", "{a}科技發布了{d}模型。{f}", "{f}{a}科技的對手是{d}公司。"),
)
"""Forms of a client's two articles."""
_SECONDS = 60.0
_PATIENT = 600.0  # where servers are killed: what a client gave up the server may still do, and then nobody knows
_AWAY = 503


class State(NamedTuple):
    """Which form each of a client's articles has (None: it is not there), and whether its company is renamed."""

    forms: tuple[int | None, ...] = (None,) * len(_TEXTS)
    renamed: bool = False

    def put(self, place: int, form: int | None) -> State:
        """The state in which an article has another form."""
        return self._replace(forms=(*self.forms[:place], form, *self.forms[place + 1 :]))


class Reply(NamedTuple):
    """What came back."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


Judge = Callable[[State, Reply], bool]


def _same(state: State) -> State:
    return state


@dataclass(frozen=True)
class Asked:
    """A request, whether an answer to it is right in a state, and the state that it leads to."""

    method: str
    path: str
    right: Judge
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    then: Callable[[State], State] = _same


@dataclass
class Tally:
    """What all clients counted together."""

    took: dict[str, list[float]] = field(default_factory=dict)  # ms, by kind
    statuses: Counter[int] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    away: int = 0  # requests while the server was known to be down
    written: int = 0  # acknowledged
    unsure: int = 0  # writes of which nobody knows yet
    lock: Any = field(default_factory=threading.Lock)

    @property
    def answered(self) -> int:
        """How many answers came."""
        return sum(self.statuses.values())

    def note(self, kind: str, ms: float, status: int, *, wrote: bool) -> None:
        """One answer came."""
        with self.lock:
            self.took.setdefault(kind, []).append(ms)
            self.statuses[status] += 1
            self.written += wrote


@dataclass(frozen=True)
class Known:
    """What is asked of articles that nobody changes: a question, and the names that answer it."""

    question: str
    names: frozenset[str]


def clients_of(
    address: str, count: int, tally: Tally, known: tuple[Known, ...] = (), *, down: bool = False
) -> list[Client]:
    """So many clients. `down`: the server may be killed, and 503s and broken connections are no errors."""
    stems = iter([one + other for one, other in product(_FIRST, _SECOND)])
    words = [dict(zip("abcd", stem, strict=False), f=_FILLING) for stem in zip(*[stems] * 4, strict=False)]
    return [Client(number, address, words[number], tally, known, down=down) for number in range(count)]


class Client(threading.Thread):
    """One client: asks, checks, asks again, until it is told to stop."""

    def __init__(
        self, number: int, address: str, words: dict[str, str], tally: Tally, known: tuple[Known, ...], *, down: bool
    ) -> None:
        super().__init__(daemon=True)
        self.number, self.tally, self.known, self.down = number, tally, known, down
        self.kinds: Mapping[str, float] = KINDS
        self.key: str | None = None  # of access, where the server wants one
        self.address = address
        self.stop = threading.Event()
        self.possible = {State()}
        self.company = f"company:{words['a']}科技"
        self.name, self.product = f"{words['a']}科技", f"product:{words['b']}助手"
        self.texts = [[form.format(**words) for form in forms] for forms in _TEXTS]
        self._words = random.Random(number)  # noqa: S311 - which question comes next
        self._decision: str | None = None
        self._tag: tuple[str, frozenset[Any]] | None = None
        self._connection: http.client.HTTPConnection | None = None

    # --- what must be

    def id_of(self, place: int) -> str:
        """The id of one of its articles."""
        return f"load-{self.number}-{place}"

    @cache  # noqa: B019 - clients live as long as the load
    def read(self, place: int, form: int) -> Document:
        """An article as it must be read."""
        return extract(self.texts[place][form], id=self.id_of(place))

    def prepare(self) -> None:
        """Read everything beforehand, so that the load is not slowed down by it."""
        for place, forms in enumerate(self.texts):
            for form in range(len(forms)):
                self.read(place, form)

    def there(self, state: State) -> list[Document]:
        """Its articles."""
        return [self.read(place, form) for place, form in enumerate(state.forms) if form is not None]

    def told(self, state: State) -> Counter[tuple[str, str, str]]:
        """What is said of its company, and how often."""
        every = ((s.head, s.relation, s.tail) for doc in self.there(state) for s in doc.statements)
        own = (
            (self._renamed(h, state), verb, self._renamed(t, state)) for h, verb, t in every if self.company in {h, t}
        )
        return Counter(own)

    def _renamed(self, entity_id: str, state: State) -> str:
        """The id of an entity in the graph: another name gives its company another."""
        return self.id_now(state) if entity_id == self.company else entity_id

    def id_now(self, state: State) -> str:
        """The id of its company."""
        return f"company:{self.title(state)}"

    def named(self, state: State) -> bool:
        """Whether any article names its company."""
        return any(e.id == self.company for doc in self.there(state) for e in doc.entities)

    def title(self, state: State) -> str:
        """What its company is called."""
        return f"{self.name}控股" if state.renamed else self.name

    # --- asking

    def run(self) -> None:
        """Ask until told to stop."""
        while not self.stop.is_set():
            self.step()

    def step(self) -> None:
        """One request, of some kind."""
        kinds, weights = zip(*self.kinds.items(), strict=True)
        [kind] = self._words.choices(kinds, weights)
        asked = getattr(self, f"ask_{kind}")(next(iter(self.possible)))
        if asked is not None:
            self.send(kind, asked)

    def settle(self) -> None:
        """Look once more at all that it wrote."""
        self._close()  # the server does not keep a connection that was idle
        for place in range(len(self.texts)):
            self.send("settled", self._document(place))
        self.send("settled", self.ask_relations(next(iter(self.possible))))
        self._close()

    def send(self, kind: str, asked: Asked) -> Reply | None:
        """Ask, and judge what comes."""
        begun = time.perf_counter()
        try:
            reply = self._sent(asked)
        except (OSError, http.client.HTTPException) as error:
            self._close()
            sent = not isinstance(error, ConnectionRefusedError)
            self._without_answer(asked, f"{kind}: {asked.method} {asked.path}: {error!r}", sent=sent)
            return None
        if reply.status == _AWAY and self.down:
            if json.loads(reply.body)["error"]["code"] != "store_error" or not reply.json["error"]["hint"]:
                self.tally.wrong.append(f"{kind}: {reply.body!r}")
            self._without_answer(asked, "")
            return None
        wrote = asked.then is not _same and reply.status < 300
        self.tally.note(kind, (time.perf_counter() - begun) * 1000, reply.status, wrote=wrote)
        self._judge(kind, asked, reply)
        return reply

    def _without_answer(self, asked: Asked, problem: str, *, sent: bool = True) -> None:
        if asked.then is not _same and sent:
            self.tally.unsure += 1
            self.possible |= {asked.then(state) for state in self.possible}
        if self.down:
            self.tally.away += 1
            time.sleep(0.1)
        else:
            self.tally.errors.append(problem)

    def _judge(self, kind: str, asked: Asked, reply: Reply) -> None:
        right = {state for state in self.possible if _holds(asked.right, state, reply)}
        if not right:
            what = f"{kind}: {asked.method} {asked.path}: {reply.status} {reply.body[:600].decode(errors='replace')}"
            (self.tally.errors if reply.status >= 500 else self.tally.wrong).append(f"{what} in {self.possible}")
        elif not self.down or asked.then is _same or reply.status < 300:
            self.possible = {asked.then(state) for state in right}
        if not right and reply.status < 300:
            self.possible = {asked.then(state) for state in self.possible}

    def _sent(self, asked: Asked) -> Reply:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(
                urlsplit(self.address).netloc, timeout=_PATIENT if self.down else _SECONDS
            )
        body = None if asked.body is None else json.dumps(asked.body).encode()
        headers = {"Content-Type": "application/json"} if body else {}
        headers |= {"Authorization": f"Bearer {self.key}"} if self.key else {}
        self._connection.request(asked.method, asked.path, body, {**headers, **asked.headers})
        response = self._connection.getresponse()
        return Reply(response.status, response.read(), {k.lower(): v for k, v in response.getheaders()})

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    # --- writes

    def ask_put(self, _: State) -> Asked:
        """An article in one of its forms, new or in place of another or the same."""
        return self._put("PUT")

    def ask_post(self, _: State) -> Asked:
        """The same by POST."""
        return self._put("POST")

    def _put(self, method: str) -> Asked:
        place = self._words.randrange(len(self.texts))
        form = self._words.randrange(len(self.texts[place]))

        def right(state: State, reply: Reply) -> bool:
            before = state.forms[place]
            outcome = "new" if before is None else "unchanged" if before == form else "changed"
            said = len(self.read(place, form).statements)
            about = reply.json["document"]
            found = reply.status, reply.json["outcome"], about["id"], about["statements"]
            return found == (201 if before is None else 200, outcome, self.id_of(place), said)

        body = {"text": self.texts[place][form]} | ({"id": self.id_of(place)} if method == "POST" else {})
        path = f"/v1/documents/{self.id_of(place)}" if method == "PUT" else "/v1/documents"
        return Asked(method, path, right, body, then=lambda state: state.put(place, form))

    def ask_delete(self, _: State) -> Asked:
        """An article leaves."""
        place = self._words.randrange(len(self.texts))

        def right(state: State, reply: Reply) -> bool:
            return reply.status == (404 if state.forms[place] is None else 204)

        return Asked("DELETE", f"/v1/documents/{self.id_of(place)}", right, then=lambda state: state.put(place, None))

    def ask_decide(self, state: State) -> Asked | None:
        """Its company gets another name, or that is undone."""
        if len(self.possible) > 1 or self.number % 10 or (not state.renamed and not self.named(state)):
            return None
        if state.renamed and self._decision is None:
            return None  # who was not told the decision's id cannot undo it
        body = {"kind": "rename", "author": "load", "entities": [self.company], "value": f"{self.name}控股"}
        undo = {"kind": "undo", "author": "load", "decision": self._decision}

        def right(_: State, reply: Reply) -> bool:
            self._decision = reply.json["id"] if body["kind"] == "rename" and not state.renamed else None
            return reply.status == 201

        return Asked(
            "POST", "/v1/decisions", right, undo if state.renamed else body,
            then=lambda before: before._replace(renamed=not state.renamed),
        )  # fmt: skip

    # --- reads

    def ask_document(self, _: State) -> Asked:
        """An article, with its text and statements."""
        return self._document(self._words.randrange(len(self.texts)))

    def _document(self, place: int) -> Asked:
        def right(state: State, reply: Reply) -> bool:
            form = state.forms[place]
            if form is None:
                return reply.status == 404
            doc, got = self.read(place, form), reply.json
            said = {(r["head"], r["relation"], r["tail"]) for r in got["relations"]}
            return got["text"] == doc.text and said == {(s.head, s.relation, s.tail) for s in doc.statements}

        return Asked("GET", f"/v1/documents/{self.id_of(place)}", right)

    def ask_entity(self, _: State) -> Asked:
        """Its company."""

        def right(state: State, got: Any) -> bool:
            there = sum(any(e.id == self.company for e in doc.entities) for doc in self.there(state))
            return (got["name"], got["documents"]) == (self.title(state), there)

        return self._about("", right)

    def ask_relations(self, _: State) -> Asked:
        """What is said of its company."""
        return self._about("/relations", lambda state, got: _counted(got["items"]) == self.told(state))

    def ask_graph(self, _: State) -> Asked:
        """What surrounds its company."""

        def right(state: State, got: Any) -> bool:
            ends = {end for head, _, tail in self.told(state) for end in (head, tail)} | {self.id_now(state)}
            return {e["id"] for e in got["entities"]} == ends and set(self.told(state)) <= set(
                _counted(got["relations"])
            )

        return self._about("/graph", right)

    def ask_again(self, _: State) -> Asked:
        """What is said of its company, if that has changed since it was asked last."""
        path = f"/v1/entities/{quote(self.company)}/relations?limit=100"

        def right(state: State, reply: Reply) -> bool:
            if reply.status == 404:
                return not self.named(state)
            if reply.status == 304:
                return self._tag is not None and self._tag[1] == frozenset(self.told(state).items())
            found = frozenset(_counted(reply.json["items"]).items())
            self._tag = reply.headers["etag"], found
            return self.named(state) and found == frozenset(self.told(state).items())

        return Asked("GET", path, right, headers={"If-None-Match": self._tag[0]} if self._tag else {})

    def ask_profile(self, _: State) -> Asked:
        """Its company on a page: every quote must be in an article that is there."""
        return self._about("", self._quoted, path="/v1/profiles/")

    def ask_timeline(self, _: State) -> Asked:
        """What is said of when: its articles have no date, so nothing."""
        path = f"/v1/timeline?{urlencode({'entity': self.company})}"
        return Asked("GET", path, lambda s, r: r.status == 200 or not self.named(s))

    def ask_search(self, _: State) -> Asked:
        """Its company by name."""

        def right(state: State, reply: Reply) -> bool:
            return self.named(state) == any(i["entity"]["id"] == self.id_now(state) for i in reply.json["items"])

        return Asked("GET", f"/v1/entities?{urlencode({'q': self.name})}", right)

    def ask_question(self, _: State) -> Asked:
        """What its company develops."""

        def right(state: State, reply: Reply) -> bool:
            made = {tail.partition(":")[2] for head, verb, tail in self.told(state) if verb == "develops"}
            rows = {row["name"] for row in reply.json["rows"] if row["relation"] == "develops"}
            return rows == made and self._quoted(state, reply.json)  # without any it is read as what is said at all

        return Asked("POST", "/v1/ask", right, {"question": f"{self.name}有哪些產品？"})

    def ask_known(self, _: State) -> Asked | None:
        """A question about what nobody changes."""
        if not self.known:
            return None
        known = self._words.choice(self.known)

        def right(_: State, reply: Reply) -> bool:
            return frozenset(row["name"] for row in reply.json["rows"]) == known.names

        return Asked("POST", "/v1/ask", right, {"question": known.question})

    def ask_path(self, _: State) -> Asked:
        """How its company and its product are joined."""

        def right(state: State, reply: Reply) -> bool:
            both = {e.id for doc in self.there(state) for e in doc.entities} >= {self.company, self.product}
            if not both:
                return reply.status == 404
            joined = any(self.product in triple for triple in self.told(state))
            return not joined or [self.id_now(state), self.product] in [p["entities"] for p in reply.json["paths"]]

        path = f"/v1/paths?{urlencode({'from': self.company, 'to': self.product})}"
        return Asked("GET", path, right)

    def ask_query(self, state: State) -> Asked:
        """What its company develops, in openCypher."""
        query = "MATCH (c:Company {name: $name})-[:develops]->(p) RETURN p.id"

        def right(state: State, reply: Reply) -> bool:
            made = {tail for head, verb, tail in self.told(state) if verb == "develops"}
            return {row["p.id"] for row in reply.json["rows"]} == made

        body = {"query": query, "parameters": {"name": self.title(state)}}
        return Asked("POST", "/v1/query", right, body)

    def ask_page(self, _: State) -> Asked:
        """The page of its company."""

        def right(state: State, reply: Reply) -> bool:
            shown = self.title(state) in reply.body.decode("utf-8")
            return reply.status == (200 if self.named(state) else 404) and (shown or not self.named(state))

        return Asked("GET", f"/view/entity/{quote(self.company)}", right)

    def ask_export(self, _: State) -> Asked:
        """The most connected part of the graph in another format."""
        return Asked("GET", "/v1/graph?format=graphml&limit=20", lambda _, r: b"</graphml>" in r.body)

    def ask_history(self, _: State) -> Asked:
        """What was said of its company by today."""
        path = f"/v1/history?{urlencode({'on': '2999-12-31', 'entity': self.company})}"

        def right(state: State, reply: Reply) -> bool:
            if not self.named(state):
                return reply.status == 404
            return Counter(_triple(i["relation"]) for i in reply.json["items"]) == self.told(state)

        return Asked("GET", path, right)

    def ask_ready(self, _: State) -> Asked:
        """Whether the service is ready."""
        return Asked("GET", "/readyz", lambda _, r: r.status == 200 and r.json["documents"] >= 0)

    def ask_badly(self, _: State) -> Asked:
        """What cannot be answered."""
        path, status = self._words.choice(
            [("/v1/entities/company:無名氏", 404), ("/v1/entities?limit=x", 422), ("/v1/nothing", 404)]
        )
        return Asked("GET", quote(path, "/?=:"), lambda _, r: r.status == status and "error" in r.json)

    def _about(self, tail: str, right: Callable[[State, Any], bool], path: str = "/v1/entities/") -> Asked:
        """A question about its company: 404 where no article names it."""

        def judged(state: State, reply: Reply) -> bool:
            if not self.named(state):
                return reply.status == 404
            return reply.status == 200 and right(state, reply.json)

        return Asked("GET", f"{path}{quote(self.company)}{tail}", judged)

    def _quoted(self, state: State, got: Any) -> bool:
        """Whether every sentence that is quoted is in an article that is there."""
        return all(any(said in doc.text for doc in self.there(state)) for said in _sentences(got))


KINDS = {
    "put": 9, "post": 4, "delete": 4, "decide": 1,
    "document": 8, "entity": 12, "relations": 12, "graph": 8, "again": 8, "search": 8, "question": 10, "known": 6,
    "profile": 4, "timeline": 3, "path": 3, "page": 3, "ready": 2, "badly": 3, "export": 0.5, "history": 0.5,
    "query": 0.5,
}  # fmt: skip
"""What is asked, and how often for one another."""


def _holds(right: Judge, state: State, reply: Reply) -> bool:
    try:
        return right(state, reply)
    except (ValueError, KeyError, TypeError):  # an answer of another form
        return False


def _triple(relation: Any) -> tuple[str, str, str]:
    return relation["head"]["id"], relation["relation"], relation["tail"]["id"]


def _counted(relations: Any) -> Counter[tuple[str, str, str]]:
    return Counter({_triple(relation): relation["statements"] for relation in relations})


def _sentences(value: Any) -> Iterator[str]:
    """Every sentence around a quote, wherever it stands."""
    if isinstance(value, dict):
        if "sentence" in value and "sentence_start" in value:
            yield value["sentence"]
        for inner in value.values():
            yield from _sentences(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _sentences(inner)


def ended(clients: Sequence[Client]) -> None:
    """Stop the clients, then let each look at all that it wrote."""
    for client in clients:
        client.stop.set()
    for client in clients:
        client.join(120)
    for client in clients:
        client.settle()


def until(true: Callable[[], bool], seconds: float = 120) -> None:
    """Wait until something is true; AssertionError where it takes too long."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise AssertionError("it took too long")
        time.sleep(0.01)
