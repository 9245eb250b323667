"""Requests after the models: a member of a request is the attribute of the same name, in the provider's spelling."""

from typing import Any

from botocore import xform_name
from botocore.model import Shape


def shape_request(shape: Shape, values: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """Builds what `shape` takes out of a resource's values; `names` tells which attribute a member is that is called otherwise."""
    request = {}
    for member, inner in shape.members.items():
        value = values.get(names.get(member, xform_name(member)))
        if value is not None:
            request[member] = shape_value(inner, value, names)
    return request


def shape_value(shape: Shape, value: Any, names: dict[str, str]) -> Any:
    if shape.type_name == "structure":
        return shape_structure(shape, value, names)
    if shape.type_name == "list":
        if isinstance(value, dict):
            return [shape_pair(shape.member, name, text) for name, text in sorted(value.items())]
        return [shape_value(shape.member, member, names) for member in value]
    if shape.type_name == "string" and isinstance(value, bool):
        return "true" if value else "false"
    if shape.type_name == "string":
        return str(value)
    return value


def shape_structure(shape: Shape, value: Any, names: dict[str, str]) -> Any:
    # CloudFront counts what is in its lists.
    if isinstance(value, list) and {"Quantity", "Items"} <= set(shape.members):
        items = [shape_value(shape.members["Items"].member, member, names) for member in value]
        return {"Quantity": len(items), "Items": items} if items else {"Quantity": 0}
    # A block that there is one of.
    return shape_request(shape, value[0] if isinstance(value, list) else value, names)


def shape_pair(shape: Shape, name: str, text: str) -> dict[str, str]:
    """A tag, a dimension or a variable; services do not agree on how its halves are called."""
    half, other = [member for member in shape.members if member != "PropagateAtLaunch"]
    key, content = (half, other) if "ey" in half or "ame" in half else (other, half)
    return {key: name, content: text}
