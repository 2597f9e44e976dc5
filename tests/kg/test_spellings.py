"""Spellings are laid out so that few are looked at; what is found is what looking at all would find."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz
from strategies import law

from kg.graph import EntityRecord
from kg.search import NameIndex
from kg.spellings import Spellings

LETTERS = st.text("天海星雲ab1", min_size=1, max_size=6)
KEYS = st.sets(LETTERS, max_size=30)


@law
@given(KEYS, LETTERS)
def test_parts_are_found_where_they_are(keys, part):
    holding = [key for key in keys if part in key and part != key]
    assert list(Spellings(keys).holding(part)) == sorted(
        holding, key=lambda key: (not key.startswith(part), len(key), key)
    )


@law
@given(KEYS, LETTERS)
def test_near_spellings_are_those_of_all_that_are_half_alike(keys, key):
    alike = {other: fuzz.ratio(key, other) / 100 for other in keys}
    assert Spellings(keys).near(key, 100) == pytest.approx({k: ratio for k, ratio in alike.items() if ratio >= 0.5})


@law
@given(KEYS, KEYS, st.data())
def test_names_that_come_later_are_found_and_those_that_are_gone_are_not(first, then, data):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.search._FEW", 100)
        before, after = _records(first), _records(then)
        index = NameIndex(before).updated(before, [], before.values())
        index.find("天")  # its spellings are laid out
        lost = [record for key, record in before.items() if key not in after]
        new = [record for key, record in after.items() if key not in before]
        index = index.updated(after, lost, new)
        afresh = NameIndex(after).updated(after, [], after.values())
        asked = data.draw(LETTERS | st.sampled_from(sorted(first | then | {"天"})))
        assert index.find(asked, limit=100) == afresh.find(asked, limit=100)


def _records(names):
    return {f"company:{name}": EntityRecord(f"company:{name}", "Company", name, (name,)) for name in names}
