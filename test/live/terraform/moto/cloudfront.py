"""CloudFront's resources. Their requests are one object within another, and moto knows no policies of a distribution."""

import uuid
from typing import Any

from kind import Call, Kind, Values

RENAMED = {
    "Id": "origin_id", "Origins": "origin", "Aliases": "aliases", "CustomHeaders": "custom_header",
    "HeaderName": "name", "HeaderValue": "value", "CacheBehaviors": "ordered_cache_behavior",
    "FunctionAssociations": "function_association", "LambdaFunctionAssociations": "lambda_function_association",
    "LambdaFunctionARN": "lambda_arn", "CustomErrorResponses": "custom_error_response", "WebACLId": "web_acl_id",
    "IsIPV6Enabled": "is_ipv6_enabled",
}
PARAMETERS = "parameters_in_cache_key_and_forwarded_to_origin"


def distribution(values: Values) -> Values:
    behaviours = {name: [with_methods(one) for one in values.get(name, [])] or None
                  for name in ("default_cache_behavior", "ordered_cache_behavior")}
    restrictions = [{"geo_restriction": {**values["restrictions"][0]["geo_restriction"][0], "quantity": 0}}]
    config = {**values, **behaviours, "restrictions": restrictions, "caller_reference": "one"}
    return {"distribution_config": [config]}


def with_methods(behaviour: Values) -> Values:
    methods = {"items": behaviour["allowed_methods"], "quantity": len(behaviour["allowed_methods"]),
               "cached_methods": behaviour["cached_methods"]}
    return {**behaviour, "allowed_methods": methods}


def cache_policy(values: Values) -> Values:
    parameters = {**values[PARAMETERS][0]}
    return {"cache_policy_config": [{**values, PARAMETERS: [with_lists(parameters)]}]}


def request_policy(values: Values) -> Values:
    return {"origin_request_policy_config": [with_lists(values)]}


def with_lists(values: Values) -> Values:
    """Lists of names stand in blocks of their own, `headers { items = [...] }`."""
    flat = {}
    for part, inner in {"headers_config": "headers", "cookies_config": "cookies", "query_strings_config": "query_strings"}.items():
        block = {**values[part][0]}
        if inner in block:
            block[inner] = block[inner][0]["items"]
        flat[part] = [block]
    return {**values, **flat}


def made_up(_: Values, __: list[Any]) -> dict[str, str]:
    return {"id": str(uuid.uuid4())}


def distribution_given(_: Values, answers: list[Any]) -> dict[str, str]:
    made = answers[0]["Distribution"]
    return {"arn": made["ARN"], "id": made["Id"], "domain_name": made["DomainName"]}


CLOUDFRONT: dict[str, Kind] = {
    "aws_cloudfront_cache_policy": Kind(
        (Call("cloudfront", "CreateCachePolicy", {
            "MinTTL": "min_ttl", "MaxTTL": "max_ttl", "DefaultTTL": "default_ttl",
            "EnableAcceptEncodingGzip": "enable_accept_encoding_gzip"}, cache_policy),),
        made_up, is_kept_by_moto=False,
    ),
    "aws_cloudfront_origin_request_policy": Kind(
        (Call("cloudfront", "CreateOriginRequestPolicy", prepare=request_policy),), made_up, is_kept_by_moto=False,
    ),
    "aws_cloudfront_distribution": Kind(
        (Call("cloudfront", "CreateDistribution", RENAMED, distribution),), distribution_given,
    ),
}
