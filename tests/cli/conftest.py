"""Commands on a store with the sample articles."""

import pytest


@pytest.fixture
def ask_samples(qipan, sample_store):
    """Run a command on the sample store."""
    return lambda *arguments: qipan(*arguments, "--store", sample_store)
