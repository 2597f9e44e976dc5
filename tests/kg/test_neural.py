"""Laws of the parts that the fitted reader is made of."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract import front_pipes
from kg.knowledge import builtin_knowledge
from kg.model import Document, Mention, Span
from kg.neural.chains import best_paths, marginals
from kg.neural.features import TEMPLATES, char_features
from kg.neural.hashing import Known, hashed, text_hash
from kg.neural.layers import distances
from kg.neural.scorer import places_of
from kg.neural.units import units_of
from kg.neural.wording import wording


@pytest.fixture(scope="module")
def read():
    front, known, _ = front_pipes(builtin_knowledge())

    def read(text):
        doc = front(Document("x", text))
        return doc, known(doc).mentions

    return read


TEXTS = [
    "騰訊推出元寶。它由混元驅動，瞄準B端市場！",
    "阿里巴巴旗下的夸克、UC瀏覽器與釘釘都接入了Qwen3。",
    "  \n開源\n",
    "x",
]


@pytest.mark.parametrize("text", TEXTS)
def test_units_are_disjoint_ordered_and_cut_at_mentions(read, text):
    doc, mentions = read(text)
    units = units_of(doc, mentions)
    spans = list(zip(units.starts.tolist(), units.ends.tolist(), strict=True))
    assert all(a < b for a, b in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    edges = {edge for span in spans for edge in span}
    assert all({m.span.start, m.span.end} <= edges for m in mentions)


@pytest.mark.parametrize("text", TEXTS)
def test_a_place_has_the_units_that_cover_it(read, text):
    doc, mentions = read(text)
    units = units_of(doc, mentions)
    for mention in mentions:
        first, last = units.range_of(mention.span)
        assert (units.starts[first], units.ends[last - 1]) == (mention.span.start, mention.span.end)


def test_names_do_not_tell_what_is_said_of_them(read):
    one, two = (read(text) for text in ("騰訊收購了網易。", "華為收購了百度。"))
    units = [units_of(*one), units_of(*two)]
    assert units[0].word.tolist() == units[1].word.tolist()
    assert 0 in units[0].word.tolist()


def test_wording_of_a_pair_is_the_words_between_and_around(read):
    doc, mentions = read("騰訊收購了網易。華為也收購了百度。")
    units = units_of(doc, mentions)
    pairs = [_Pair(mentions[0], mentions[1]), _Pair(mentions[2], mentions[3])]
    hashes, counted = wording(units, places_of(units, pairs)[0])
    first, second = (set(row[valid].tolist()) for row, valid in zip(hashes, counted, strict=True))
    bought = int(hashed(1, np.array([text_hash("收购")]))[0])
    also = int(hashed(1, np.array([text_hash("也")]))[0])
    assert bought in first & second
    assert also in second - first


class _Pair:
    order = 0

    def __init__(self, head: Mention, tail: Mention) -> None:
        self.head, self.tail = head, tail
        self.between = Span(head.span.end, tail.span.start)


ROWS = st.lists(st.lists(st.floats(-3, 3), min_size=5, max_size=5), min_size=1, max_size=4)


def paths_of(rows, chain):
    """Every path that may be, with its score."""
    for path in product(range(5), repeat=len(rows)):
        if path[0] not in {2, 4}:
            steps = sum(chain[a, b] for a, b in pairwise(path))
            yield path, sum(rows[t][tag] for t, tag in enumerate(path)) + steps


def padded(windows):
    scores = np.zeros((len(windows), max(map(len, windows)), 5), dtype=np.float32)
    for row, window in zip(scores, windows, strict=True):
        row[: len(window)] = window
    return scores, np.array([len(w) for w in windows])


@given(st.lists(ROWS, min_size=1, max_size=3), st.integers(0, 99))
@settings(max_examples=40)
def test_best_paths_and_marginals_are_those_of_all_paths(windows, seed):
    chain = np.random.default_rng(seed).normal(size=(5, 5)).astype(np.float32)
    scores, sizes = padded(windows)
    chances = marginals(np.stack([scores, scores]), np.stack([chain, chain]), sizes)[seed % 2]
    ruled = scores.copy()
    ruled[:, 0, 2::2] -= 1e4
    for rows, tags, surely in zip(windows, best_paths(ruled, chain, sizes), chances, strict=True):
        every = dict(paths_of(rows, chain))
        assert every[tuple(tags)] == pytest.approx(max(every.values()), abs=1e-3)
        weights = {path: np.exp(score) for path, score in every.items()}
        for t, tag in product(range(len(rows)), range(5)):
            share = sum(w for path, w in weights.items() if path[t] == tag) / sum(weights.values())
            assert surely[t, tag] == pytest.approx(share, abs=1e-3)


HASH = st.integers(0, 2**32 - 1) | st.integers(0, 40) | st.integers(2**32 - 40, 2**32 - 1)


@given(st.lists(HASH, unique=True, max_size=30), st.lists(HASH, max_size=30))
def test_rows_are_counted_from_one_and_unknown_is_zero(hashes, others):
    ordered = sorted(hashes)
    wanted = np.array([*hashes, *others], dtype=np.uint32)
    found = Known(np.array(ordered, dtype=np.uint32)).rows(wanted)
    assert found.tolist() == [ordered.index(h) + 1 if h in ordered else 0 for h in wanted.tolist()]


def test_hashes_are_those_that_the_weights_were_fitted_to():
    assert hashed(1, np.array([1, 2]), np.array([3, 4])).tolist() == HASHES


HASHES = [3199747869, 1641298783]


def test_features_of_a_code_point_do_not_depend_on_its_script(read):
    features = [
        char_features(doc.twin, doc.words, doc.tokens, np.zeros(len(doc.twin), np.int64))
        for doc, _ in map(read, ("騰訊推出元寶。", "腾讯推出元宝。"))
    ]
    assert features[0].shape == (7, TEMPLATES)
    assert (features[0] == features[1]).all()


def test_distances_are_told_apart_near_and_grow_far():
    row = distances(300)[0]
    assert len(set(row[:16].tolist())) == 16
    assert (np.diff(row) >= 0).all()
    assert distances(3)[2, 0] != distances(3)[0, 2]
