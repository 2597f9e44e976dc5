"""Every error that Qipan raises on purpose.

KgError
  DataError           a file under data/ is wrong                  -> fix the file
  UnreadableInput     an article cannot be read as text            -> give another file
  PipelineError       pipes in an order that cannot work           -> fix the call
  StoreError          the store cannot be opened or is not ours    -> give another --store
  NotFound            the graph has no such thing                  -> ask for something else
  AmbiguousName       a name fits several entities                 -> choose one
  NotUnderstood       a question that no form reads                -> ask in one of the listed forms
  InvalidRequest      an argument is out of range or malformed     -> correct it
"""

from __future__ import annotations

__all__ = [
    "AmbiguousName",
    "DataError",
    "InvalidRequest",
    "KgError",
    "NotFound",
    "NotUnderstood",
    "PipelineError",
    "StoreError",
    "UnreadableInput",
    "no_document",
]


class KgError(Exception):
    """Something that went wrong and that the user can do something about.

    `message` says where and what, `hint` what to do instead; `details` is for programs.
    """

    def __init__(self, message: str, *, hint: str = "", details: dict[str, object] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = details or {}

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class DataError(KgError, ValueError):
    """A file of ontology, lexicon, pattern, question or theme data is wrong."""


class UnreadableInput(KgError, ValueError):
    """An article that cannot be read as text."""


class PipelineError(KgError, ValueError):
    """Pipes in an order that cannot work."""


class StoreError(KgError, OSError):
    """A store that cannot be opened, read or written."""


class NotFound(KgError, LookupError):
    """The graph has no such document, entity, relation or path."""


class AmbiguousName(KgError, LookupError):
    """A name that fits several entities; `details["candidates"]` lists them."""


class NotUnderstood(KgError, ValueError):
    """A question that no question form reads; `details["forms"]` lists what can be asked."""


class InvalidRequest(KgError, ValueError):
    """An argument that is out of range or malformed."""


def no_document(document_id: str) -> NotFound:
    """What is raised where a document is not there."""
    hint = "The list of documents has their ids."
    return NotFound(f"There is no document {document_id!r}.", hint=hint, details={"id": document_id})
