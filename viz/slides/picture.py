"""An SVG picture on a slide, with a PNG for programs that do not read SVG."""

from __future__ import annotations

import io
from typing import Any

from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml

from viz.slides.still import Still
from viz.slides.xml import safe

__all__ = ["add_picture"]

_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_EXTENSION = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip r:embed="{}"'
    ' xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></a:ext></a:extLst>'
)


def add_picture(slide: Any, still: Still, about: str, box: tuple[int, ...]) -> None:
    """Put the picture at a box (left, top, width, height) in EMU, below what is drawn afterwards."""
    shape = slide.shapes.add_picture(io.BytesIO(still.png), *box)
    shape.name = "!!picture"
    shape._element._nvXxPr.cNvPr.set("descr", safe(about, 400))  # noqa: SLF001 - it has no other way
    package = slide.part.package
    name = package.next_partname("/ppt/media/picture%d.svg")
    part = Part(PackURI(str(name)), "image/svg+xml", package, still.svg.encode("utf-8", "replace"))
    number = slide.part.relate_to(part, _IMAGE)
    blip = shape._element.find(".//{*}blip")  # noqa: SLF001 - as above
    blip.append(parse_xml(_EXTENSION.format(number)))
