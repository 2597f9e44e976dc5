"""What a document must be before it is stored: text that every database can hold, and nothing that points nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from kg.errors import InvalidRequest, UnreadableInput
from kg.model import Document, Span

__all__ = ["check", "storable"]


def storable(text: str) -> bool:
    """Whether every database can hold it: no NUL, no half of a surrogate pair.

    >>> storable("騰訊😀"), storable(f"a{chr(0)}b"), storable(chr(0xD83D))
    (True, False, False)
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def check(doc: Document) -> None:
    """UnreadableInput where a string cannot be stored, InvalidRequest where the document contradicts itself."""
    for field, value in _strings(doc):
        if not storable(value):
            raise _unstorable(doc, field, value)
    known = [entity.id for entity in doc.entities]
    ends = {end for s in doc.statements for end in (s.head, s.tail, s.attributed_to) if end is not None}
    if len(known) != len(set(known)):
        raise _contradicts(doc, "two of its entities have one id")
    if not ends <= set(known):
        raise _contradicts(doc, f"its statements speak of {min(ends - set(known))!r}, which is not among its entities")
    if not all(0 <= span.start <= span.end <= len(doc.text) for span in _spans(doc)):
        raise _contradicts(doc, "a span reaches beyond its text")


def _strings(doc: Document) -> Iterator[tuple[str, str]]:
    """Every string that will be stored, with what it is."""
    for field in ("id", "text", "title", "date", "source", "author"):
        yield field, getattr(doc, field) or ""
    for entity in doc.entities:
        yield from (("entity", value) for value in (entity.id, entity.type, entity.name, *entity.aliases))
        if entity.quantity:
            q = entity.quantity
            yield from (("quantity", value or "") for value in (q.unit, q.currency, q.measures))
    for s in doc.statements:
        words = (s.id, s.relation, s.polarity, s.aspect, s.condition, s.horizon, s.time and s.time.text, s.rule)
        yield from (("statement", value or "") for value in words)


def _spans(doc: Document) -> Iterator[Span]:
    yield from doc.sentences
    yield from (mention.span for mention in doc.mentions)
    yield from (span for entity in doc.entities for span in entity.mentions)
    yield from (span for statement in doc.statements for span in statement.evidence)


def _unstorable(doc: Document, field: str, value: str) -> UnreadableInput:
    at = next(i for i, c in enumerate(value) if not storable(c))
    return UnreadableInput(
        f"Document {doc.id!r}: its {field} has U+{ord(value[at]):04X} at {at}, which is no character of a text.",
        hint="It is probably not text, or was decoded wrongly. Give it in UTF-8.",
    )


def _contradicts(doc: Document, what: str) -> InvalidRequest:
    return InvalidRequest(f"Document {doc.id!r}: {what}.", hint="Give a document as the extractor makes it.")
