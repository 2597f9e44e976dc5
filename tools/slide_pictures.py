"""The pictures of docs/slides.md: slides of the sample articles as LibreOffice shows them. `make docs` writes them.

Needs LibreOffice, Poppler and a Chinese font (tests/setup-debian.sh).
"""

import subprocess
import tempfile
from pathlib import Path

from kg.extract import extract
from kg.networkx_graph import NetworkXGraph
from kg.reading import read_article
from kg.resources import data_dir
from kg.views import SavedView, Selection
from viz import formats
from viz.exhibit import Options
from viz.saved import exhibit_of

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
VIEWS = {
    "slide-shapes": SavedView("1", "阿里巴巴以千問串起自家產品", Selection("ego", ("company:阿里巴巴",), limit=15)),
    "slide-timeline": SavedView("2", "", Selection("timeline", ("company:比亞迪",))),
    "slide-swot": SavedView("3", "", Selection("swot", ("company:騰訊",))),
    "slide-rivals": SavedView("4", "", Selection("rivals", ("company:騰訊",))),
    "slide-strategies": SavedView("5", "", Selection("strategies")),
    "slide-figures": SavedView("6", "", Selection("figures")),
    "slide-cycle": SavedView("7", "", Selection("cycle", ("product:千問",))),
}


def main() -> None:
    raws = map(read_article, sorted((data_dir() / "articles").glob("*.md")))
    graph = NetworkXGraph.of(extract(r.text, id=r.id, title=r.title, date=r.date, source=r.source) for r in raws)
    options = Options()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for stem, view in VIEWS.items():
            (folder / f"{stem}.pptx").write_bytes(formats.deck([exhibit_of(graph, view, options)], [options]))
        office = ["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", "pdf"]
        subprocess.run(
            [*office, *sorted(f"{stem}.pptx" for stem in VIEWS)], cwd=folder, check=True, capture_output=True
        )
        for stem in VIEWS:
            take = ["pdftoppm", "-singlefile", "-scale-to-x", "960", "-scale-to-y", "-1", "-png", f"{stem}.pdf"]
            subprocess.run([*take, PICTURES / stem], cwd=folder, check=True)


if __name__ == "__main__":
    main()
