"""How each type of resource is asked of AWS, in the order in which they need each other."""

import io
import zipfile
from typing import Any, Callable

from cloudfront import CLOUDFRONT
from kind import ACCOUNT, HOME, Call, Kind, Values, first


def archive() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("index.js", "exports.handler = async () => null")
    return content.getvalue()


def pairs(names: dict[str, str]) -> Callable[[Values], list[Values]]:
    """Attributes of load balancers and target groups, which the API takes as a list of keys and values."""
    return lambda values: [{"key": key, "value": values[name]} for key, name in names.items() if name in values]


BALANCER_ATTRIBUTES = pairs({
    "deletion_protection.enabled": "enable_deletion_protection",
    "load_balancing.cross_zone.enabled": "enable_cross_zone_load_balancing",
})
GROUP_ATTRIBUTES = pairs({
    "proxy_protocol_v2.enabled": "proxy_protocol_v2",
    "preserve_client_ip.enabled": "preserve_client_ip",
    "deregistration_delay.timeout_seconds": "deregistration_delay",
    "deregistration_delay.connection_termination.enabled": "connection_termination",
})
HEALTH = {f"HealthCheck{part}": f"health_check_{name}" for part, name in {
    "Enabled": "enabled", "Protocol": "protocol", "Port": "port", "Path": "path", "IntervalSeconds": "interval",
    "TimeoutSeconds": "timeout",
}.items()}


def with_health(values: Values) -> Values:
    health = values.get("health_check", [{}])[0]
    thresholds = {name: health[name] for name in ("healthy_threshold", "unhealthy_threshold") if name in health}
    return {**values, **{f"health_check_{name}": value for name, value in health.items()}, **thresholds,
            "healthy_threshold_count": thresholds.get("healthy_threshold"),
            "unhealthy_threshold_count": thresholds.get("unhealthy_threshold")}


def permission(values: Values) -> Values:
    sources = {"cidr_ipv4": "ip_ranges", "cidr_ipv6": "ipv6_ranges", "prefix_list_id": "prefix_list_ids",
               "referenced_security_group_id": "user_id_group_pairs"}
    source = next(name for name in sources if name in values)
    member = {"cidr_ipv4": "cidr_ip", "cidr_ipv6": "cidr_ipv6", "prefix_list_id": "prefix_list_id",
              "referenced_security_group_id": "group_id"}[source]
    rule = {name: values[name] for name in ("ip_protocol", "from_port", "to_port") if name in values}
    origin = {member: values[source], "description": values.get("description")}
    return {"group_id": values["security_group_id"], "ip_permissions": [{**rule, sources[source]: [origin]}]}


def alarm(values: Values) -> Values:
    queries = values.get("metric_query", [])
    return {**values, "metrics": [with_metric(query) for query in queries] or None}


def with_metric(query: Values) -> Values:
    if "metric" not in query:
        return query
    metric = query["metric"][0]
    return {**query, "metric_stat": {**metric, "metric": metric}}


def reserved(values: Values) -> Values | None:
    return None if values.get("reserved_concurrent_executions", -1) < 0 else values


def function_given(_: Values, answers: list[Any]) -> dict[str, str]:
    arn, version = answers[0]["FunctionArn"].removesuffix(f":{answers[0]['Version']}"), answers[0]["Version"]
    return {"arn": arn, "qualified_arn": f"{arn}:{version}", "version": version, "id": answers[0]["FunctionName"]}


