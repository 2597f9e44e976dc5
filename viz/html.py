"""A view as one self-contained HTML page, explored in the browser. The only place that knows pyvis.

pyvis' `Network` holds the nodes and edges; its own page is replaced, because it loads from other hosts, runs markup
in titles as script and jitters. Nothing is written to disk and nothing given is changed.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pyvis.edge import Edge as PyvisEdge
from pyvis.network import Network
from pyvis.node import Node as PyvisNode

from kg.ontology import Ontology, builtin_ontology
from kg.views import Selection
from viz import bundle, payload
from viz.layout import UPRIGHT, WIDE, Layout, arrange, grouped
from viz.packed import as_json, element, packed_library
from viz.sizes import radii, width
from viz.theme import builtin_theme
from viz.view import Edge, GraphView, Node
from viz.words import check_language, in_hans, in_hant, title_in, words

__all__ = ["Explorer", "Links", "colours", "fragment", "render"]

ThemeName = Literal["auto", "light", "dark"]
ENTITIES = Selection("entities")
GROUPS_FROM, COLLAPSE_ABOVE = 300, 2000
"""Nodes from which on groups can be coloured and collapsed, and above which the page opens collapsed."""


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses the page may use; None leaves the feature out, as in an exported file.

    `document` has {document}, {start} and {end} in it, `expand` {entity}: it answers with `fragment(…)` as JSON.
    `entity`, `profile`, `timeline` and `loops` have {entity}, `compare` and `path` {entity} and {other}, `ask`
    {question}. `find` has {words} and answers `{"items": [{"entity": {"id", "type", "name"}, "score"}]}`. `more` shows
    more of a picture that was cut, `steps` has {depth}: how far around an entity. `home`, `articles`, `times` and
    `review` are other pages. Decisions are made by POST to `decide`, views saved by POST to `save` and shown at
    `share`, which has {view}.
    """

    document: str | None = None
    expand: str | None = None
    twin: str | None = None
    entity: str | None = None
    profile: str | None = None
    timeline: str | None = None
    loops: str | None = None
    compare: str | None = None
    path: str | None = None
    ask: str | None = None
    find: str | None = None
    more: str | None = None
    steps: str | None = None
    home: str | None = None
    articles: str | None = None
    times: str | None = None
    review: str | None = None
    decide: str | None = None
    save: str | None = None
    share: str | None = None


def render(  # noqa: PLR0913 - all but the view can be left out
    view: GraphView,
    *,
    lang: str = "zh-Hant",
    theme: ThemeName = "auto",
    layout: Layout | None = None,
    ontology: Ontology | None = None,
    links: Links | None = None,
    sheet: Mapping[str, Any] | None = None,
    selection: Selection | None = None,
    nonce: str | None = None,
) -> str:
    """The page. The same view gives the same text, unless a nonce of one's own is given for a header of one's own.

    A sheet (see `viz.sheets`) is shown beside the graph. `selection` is the question that the view answers, under which
    it can be saved; without one what is shown is saved.

    view = select.ego(graph, "company:騰訊")
    page = html.render(view, lang="zh-Hant", links=Links(document="/view/documents/{document}#c{start}-{end}"))
    """
    explorer = Explorer(view, lang=lang, layout=layout, ontology=ontology, links=links, sheet=sheet)
    return explorer.page(theme=theme, nonce=nonce, selection=selection or ENTITIES)


def fragment(view: GraphView, *, layout: Layout | None = None) -> dict[str, Any]:
    """Nodes, edges, sources and evidence as JSON, for a page that fetches more: see `Links.expand`."""
    return Explorer(view, layout=layout).data()


