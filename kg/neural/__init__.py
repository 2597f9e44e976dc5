"""The fitted reader: a small network over the recogniser's states, trained by `python -m kg.training`."""
