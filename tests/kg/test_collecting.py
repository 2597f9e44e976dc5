"""What lasts is looked at once; rubbish goes as before."""

import gc
import sys
import weakref

import pytest

from kg.collecting import each_looked_at_once, without_collection


class Node:
    """Something that may refer to itself."""


@pytest.fixture(autouse=True)
def thawed():
    yield
    gc.unfreeze()


class TestEachLookedAtOnce:
    def test_a_full_collection_leaves_what_lasts_aside(self):
        lasting = [Node() for _ in range(1_000)]
        with each_looked_at_once():
            gc.collect()
            assert gc.get_freeze_count() >= len(lasting)

    def test_circles_of_rubbish_go(self):
        with each_looked_at_once():
            node = Node()
            node.self = node
            gone = weakref.ref(node)
            del node
            gc.collect()
            assert gone() is None

    def test_circles_among_what_was_left_aside_go_when_it_has_grown(self):
        with each_looked_at_once():
            node = Node()
            node.self = node
            gone = weakref.ref(node)
            gc.collect()
            del node
            gc.collect()
            assert gone() is not None
            lasting = [Node() for _ in range(sys.getallocatedblocks())]
            gc.collect()  # takes all back
            gc.collect()
            assert gone() is None
            assert gc.get_freeze_count() >= len(lasting)

    def test_a_younger_collection_does_not(self):
        with each_looked_at_once():
            before = gc.get_freeze_count()
            gc.collect(1)
            assert gc.get_freeze_count() == before

    def test_afterwards_nothing_is_left_aside(self):
        gc.unfreeze()
        with each_looked_at_once():
            pass
        gc.collect()
        assert gc.get_freeze_count() == 0


class TestWithoutCollection:
    def test_it_is_enabled_again(self):
        with without_collection():
            assert not gc.isenabled()
        assert gc.isenabled()
        assert gc.get_freeze_count()
