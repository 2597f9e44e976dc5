"""What a query may not say: anything but reading the graph.

The library that runs queries reads files in LOAD CSV and has procedures of its own, so it is not left to it alone.
"""

from __future__ import annotations

import re

from kg.errors import InvalidRequest

__all__ = ["LONGEST", "check"]

LONGEST = 20_000
"""In characters."""

_REFUSED = frozenset(
    {
        "CREATE",
        "MERGE",
        "SET",
        "DELETE",
        "DETACH",
        "REMOVE",
        "DROP",
        "LOAD",
        "CALL",
        "FOREACH",
        "COPY",
        "INSTALL",
        "ATTACH",
        "IMPORT",
        "EXPORT",
        "USE",
        "ALTER",
        "GRANT",
        "REVOKE",
        "DENY",
        "START",
        "STOP",
        "BEGIN",
        "COMMIT",
        "ROLLBACK",
        "EXPLAIN",
        "PROFILE",
        "PERIODIC",
    }
)
_PASSED_OVER = re.compile(
    r"""//[^\n]*|/\*.*?\*/|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|[.:$][A-Za-z_]\w*""", re.DOTALL
)
_WORD = re.compile(r"[A-Za-z_]\w*")


def check(query: str) -> None:
    """Raise InvalidRequest unless the query only reads: MATCH, WHERE, WITH, UNWIND, RETURN and what belongs to them.

    Words in strings, comments and back-quotes, names of properties, labels and parameters are not looked at.

    >>> check("MATCH (n:Company) WHERE n.name = 'CREATE' RETURN n.set")
    >>> check("LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line")
    Traceback (most recent call last):
        ...
    kg.errors.InvalidRequest: A query only reads: LOAD is not allowed. Use MATCH, WHERE, WITH, UNWIND and RETURN.
    """
    if len(query) > LONGEST:
        raise InvalidRequest(f"The query has {len(query):,} characters.", hint=f"Give {LONGEST:,} or fewer.")
    if "\0" in query:
        raise InvalidRequest("The query holds NUL.", hint="Take it out.")
    bare = _PASSED_OVER.sub(" ", query)
    refused = next((word for word in _WORD.findall(bare) if word.upper() in _REFUSED), None)
    if refused:
        raise InvalidRequest(
            f"A query only reads: {refused.upper()} is not allowed.",
            hint="Use MATCH, WHERE, WITH, UNWIND and RETURN.",
            details={"word": refused},
        )
    if any(mark in bare for mark in "'\"`") or "/*" in bare:
        raise InvalidRequest("A string or comment of the query does not end.", hint="Close it.")
