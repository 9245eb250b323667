"""Asks moto for what a plan holds, and prints what the models of AWS and moto refuse, and what moto keeps.

It reads one object from its input, with the resources of a plan and of a mocked apply of the same configuration.
"""

import json
import re
import sys
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from configured import configured, learn
from kept import read_kept
from kind import HOME, Call, Kind
from model_faults import find_faults
from network import make_network
from resources import KINDS
from shaped import shape_request

# An attribute that is not set has a mocked region.
REGION = re.compile(r"^[a-z]{2}-[a-z]+-\d$")


class Cloud:
    """Clients of moto by service and region, and what it was asked."""

    def __init__(self, endpoint: str) -> None:
        self.session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test")
        self.endpoint = endpoint

    def client(self, service: str, region: str) -> Any:
        return self.session.client(service, region_name=region, endpoint_url=self.endpoint)


def main() -> None:
    given = json.load(sys.stdin)
    cloud = Cloud(given["endpoint"])
    planned = {one["address"]: one["values"] for one in given["planned"]}
    # In two accounts' worth of plans the same ids stand for the same networks.
    real = make_network(cloud.client("ec2", HOME), given["planned"], given["applied"])
    managed = [one for one in given["applied"] if one["mode"] == "managed" and one["type"].startswith("aws_")]
    faults: list[str] = []
    sent: list[str] = []
    for kind_name, kind in KINDS.items():
        for one in managed:
            if one["type"] != kind_name:
                continue
            faults += [f"{one['address']}: {fault}" for fault in ask(cloud, kind, one, planned, real)]
            sent.append(one["address"])
    unsent = sorted({one["type"] for one in managed} - set(KINDS))
    kept = read_kept(cloud, HOME)
    print(json.dumps({"faults": faults, "sent": len(sent), "unsent": unsent, "kept": kept}))


def ask(cloud: Cloud, kind: Kind, one: dict[str, Any], planned: dict[str, Any], real: dict[str, str]) -> list[str]:
    """Sends what the resource asks for, and returns why it cannot be had."""
    values = configured(planned.get(one["address"]), one["values"], real) or {}
    region = values.get("region", HOME)
    answers: list[Any] = []
    faults: list[str] = []
    for call in kind.calls:
        prepared = call.prepare({**values, **(kind.given(values, answers) if answers else {})})
        if prepared is None:
            continue
        client = cloud.client(call.service, region if REGION.match(region) else HOME)
        shape = client.meta.service_model.operation_model(call.operation).input_shape
        request = shape_request(shape, prepared, call.names)
        faults += find_faults(shape, request, call.operation)
        if not kind.is_kept_by_moto:
            answers.append(None)
            continue
        try:
            answers.append(send(client, call, request))
        except (BotoCoreError, ClientError) as refusal:
            return [*faults, f"{call.operation}: {refusal}"]
    learn(one["values"], kind.given(values, answers) if answers else {}, real)
    return faults


def send(client: Any, call: Call, request: dict[str, Any]) -> Any:
    method = {operation: name for name, operation in client.meta.method_to_api_mapping.items()}[call.operation]
    return getattr(client, method)(**request)


main()