class Explorer(Network):  # type: ignore[misc] # pyvis has no types
    """pyvis' network with a page of our own: all in one file, nothing from another host, no physics."""

    def __init__(
        self,
        view: GraphView,
        *,
        lang: str = "zh-Hant",
        layout: Layout | None = None,
        ontology: Ontology | None = None,
        links: Links | None = None,
        sheet: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(directed=True, cdn_resources="in_line")
        self.view, self.lang, self.placed = view, check_language(lang), layout is not None
        self.layout = layout or arrange(view, ratio=UPRIGHT if sheet else WIDE)
        self.ontology = ontology or builtin_ontology()
        self.links, self.sheet = links or Links(), sheet
        self.toggle_physics(False)
        sizes, groups = radii(view), self.layout.groups or grouped(view)
        for node in view.nodes:
            self._put_node(node, sizes[node.id], groups[node.id])
        for edge in view.edges:
            self.edges.append(self._edge_options(edge))

    def get_nodes(self) -> Collection[str]:
        """The ids; unlike pyvis' list it is searched at once."""
        ids: Collection[str] = self.node_map.keys()
        return ids

    def _put_node(self, node: Node, size: float, group: int) -> None:
        """As pyvis' add_node does, which looks through a list each time; a view has each node once."""
        x, y = self.layout.places[node.id]
        hans, hant = in_hans(node.name), in_hant(node.name, node.names)
        options = PyvisNode(
            node.id,
            "custom",
            node.name,
            group=node.type,
            x=x,
            y=y,
            size=size,
            hans=hans if hans != node.name else None,
            hant=hant if hant != node.name else None,
            also=[name for name in node.names if name != node.name],
            keys=sorted({in_hans(name) for name in node.names} - {hans, *node.names}),
            mentions=node.mentions,
            documents=node.documents,
            community=group,
        ).options
        self.nodes.append(options)
        self.node_ids.append(node.id)
        self.node_map[node.id] = options

    def _edge_options(self, edge: Edge) -> dict[str, Any]:
        made = PyvisEdge(edge.head, edge.tail, directed=True, width=width(edge), **payload.edge_row(edge))
        options: dict[str, Any] = made.options
        return options

    def data(self) -> dict[str, Any]:
        """Nodes and edges by columns, the kinds there are, the sources and the evidence."""
        number = {key: i for i, key in enumerate(self.node_ids)}
        edges = payload.columns(self.edges, payload.EDGE_KEYS)
        for end in ("from", "to"):
            edges[end] = [number[key] for key in edges[end]]
        return {
            "kinds": payload.kinds(self.view, self.ontology, builtin_theme()),
            "nodes": payload.columns(self.nodes, payload.NODE_KEYS),
            "edges": edges,
            "sources": payload.sources(self.view),
            "evidence": payload.evidence(self.view),
        }

    def page(self, *, theme: ThemeName = "auto", nonce: str | None = None, selection: Selection = ENTITIES) -> str:
        """The whole page. A nonce that is not given is made of what the page says, so that exports repeat."""
        graph = self.data()
        evidence = graph.pop("evidence")
        graph |= self._about(theme)
        if self.links.save:
            graph["selection"] = asdict(selection)
        texts = (as_json(graph), as_json(evidence))
        nonce = (
            nonce or base64.b64encode(hashlib.sha256("".join(texts).encode("utf-8", "replace")).digest()[:16]).decode()
        )
        spoken = words("interface", self.lang)
        page = (
            _templates()
            .get_template("page.html.j2")
            .render(
                lang=self.lang,
                han="zh-Hans" if self.lang == "zh-Hans" else "zh-Hant",
                theme=theme,
                title=title_in(self.view.title, self.view.kind, self.lang),
                words=spoken,
                languages=words("languages", self.lang),
                grouped=len(self.view.nodes) > GROUPS_FROM,
                view_kind=self.view.kind,
                steps=selection.depth,
                links=self.links,
                sheet=self.sheet,
                nonce=nonce,
                policy=_policy(nonce, fetches=self.links.expand is not None),
                style=Markup(colours() + bundle.style()),  # noqa: S704 - our own files
                library=packed_library(),
                script=Markup(bundle.script()),  # noqa: S704 - our own files
                graph_data=element("graph", texts[0]),
                evidence_data=element("evidence", texts[1]),
                plain_rows=payload.plain_rows(self.view, self.ontology, self.lang),
            )
        )
        return page.encode("utf-8", "replace").decode()

    def generate_html(self, name: str = "index.html", local: bool = True, notebook: bool = False) -> str:  # noqa: FBT001, FBT002 - pyvis' signature
        """Pyvis' way to ask for the page; its arguments change nothing, as nothing is written."""
        del name, local, notebook
        return self.page()

    def _about(self, theme: ThemeName) -> dict[str, Any]:
        view = self.view
        return {
            "title": view.title,
            "kind": view.kind,
            "focus": list(view.focus),
            "truncated": view.truncated,
            "placed": self.placed,
            "lang": self.lang,
            "theme": theme,
            "collapsed": len(view.nodes) > COLLAPSE_ABOVE,
            "links": asdict(self.links),
            "sheet": self.sheet,
            "look": payload.look(builtin_theme()),
            "words": payload.wording(),
        }


def _policy(nonce: str, *, fetches: bool) -> str:
    """What the page may do: run and style itself, show its own pictures, and ask its own host if it has reason to."""
    ours = f"'nonce-{nonce}'"
    connect = "'self'" if fetches else "'none'"
    return (
        f"default-src 'none'; script-src {ours}; style-src {ours}; img-src data: blob:; "
        f"connect-src {connect}; base-uri 'none'; form-action 'none'"
    )


@cache
def _templates() -> Environment:
    folder = Path(__file__).parent / "templates"
    return Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True)


@cache
def colours() -> str:
    """The palettes as variables of the style sheet."""
    palettes = payload.look(builtin_theme())["palettes"]
    light, dark = (
        "".join(f"--{name}:{colour};" for name, colour in palettes[theme].items()) for theme in ("light", "dark")
    )
    return (
        f":root{{{light}}}:root[data-theme=dark]{{{dark}}}"
        f"@media(prefers-color-scheme:dark){{:root[data-theme=auto]{{{dark}}}}}\n"
    )
