"""Reads X-Client-IP-Assertion by the contract of docs/wire-format.md, which asks for more than PyJWT."""

import base64
import ipaddress
import json

import jwt

DEMANDED = {"none": (), "host": ("host",), "request": ("htm", "host", "path")}


class Refused(Exception):
    """The reason is for a log; a client gets none."""


def verify(line, request, *, keys, issuer, audience, bind, now):
    """Returns the client's address. `request` has the facts that a token may be bound to: htm, host, path."""
    demand(line is not None, "missing")
    demand("," not in line, "repeated-header")
    demand(len(line) <= 2048, "too-large")
    token = line.removeprefix("Bearer ")
    parts = [decode(part) for part in token.split(".")]
    demand(len(parts) == 3 and all(parts), "malformed-token")
    header = read_object(parts[0])
    demand("crit" not in header and "b64" not in header, "critical-header")
    key = keys.find(header["kid"]) if isinstance(header.get("kid"), str) else None
    demand(key is not None, "unknown-key")
    demand(header.get("alg") == key.algorithm_name, "wrong-algorithm")
    try:
        claims = read_object(jwt.PyJWS().decode(token, key, algorithms=[key.algorithm_name]))
    except jwt.PyJWTError:
        raise Refused("bad-signature") from None
    version, start, end, ip = (claims.get(name) for name in ("v", "iat", "exp", "ip"))
    demand(type(version) is int and version == 1, "wrong-version")  # True == 1 to Python
    demand(claims.get("sub") == "client-ip", "wrong-subject")
    demand(claims.get("iss") == issuer, "wrong-issuer")
    demand(claims.get("aud") == audience, "wrong-audience")
    demand(type(end) is int, "no-expiry")
    demand(now <= end + 5, "expired")
    demand(type(start) is int, "lifetime-too-long")
    demand(start <= now + 30, "from-the-future")
    demand(end - start <= 300, "lifetime-too-long")
    demand(isinstance(ip, str) and is_plain(ip), "malformed-address")
    demand(all(name in claims for name in DEMANDED[bind]), "binding-missing")
    demand(all(claims[name] == fact for name, fact in request.items() if name in claims), "binding-mismatch")
    return ip


def demand(condition, reason):
    if not condition:
        raise Refused(reason)


def decode(part):
    """Python skips what is not base64url, so the part has to be what its bytes encode to."""
    padded = part + "=" * (-len(part) % 4)
    try:
        data = base64.urlsafe_b64decode(padded)
        demand(base64.urlsafe_b64encode(data).decode() == padded and "=" not in part, "malformed-token")
        return data
    except ValueError:
        raise Refused("malformed-token") from None


def read_object(data):
    try:
        pairs = json.loads(data.decode(), object_pairs_hook=tuple)
        demand(isinstance(pairs, tuple) and len(dict(pairs)) == len(pairs), "malformed-token")  # no member twice
        return dict(pairs)
    except (ValueError, RecursionError):
        raise Refused("malformed-token") from None


def is_plain(ip):
    """Prints back to itself. A zone would too, and IPv4 in IPv6 has a shorter spelling."""
    try:
        address = ipaddress.ip_address(ip)
        return str(address) == ip and "%" not in ip and not (address.version == 6 and address.ipv4_mapped)
    except ValueError:
        return False
