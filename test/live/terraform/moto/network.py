"""What a configuration takes as given, made in moto: networks, and the lists of addresses that AWS keeps."""

import ipaddress
import json
import re
from typing import Any

VPC = re.compile(r"\bvpc-[0-9a-f]{17}\b")
SUBNET = re.compile(r"\bsubnet-[0-9a-f]{17}\b")
BLOCK = ipaddress.ip_network("10.0.16.0/20")


def make_network(ec2: Any, planned: list[Any], applied: list[Any]) -> dict[str, str]:
    """Returns moto's ids by those that the configuration names."""
    text = json.dumps(planned)
    real = {name: ec2.create_vpc(CidrBlock=str(BLOCK))["Vpc"]["VpcId"] for name in sorted(set(VPC.findall(text)))}
    zones = [zone["ZoneName"] for zone in ec2.describe_availability_zones()["AvailabilityZones"]]
    vpc = next(iter(real.values()), None)
    for name, block, zone in zip(sorted(set(SUBNET.findall(text))), BLOCK.subnets(new_prefix=24), zones):
        made = ec2.create_subnet(VpcId=vpc, CidrBlock=str(block), AvailabilityZone=zone)
        real[name] = made["Subnet"]["SubnetId"]
    for one in applied:
        if one["mode"] == "data" and one["type"] == "aws_ec2_managed_prefix_list":
            real[one["values"]["id"]] = find_list(ec2, one["values"]["name"])
    return real


def find_list(ec2: Any, name: str) -> str:
    named = [{"Name": "prefix-list-name", "Values": [name]}]
    return ec2.describe_managed_prefix_lists(Filters=named)["PrefixLists"][0]["PrefixListId"]
