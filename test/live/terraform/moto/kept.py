"""What moto keeps, in few words: what a person would look up to see whether the path is closed."""

from typing import Any


def read_kept(cloud: Any, home: str) -> dict[str, Any]:
    elbv2, ssm, kms = (cloud.client(name, home) for name in ("elbv2", "ssm", "kms"))
    return {
        "target_groups": [describe_group(elbv2, group) for group in elbv2.describe_target_groups()["TargetGroups"]],
        "load_balancers": [describe_balancer(elbv2, one) for one in elbv2.describe_load_balancers()["LoadBalancers"]],
        "rules_in": read_rules(cloud.client("ec2", home)),
        "parameters": {one["Name"]: one["Type"] for one in ssm.describe_parameters()["Parameters"]},
        "keys": [kms.describe_key(KeyId=one["KeyId"])["KeyMetadata"]["MultiRegion"] for one in kms.list_keys()["Keys"]],
        "aliases": sorted(one["AliasName"] for one in kms.list_aliases()["Aliases"] if "/aws/" not in one["AliasName"]),
        "functions": {region: read_functions(cloud.client("lambda", region)) for region in sorted({home, "us-east-1"})},
        "schedules": read_schedules(cloud.client("scheduler", home)),
    }


def describe_group(elbv2: Any, group: dict[str, Any]) -> dict[str, Any]:
    listed = elbv2.describe_target_group_attributes(TargetGroupArn=group["TargetGroupArn"])["Attributes"]
    attributes = {one["Key"]: one["Value"] for one in listed}
    return {
        "port": group["Port"],
        "protocol": group["Protocol"],
        "target_type": group["TargetType"],
        "health": group["HealthCheckProtocol"],
        "proxy_protocol_v2": attributes.get("proxy_protocol_v2.enabled"),
        "preserve_client_ip": attributes.get("preserve_client_ip.enabled"),
    }


def describe_balancer(elbv2: Any, balancer: dict[str, Any]) -> dict[str, Any]:
    arn = balancer["LoadBalancerArn"]
    return {
        "name": balancer["LoadBalancerName"],
        "type": balancer["Type"],
        "scheme": balancer["Scheme"],
        "security_groups": len(balancer["SecurityGroups"]),
        "listeners": [
            {"port": one["Port"], "protocol": one["Protocol"], "forwards": group_of(elbv2, one)}
            for one in elbv2.describe_listeners(LoadBalancerArn=arn)["Listeners"]
        ],
    }


def group_of(elbv2: Any, listener: dict[str, Any]) -> int:
    """The port of the group that the listener forwards to: that it is there is asked of moto."""
    arn = listener["DefaultActions"][0]["TargetGroupArn"]
    return elbv2.describe_target_groups(TargetGroupArns=[arn])["TargetGroups"][0]["Port"]


def read_rules(ec2: Any) -> list[str]:
    """Who is let in, by the name of the list; anything that is not a list stands for itself."""
    names = {one["PrefixListId"]: one["PrefixListName"] for one in ec2.describe_managed_prefix_lists()["PrefixLists"]}
    rules = [rule for rule in ec2.describe_security_group_rules()["SecurityGroupRules"] if not rule["IsEgress"]]
    return sorted(
        f"{rule['IpProtocol']} {rule['FromPort']} from {names.get(rule.get('PrefixListId'), rule.get('CidrIpv4'))}"
        for rule in rules
        if rule.get("FromPort", -1) > 0
    )


def read_functions(client: Any) -> dict[str, list[str]]:
    """Versions by the function's name."""
    names = [one["FunctionName"] for one in client.list_functions()["Functions"]]
    return {name: [one["Version"] for one in client.list_versions_by_function(FunctionName=name)["Versions"]] for name in names}


def read_schedules(client: Any) -> dict[str, dict[str, str]]:
    found = {}
    for one in client.list_schedules()["Schedules"]:
        whole = client.get_schedule(Name=one["Name"], GroupName=one["GroupName"])
        invoked = whole["Target"]["Arn"].rsplit(":", 1)[-1]
        found[one["Name"]] = {"every": whole["ScheduleExpression"], "state": whole["State"], "invokes": invoked}
    return found
