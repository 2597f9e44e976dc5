"""Saved views where they are shown: in frames, as pictures and slides by another ending, and oEmbed."""

from __future__ import annotations

from html import escape
from typing import Annotated, Any, Literal, cast
from urllib.parse import unquote, urlsplit

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, Response

from api.answers import Json
from api.deps import AskerDep, Fresh, FreshDep, SettingsDep, ViewsDep, parts_of
from api.embedding import address_of, base_of, discovery, nonce_of, policy_of
from api.errors import NotModified, NotOffered, errors
from api.schemas.views import OEmbedOut
from kg.errors import NotFound
from kg.views import SavedView
from viz import formats
from viz.embed import Embedding, Theme, page
from viz.exhibit import Exhibit, Options
from viz.formats import Format
from viz.saved import exhibit_of
from viz.share import share_page
from viz.snippets import iframe, snippets
from viz.style import PaletteName
from viz.svg import FULL
from viz.words import Language

__all__ = ["router"]

router = APIRouter(tags=["saved views"])
_ANY: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {name: {} for name in ("text/html", *formats.MEDIA.values())},
        "description": "The page, the picture or the slide.",
    }
}
WIDTH, HEIGHT = 960, 540
SMALLEST = (320, 180)


@router.get("/embed/{name}", response_class=HTMLResponse, responses=_ANY | errors(404))
def embed_view(  # noqa: PLR0913, PLR0917 - a route's parameters
    request: Request,
    fresh: FreshDep,
    views: ViewsDep,
    asker: AskerDep,
    settings: SettingsDep,
    name: Annotated[
        str, Path(description="A view's id; with .svg, .png, .pdf or .pptx its file.", examples=["red-envelopes"])
    ],
    theme: Annotated[Theme | None, Query(description="Its colours; else as saved.", examples=["dark"])] = None,
    lang: Annotated[
        Language | None, Query(description="The language of labels; else as saved.", examples=["en"])
    ] = None,
    transparent: Annotated[bool, Query(description="Without a background.", examples=[False])] = False,  # noqa: FBT002 - a query parameter
    interactive: Annotated[bool, Query(description="0 shows the picture alone.", examples=[True])] = True,  # noqa: FBT002 - a query parameter
    scale: Annotated[Literal["1", "2", "4"], Query(description="Of a PNG.", examples=["2"])] = "2",
    outlined: Annotated[bool, Query(description="An SVG whose letters are shapes.", examples=[False])] = False,  # noqa: FBT002 - a query parameter
    width: Annotated[int, Query(ge=320, le=3840, description="Of a picture, in pixels.", examples=[1600])] = 1600,
    height: Annotated[int, Query(ge=180, le=2160, description="Of a picture, in pixels.", examples=[900])] = 900,
) -> Response:
    """Show a saved view: a page for frames, or by its ending a picture or a slide."""
    view_id, _, ending = name.partition(".")
    view = views.get(view_id)
    speaks = lang or cast("Language", view.lang)
    headers = _headers(request, fresh, view)
    if not ending:
        how = Embedding(speaks, theme or cast("Theme", view.theme), transparent, interactive)
        return _page(request, fresh, view, how, asker, settings.frame_ancestors, headers)
    if ending not in formats.FORMATS:
        raise NotFound(f"There is no .{ending} of a view.", hint=f"Endings: {', '.join(formats.FORMATS)}.")
    drawn = theme or view.theme
    options = Options(
        lang=speaks,
        palette=cast("PaletteName", "light" if drawn == "auto" else drawn),
        size=(width, height),
        scale=int(scale),
        transparent=transparent,
        outlined=outlined,
        live=address_of(request, view.id) if ending == "pptx" else None,
    )
    return _file(request, fresh, view, ending, options, headers)


def _headers(request: Request, fresh: Fresh, view: SavedView) -> dict[str, str]:
    """What says how long the answer is good: until the graph or the view changes."""
    etag = f'W/"{fresh.graph.version}.{view.digest}"'
    if etag in {tag.strip() for tag in request.headers.get("if-none-match", "").split(",")}:
        raise NotModified(etag)
    return {"ETag": etag, "Cache-Control": "private, no-cache", "Cross-Origin-Resource-Policy": "cross-origin"}


def _page(
    request: Request,
    fresh: Fresh,
    view: SavedView,
    how: Embedding,
    asker: Any,
    ancestors: str,
    headers: dict[str, str],
) -> HTMLResponse:
    exhibit = exhibit_of(fresh.graph, view, Options(lang=how.lang), asker)
    nonce = nonce_of(parts_of(request).secret, headers["ETag"], request)
    head = discovery(request, view, exhibit.title(how.lang))
    text = page(exhibit, Embedding(how.lang, how.theme, how.transparent, how.interactive, head), nonce)
    return HTMLResponse(text, headers=headers | {"Content-Security-Policy": policy_of(nonce, ancestors)})


