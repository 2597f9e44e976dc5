"""Colours that everybody can tell apart, shapes that differ too."""

from itertools import combinations

import numpy as np
import pytest

from kg.errors import DataError
from kg.model import Modality
from kg.ontology import builtin_ontology
from viz import theme as themes
from viz.theme import Shape, builtin_theme

IDENTITY = np.eye(3)
# Machado, Oliveira, Fernandes 2009, severity 1
SIGHT = {
    "normal": IDENTITY,
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]]
)
WHITE = np.array([0.95047, 1, 1.08883])
COLOURED = ("light", "dark", "print")


def linear(colour):
    parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    xyz = TO_XYZ @ np.clip(rgb, 0, 1) / WHITE
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def difference(one, two):
    """CIEDE2000 (Sharma, Wu, Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, two
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    grey = 1.5 - 0.5 * np.sqrt(mean**7 / (mean**7 + 25.0**7))
    a1, a2 = a1 * grey, a2 * grey
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)), np.degrees(np.arctan2(b2, a2))
    turn = (h2 - h1 + 180) % 360 - 180
    hue = np.radians((h1 + turn / 2) % 360)
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = 1 - 0.17 * np.cos(hue - np.pi / 6) + 0.24 * np.cos(2 * hue)
    t += 0.32 * np.cos(3 * hue + np.radians(6)) - 0.2 * np.cos(4 * hue - np.radians(63))
    bend = np.radians(60) * np.exp(-(((np.degrees(hue) - 275) / 25) ** 2))
    rotation = -2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7)) * np.sin(bend)
    dl = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2))
    dc = (c2 - c1) / (1 + 0.045 * chroma)
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2)) / (1 + 0.015 * chroma * t)
    return float(np.sqrt(dl**2 + dc**2 + dh**2 + rotation * dc * dh))


def contrast(one, two):
    high, low = sorted((float(np.array([0.2126, 0.7152, 0.0722]) @ linear(c)) for c in (one, two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_difference_is_the_published_one():
    # rows 1, 7 and 17 of the test data that Sharma, Wu and Dalal published
    assert difference((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert difference((50, 0, 0), (50, -1, 2)) == pytest.approx(2.3669, abs=1e-4)
    assert difference((50, 2.5, 0), (73, 25, -18)) == pytest.approx(27.1492, abs=1e-4)


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("palette", COLOURED)
def test_every_two_types_differ_for_every_eye(palette, sight):
    colours = builtin_theme().palettes[palette]
    fills = dict(colours.fills) | {f"spare {i}": fill for i, fill in enumerate(colours.spare_fills)}
    seen = {name: lab(np.array(SIGHT[sight]) @ linear(fill)) for name, fill in fills.items()}
    least = min((difference(seen[a], seen[b]), a, b) for a, b in combinations(seen, 2))
    assert least[0] >= 10, least


@pytest.mark.parametrize("palette", builtin_theme().palettes)
def test_text_is_readable(palette):
    colours = builtin_theme().palettes[palette]
    for ground in (colours.background, colours.surface, colours.raised):
        assert contrast(colours.text, ground) >= 7
        assert contrast(colours.muted, ground) >= 4.5
        assert contrast(colours.accent, ground) >= 4.5
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    assert contrast(colours.text, colours.mark) >= 4.5
    assert contrast(colours.line, colours.background) >= 3


def test_every_type_of_the_ontology_has_a_shape_of_its_own():
    types = builtin_ontology().entity_types
    shapes = builtin_theme().shapes_of(types)
    assert len(set(shapes.values())) == len(types)
    assert all(set(palette.fills) == set(types) for palette in builtin_theme().palettes.values())


def test_every_modality_has_its_own_line():
    lines = builtin_theme().modalities
    assert set(lines) == set(Modality)
    assert len({line.model_dump_json() for line in lines.values()}) == len(Modality)
    assert lines["negated"].crossed
    assert lines["forecast"].dash != lines["hypothetical"].dash
    assert lines["reported"].opacity < lines["asserted"].opacity


def test_types_of_another_ontology_get_spare_looks_in_any_order():
    theme = builtin_theme()
    assert theme.shapes_of(["Ship", "Port"]) == theme.shapes_of(["Port", "Ship"])
    assert len(set(theme.fills_of(["Ship", "Port"], "light").values())) == 2
    assert len(theme.fills_of([f"T{i}" for i in range(9)], "dark")) == 9


@pytest.mark.parametrize("name", builtin_theme().shapes)
def test_outlines_have_about_one_area(name):
    outline = np.array(builtin_theme().shapes[name].outline)
    if not len(outline):
        return
    x, y = outline.T
    area = abs(x @ np.roll(y, 1) - y @ np.roll(x, 1)) / 2
    assert 1.9 < area < 3.4, area  # a circle has 3.14; stars and crosses look larger than they are


def test_a_star_has_ten_corners():
    assert len(Shape(slide="star5", corners=5, inner=0.5).outline) == 10


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('background: "#FFFFFF"', "ground: white", "palettes.light.background"),
        ("Company:      circle", "Company:      cirle", "unknown shape 'cirle'"),
        ("opacity: 0.5", "opacity: half", "modalities.reported.opacity"),
    ],
)
def test_a_broken_theme_is_named(tmp_path, monkeypatch, old, new, complaint):
    text = (themes.data_dir() / "theme.yaml").read_text("utf-8")
    (tmp_path / "theme.yaml").write_text(text.replace(old, new, 1), "utf-8")
    monkeypatch.setattr(themes, "data_dir", lambda: tmp_path)
    builtin_theme.cache_clear()
    try:
        with pytest.raises(DataError, match=complaint):
            builtin_theme()
    finally:
        builtin_theme.cache_clear()