KINDS: dict[str, Kind] = {
    "aws_kms_key": Kind(
        (Call("kms", "CreateKey"), ),
        lambda _, answers: {name: answers[0]["KeyMetadata"][member]
                            for name, member in {"arn": "Arn", "key_id": "KeyId", "id": "KeyId"}.items()},
    ),
    "aws_kms_alias": Kind((Call("kms", "CreateAlias", {"AliasName": "name"}),)),
    "aws_cloudwatch_log_group": Kind(
        (Call("logs", "CreateLogGroup", {"logGroupName": "name"}),
         Call("logs", "PutRetentionPolicy", {"logGroupName": "name"})),
        # Without the ":*" that the API puts behind it, as the provider has it.
        lambda values, _: {"arn": f"arn:aws:logs:{values.get('region', HOME)}:{ACCOUNT}:log-group:{values['name']}"},
    ),
    "aws_cloudwatch_log_metric_filter": Kind((Call("logs", "PutMetricFilter", {
        "filterName": "name", "filterPattern": "pattern", "metricTransformations": "metric_transformation",
        "metricName": "name", "metricNamespace": "namespace", "metricValue": "value",
    }),)),
    "aws_scheduler_schedule_group": Kind(
        (Call("scheduler", "CreateScheduleGroup"),), first("arn", "ScheduleGroupArn"),
    ),
    "aws_iam_role": Kind(
        (Call("iam", "CreateRole", {"RoleName": "name", "AssumeRolePolicyDocument": "assume_role_policy"}),),
        lambda values, answers: {"arn": answers[0]["Role"]["Arn"], "id": values["name"]},
    ),
    "aws_ssm_parameter": Kind((Call("ssm", "PutParameter", {"Value": "insecure_value"}),)),
    "aws_cloudwatch_event_bus": Kind(
        (Call("events", "CreateEventBus"),), first("arn", "EventBusArn"),
    ),
    "aws_cloudwatch_event_archive": Kind((Call("events", "CreateArchive", {"ArchiveName": "name"}),)),
    "aws_lambda_function": Kind(
        (Call("lambda", "CreateFunction", prepare=lambda values: {**values, "code": [{"zip_file": archive()}]}),
         Call("lambda", "PutFunctionConcurrency", prepare=reserved)),
        function_given,
    ),
    "aws_lambda_permission": Kind((Call("lambda", "AddPermission"),)),
    "aws_lambda_function_event_invoke_config": Kind((Call("lambda", "PutFunctionEventInvokeConfig"),)),
    "aws_iam_role_policy": Kind((Call("iam", "PutRolePolicy", {
        "RoleName": "role", "PolicyName": "name", "PolicyDocument": "policy"}),)),
    "aws_scheduler_schedule": Kind((Call("scheduler", "CreateSchedule"),)),
    "aws_cloudwatch_metric_alarm": Kind((Call("cloudwatch", "PutMetricAlarm", prepare=alarm),)),
    "aws_security_group": Kind(
        (Call("ec2", "CreateSecurityGroup", {"GroupName": "name"}),), first("id", "GroupId"),
    ),
    "aws_ec2_managed_prefix_list": Kind(
        (Call("ec2", "CreateManagedPrefixList", {"PrefixListName": "name", "Entries": "entry"}),),
        first("id", "PrefixList", "PrefixListId"),
    ),
    "aws_vpc_security_group_ingress_rule": Kind((Call("ec2", "AuthorizeSecurityGroupIngress", prepare=permission),)),
    "aws_vpc_security_group_egress_rule": Kind((Call("ec2", "AuthorizeSecurityGroupEgress", prepare=permission),)),
    "aws_lb": Kind(
        (Call("elbv2", "CreateLoadBalancer", {"Type": "load_balancer_type"},
              lambda values: {**values, "scheme": "internal" if values.get("internal") else "internet-facing"}),
         Call("elbv2", "ModifyLoadBalancerAttributes", {"LoadBalancerArn": "arn"},
              lambda values: {**values, "attributes": BALANCER_ATTRIBUTES(values)})),
        lambda _, answers: {name: answers[0]["LoadBalancers"][0][member]
                            for name, member in {"arn": "LoadBalancerArn", "dns_name": "DNSName"}.items()},
    ),
    "aws_lb_target_group": Kind(
        (Call("elbv2", "CreateTargetGroup", HEALTH, with_health),
         Call("elbv2", "ModifyTargetGroupAttributes", {"TargetGroupArn": "arn"},
              lambda values: {**values, "attributes": GROUP_ATTRIBUTES(values)})),
        first("arn", "TargetGroups", 0, "TargetGroupArn"),
    ),
    "aws_lb_listener": Kind(
        (Call("elbv2", "CreateListener", {"DefaultActions": "default_action"}),),
        first("arn", "Listeners", 0, "ListenerArn"),
    ),
    **CLOUDFRONT,
}