def _file(
    request: Request, fresh: Fresh, view: SavedView, ending: Format, options: Options, headers: dict[str, str]
) -> Response:
    parts = parts_of(request)

    def make() -> bytes:
        exhibit = exhibit_of(fresh.graph, view, options, parts.asker)
        return formats.render(exhibit, ending, options)

    content = parts.kept.get((fresh.graph.version, view.digest, ending, options), make)
    where = "attachment" if ending == "pptx" else "inline"
    headers |= {"Content-Disposition": f'{where}; filename="{view.id}.{ending}"'}
    headers |= {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}
    return Response(content, headers=headers, media_type=formats.MEDIA[ending])


@router.get("/embed/{view_id}/share", response_class=HTMLResponse, responses=_ANY | errors(404))
def share_view(
    request: Request,
    fresh: FreshDep,
    views: ViewsDep,
    asker: AskerDep,
    view_id: Annotated[str, Path(description="A view's id.", examples=["red-envelopes"])],
) -> HTMLResponse:
    """Show a saved view with everything to copy and to download."""
    view = views.get(view_id)
    options = Options(lang=view.lang)
    exhibit: Exhibit = exhibit_of(fresh.graph, view, options, asker)
    headers = _headers(request, fresh, view)
    nonce = nonce_of(parts_of(request).secret, headers["ETag"], request)
    address = address_of(request, view.id)
    title, home = exhibit.title(view.lang), f"{base_of(request)}/view"
    text = share_page(title, address, snippets(exhibit, address, options), view.lang, nonce, home)
    policy = policy_of(nonce, "'self'") + "; frame-src 'self'"
    return HTMLResponse(text, headers=headers | {"Content-Security-Policy": policy})


@router.get("/oembed", response_model=OEmbedOut, responses=errors(404, 501))
def read_oembed(
    request: Request,
    fresh: FreshDep,
    views: ViewsDep,
    asker: AskerDep,
    url: Annotated[
        str,
        Query(description="The address of an embedded view.", examples=["http://127.0.0.1:8000/embed/red-envelopes"]),
    ],
    format_: Annotated[str, Query(alias="format", description="json or xml.", examples=["json"])] = "json",
    maxwidth: Annotated[int | None, Query(ge=1, description="At most so wide.", examples=[800])] = None,
    maxheight: Annotated[int | None, Query(ge=1, description="At most so high.", examples=[600])] = None,
) -> Response:
    """Tell how to show an address, as oEmbed has it: rich, with a frame."""
    if format_ not in {"json", "xml"}:
        raise NotOffered(f"There is no oEmbed in {format_!r}.", hint="Ask for json or xml.")
    view = views.get(_view_id(request, url))
    exhibit = exhibit_of(fresh.graph, view, Options(lang=view.lang), asker)
    width, height = _within(maxwidth, maxheight)
    address, title = address_of(request, view.id), exhibit.title(view.lang)
    said: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": "Qipan",
        "provider_url": base_of(request),
        "html": iframe(address, title, width, height),
        "width": width,
        "height": height,
    } | _thumbnail(address, maxwidth, maxheight)
    return Json(said) if format_ == "json" else Response(_xml(said), media_type="text/xml")


def _view_id(request: Request, url: str) -> str:
    """The view that an address of ours shows. NotFound where it is another's, or not of a view."""
    try:
        parts, ours = urlsplit(url), urlsplit(base_of(request))
    except ValueError:
        parts = ours = urlsplit("")
    prefix = f"{ours.path}/embed/"
    if not parts.netloc or parts.netloc != ours.netloc or not parts.path.startswith(prefix):
        raise NotFound("This address is not of a view here.", hint="Give the address of an embedded view.")
    return unquote(parts.path.removeprefix(prefix)).partition("/")[0].partition(".")[0]


def _within(maxwidth: int | None, maxheight: int | None, most: tuple[int, int] = (WIDTH, HEIGHT)) -> tuple[int, int]:
    """As wide and high as allowed, in the picture's shape."""
    scale = min(1.0, (maxwidth or most[0]) / most[0], (maxheight or most[1]) / most[1])
    return max(1, int(most[0] * scale)), max(1, int(most[1] * scale))


def _thumbnail(address: str, maxwidth: int | None, maxheight: int | None) -> dict[str, Any]:
    """The picture, which has to keep to the same limits; none where they are below the smallest that is made."""
    width, height = _within(maxwidth, maxheight, FULL)
    if width < SMALLEST[0] or height < SMALLEST[1]:
        return {}
    size = "" if (width, height) == FULL else f"&width={width}&height={height}"
    return {
        "thumbnail_url": f"{address}.png?scale=1{size}",
        "thumbnail_width": width,
        "thumbnail_height": height,
    }


def _xml(said: dict[str, Any]) -> str:
    from viz.ink import clean  # noqa: PLC0415 - for this alone

    rows = "".join(f"<{key}>{escape(clean(str(value)))}</{key}>" for key, value in said.items())
    return f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{rows}</oembed>'
