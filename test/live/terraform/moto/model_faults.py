"""What AWS's own models of its interfaces refuse, and neither a provider's schema nor moto looks at."""

import re
from typing import Any, Iterator

from botocore.model import Shape


def find_faults(shape: Shape, value: Any, path: str) -> Iterator[str]:
    """Yields a line for each value that is not in an enumeration, or has not the form or the size that the model gives."""
    if shape.type_name == "structure":
        for name, member in value.items():
            yield from find_faults(shape.members[name], member, f"{path}.{name}")
    elif shape.type_name == "list":
        yield from find_size_faults(shape, len(value), path)
        for index, member in enumerate(value):
            yield from find_faults(shape.member, member, f"{path}[{index}]")
    elif shape.type_name == "map":
        for name, member in value.items():
            yield from find_faults(shape.key, name, f"{path} key")
            yield from find_faults(shape.value, member, f"{path}.{name}")
    elif shape.type_name == "string":
        yield from find_text_faults(shape, value, path)
    elif shape.type_name in ("integer", "long", "float", "double"):
        yield from find_size_faults(shape, value, path)


def find_text_faults(shape: Shape, value: str, path: str) -> Iterator[str]:
    # Never more of a value than this: it may be a policy, or somebody's secret.
    shown = repr(value[:64])
    if shape.enum and value not in shape.enum:
        yield f"{path}: {shown} is none of {', '.join(shape.enum)}"
    yield from find_size_faults(shape, len(value), path)
    pattern = shape.metadata.get("pattern")
    if pattern and not fits(pattern, value):
        yield f"{path}: {shown} does not match {pattern}"


def find_size_faults(shape: Shape, size: float, path: str) -> Iterator[str]:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if low is not None and size < low:
        yield f"{path}: {size} is below {low}"
    if high is not None and size > high:
        yield f"{path}: {size} is above {high}"


def fits(pattern: str, value: str) -> bool:
    try:
        return re.fullmatch(pattern, value, re.DOTALL) is not None
    except re.error:
        # Written for Java, in which Python has no counterpart: nothing is known then.
        return True
