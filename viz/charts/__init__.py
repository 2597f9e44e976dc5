"""Charts that a strategist expects, drawn from the graph: each a drawing with its evidence.

charts.render(graph, Selection("swot", ("company:騰訊",)), EVERYTHING, style, "")
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kg.graph import Graph, RelationFilter
from kg.views import Selection
from viz.charts.cycle import cycle
from viz.charts.figures import figures
from viz.charts.grid import rivals, strategies
from viz.charts.made import Made
from viz.charts.swot import swot
from viz.charts.times import times
from viz.exhibit import Exhibit
from viz.style import Style

__all__ = ["CHARTS", "render"]

CHARTS: Mapping[str, Callable[[Graph, Selection, RelationFilter, Style], Made]] = {
    "rivals": rivals,
    "swot": swot,
    "strategies": strategies,
    "figures": figures,
    "timeline": times,
    "cycle": cycle,
}


def render(graph: Graph, chosen: Selection, where: RelationFilter, style: Style, title: str) -> Exhibit:
    """The chart as an exhibit. NotFound where an entity is not there."""
    return CHARTS[chosen.kind](graph, chosen, where, style).exhibit(title, style)
