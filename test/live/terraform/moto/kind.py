"""What is known of a type of resource."""

from dataclasses import dataclass, field
from typing import Any, Callable

Values = dict[str, Any]

# Where the examples are, and who moto says that everybody is.
HOME = "eu-central-1"
ACCOUNT = "123456789012"


@dataclass(frozen=True)
class Call:
    """One request: its members are the resource's attributes, under the names that `names` tells."""

    service: str
    operation: str
    names: dict[str, str] = field(default_factory=dict)
    prepare: Callable[[Values], Values | None] = lambda values: values
    """Brings the attributes into the request's form; None where the resource asks for no such request."""


@dataclass(frozen=True)
class Kind:
    calls: tuple[Call, ...]
    given: Callable[[Values, list[Any]], dict[str, str]] = lambda values, answers: {}
    """What AWS gave the resource, by the attribute that holds it."""
    is_kept_by_moto: bool = True
    """Otherwise requests are made and held against the model alone."""


def first(name: str, *path: str | int) -> Callable[[Values, list[Any]], dict[str, str]]:
    """That the attribute is what the first answer has at the path."""
    def find(_: Values, answers: list[Any]) -> dict[str, str]:
        found = answers[0]
        for part in path:
            found = found[part]
        return {name: found}
    return find
