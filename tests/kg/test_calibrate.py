import pytest
from builders import document, says
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DataError
from kg.knowledge import builtin_knowledge
from kg.pipes.calibrate import Calibrate, found_by, load_confidence

POINTS = dict.fromkeys(("model", "pattern", "both"), ((0.0, 0.4, 1.0), (0.1, 0.5, 0.9)))


@pytest.mark.parametrize(
    ("rule", "kind"),
    [("model", "model"), ("acquire.active", "pattern"), ("acquire.active+model", "both"), ("model+uses.on", "both")],
)
def test_what_found_a_statement(rule, kind):
    assert found_by(rule) == kind


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_surer_statement_stays_the_surer(one, other):
    low, high = sorted((one, other))
    pipe = Calibrate(POINTS)
    doc = document(says("Company:騰訊", "develops", "Product:元寶", confidence=low))
    more = document(says("Company:騰訊", "develops", "Product:元寶", confidence=high))
    assert pipe(doc).statements[0].confidence <= pipe(more).statements[0].confidence


def test_between_two_points_lies_the_line():
    doc = document(says("Company:騰訊", "develops", "Product:元寶", confidence=0.7))
    assert Calibrate(POINTS)(doc).statements[0].confidence == pytest.approx(0.7)


def test_the_built_in_points_cover_all_that_finds_statements():
    assert set(builtin_knowledge().confidence) == {"model", "pattern", "both"}


@pytest.mark.parametrize("text", ["model:\n  - [0.5, 0.2]\n  - [0.1, 0.3]\n", "guess:\n  - [0, 0]\n"])
def test_points_that_do_not_rise_are_refused(tmp_path, text):
    path = tmp_path / "confidence.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="points that rise"):
        load_confidence(path)
