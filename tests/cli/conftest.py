"""A store with the sample articles, and one with hostile words."""

import pytest

from kg.extract import extract
from kg.reading import read_article
from kg.resources import data_dir
from kg.store.store import open_store


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory):
    """The address of a store that holds the sample articles; not to be written to."""
    address = tmp_path_factory.mktemp("store") / "samples.db"
    with open_store(address) as store:
        for path in sorted((data_dir() / "articles").glob("*.md")):
            raw = read_article(path)
            store.add(extract(raw.text, id=raw.id, title=raw.title, date=raw.date, source=raw.source))
    return address


@pytest.fixture
def ask_samples(qipan, sample_store):
    """Run a command on the sample store."""
    return lambda *arguments: qipan(*arguments, "--store", sample_store)
