"""What somebody configured of a resource, told apart from what a mocked provider made up.

After a mocked apply every attribute that AWS may choose has a value: random letters, 0, false or nothing. A plan leaves
those out, and leaves out as well what refers to another resource. So a value counts if the plan knows it, or if it holds
what another resource was given.
"""

import re
from typing import Any

RANDOM = re.compile(r"^[a-z0-9]{8}$")


def configured(planned: Any, applied: Any, real: dict[str, str]) -> Any:
    """Returns the value with ids that AWS gave in place of the mocked ones; None where nobody configured it."""
    if applied is None:
        return None
    if isinstance(applied, dict):
        return configured_object(planned, applied, real)
    if isinstance(applied, list):
        same = planned if isinstance(planned, list) and len(planned) == len(applied) else [None] * len(applied)
        members = [configured(one, other, real) for one, other in zip(same, applied)]
        return [member for member in members if member is not None] or None
    if isinstance(applied, str):
        return configured_text(planned, applied, real)
    # Nor does a plan know what is in a set beside a reference. What is made up there is 0 or false.
    return planned if planned is not None else applied or None


def configured_object(planned: Any, applied: dict[str, Any], real: dict[str, str]) -> Any:
    known = planned if isinstance(planned, dict) else {}
    members = {name: configured(known.get(name), value, real) for name, value in applied.items()}
    return {name: value for name, value in members.items() if value is not None} or None


def configured_text(planned: Any, applied: str, real: dict[str, str]) -> Any:
    replaced = applied
    for mocked, given in real.items():
        replaced = replaced.replace(mocked, given)
    if planned is None and replaced == applied and RANDOM.match(applied):
        return None
    return replaced


def learn(applied: dict[str, Any], given: dict[str, str], real: dict[str, str]) -> None:
    """Remembers which text AWS gave for the one that was mocked."""
    for name, value in given.items():
        mocked = applied.get(name)
        if isinstance(mocked, str) and mocked and mocked != value:
            real[mocked] = value
