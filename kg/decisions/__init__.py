"""What people decided: a log of its own, applied to what was read, and never lost when it is read again."""

from kg.decisions.claims import Judged, judge
from kg.decisions.model import Claim, Conflict, Decision, Kind, Thing, active, stamped
from kg.decisions.naming import Keyed, NameRules

__all__ = [
    "Claim",
    "Conflict",
    "Decision",
    "Judged",
    "Keyed",
    "Kind",
    "NameRules",
    "Thing",
    "active",
    "judge",
    "stamped",
]
