"""Entity and relation types, and which may join which (data/ontology.yaml or a user's file of the same form)."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import DataError
from kg.resources import data_dir, read_yaml

__all__ = ["EntityType", "Ontology", "RelationType", "builtin_ontology", "load_ontology"]


@dataclass(frozen=True, slots=True)
class EntityType:
    """A kind of thing: id (Company), Chinese label, meaning."""

    id: str
    zh: str
    means: str


@dataclass(frozen=True, slots=True)
class RelationType:
    """A kind of statement: id (develops), which types it joins, Chinese label, meaning."""

    id: str
    head: frozenset[str]
    tail: frozenset[str]
    zh: str
    means: str
    symmetric: bool = False


@dataclass(frozen=True, slots=True)
class Ontology:
    """All entity types and relation types, by id, in the file's order."""

    entity_types: dict[str, EntityType]
    relations: dict[str, RelationType]

    def allows(self, head_type: str, relation: str, tail_type: str) -> bool:
        """Whether the relation may join the two types, in this direction.

        >>> builtin_ontology().allows("Company", "develops", "Product")
        True
        >>> builtin_ontology().allows("Product", "develops", "Company")
        False
        """
        spec = self.relations.get(relation)
        return spec is not None and head_type in spec.head and tail_type in spec.tail

    def is_claim(self, relation: str) -> bool:
        """Whether the relation's tail is free text (a Factor)."""
        return self.relations[relation].tail == frozenset({"Factor"})


def load_ontology(path: Path) -> Ontology:
    """Read an ontology file. DataError says what is wrong in it."""
    raw = read_yaml(path)
    try:
        types = {k: EntityType(k, v["zh"], v["means"]) for k, v in raw["entity_types"].items()}
        relations = {k: _relation(path, k, v, types) for k, v in raw["relations"].items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise DataError(
            f"{path}: an ontology needs entity_types and relations with zh, means, head, tail: {error!r}."
        ) from error
    return Ontology(types, relations)


def _relation(path: Path, name: str, raw: dict[str, Any], types: dict[str, EntityType]) -> RelationType:
    for end in (*raw["head"], *raw["tail"]):
        if end not in types:
            near = get_close_matches(end, types, 1)
            guess = f" Did you mean {near[0]!r}?" if near else ""
            raise DataError(f"{path}: {name}: unknown type {end!r}.{guess} Known: {', '.join(types)}.")
    return RelationType(
        name, frozenset(raw["head"]), frozenset(raw["tail"]), raw["zh"], raw["means"], raw.get("symmetric") == "true"
    )


@cache
def builtin_ontology() -> Ontology:
    """The ontology that Qipan comes with."""
    return load_ontology(data_dir() / "ontology.yaml")
