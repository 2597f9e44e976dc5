"""How the fitted weights are made: `python -m kg.training`."""
