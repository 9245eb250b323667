"""The page that shows who asked, by nothing but a verified X-Client-IP-Assertion. Run it: gunicorn app:app

For an edge that signs with ES256 and `bind: "none"`; a token that is bound to a request is refused. EDGE_JWKS is a file
that is read at start: new keys need a restart.
"""

import functools
import ipaddress
import logging
import os
import pathlib
import re
import time

import jwt
from flask import Flask, request

EDGE = {"issuer": os.environ["EDGE_ISSUER"], "audience": os.environ["EDGE_AUDIENCE"], "subject": "client-ip"}
KEY_SET = jwt.PyJWKSet.from_json(pathlib.Path(os.environ["EDGE_JWKS"]).read_text())
KEYS = {key.key_id: key for key in KEY_SET.keys if key.algorithm_name == "ES256"}
OPTIONS = {"require": ["exp", "iat", "iss", "aud", "sub"], "strict_aud": True, "verify_iat": False}  # iat: see below
EXEMPT = {("GET", "/health")}  # a method and a raw path, served without a client
OURS = re.compile("x[^a-z0-9]client[^a-z0-9]ip([^a-z0-9]assertion)?", re.IGNORECASE)  # X-Client-IP in any spelling


def verify(line):
    """Returns the client's address or raises. What PyJWT does not check is in docs/wire-format.md, the contract."""
    token = line.removeprefix("Bearer ")
    demand("," not in line and "=" not in line and len(line) <= 2048, "malformed-token")  # PyJWT takes padding
    header = jwt.get_unverified_header(token)
    demand(not header.keys() & {"crit", "b64"}, "critical-header")
    claims = jwt.decode(token, KEYS[header["kid"]], algorithms=["ES256"], leeway=5, options=OPTIONS, **EDGE)
    version, start, end, ip = claims["v"], claims["iat"], claims["exp"], claims["ip"]
    demand(type(version) is int and version == 1, "wrong-version")  # True == 1 to Python
    demand(type(start) is int and type(end) is int, "no-expiry")  # PyJWT reads "1" and 1.5 as numbers
    demand(start <= time.time() + 30, "from-the-future")  # PyJWT has one leeway, the contract two
    demand(end - start <= 300, "lifetime-too-long")
    demand(not claims.keys() & {"htm", "host", "path"}, "binding-mismatch")
    address = ipaddress.ip_address(ip)
    is_mapped = address.version == 6 and address.ipv4_mapped is not None
    demand(str(address) == ip and "%" not in ip and not is_mapped, "malformed-address")  # it has one spelling
    return ip


def demand(condition, reason):
    if not condition:
        raise jwt.InvalidTokenError(reason)


def client_ip(app, environ, start_response):
    """WSGI middleware. It goes around the whole application: hooks of Flask run after others have read."""
    # WSGI joins repeated lines with a comma, which no token has: two lines never look like one.
    line = environ.get("HTTP_X_CLIENT_IP_ASSERTION", "")
    for name in [name for name in environ if OURS.fullmatch(name.removeprefix("HTTP_"))]:
        del environ[name]
    if OURS.search(environ.get("HTTP_CONNECTION", "")):  # or the next proxy would drop the verified header
        del environ["HTTP_CONNECTION"]
    raw_path = environ.get("RAW_URI", environ.get("REQUEST_URI", "")).partition("?")[0]  # PATH_INFO is decoded
    if (environ["REQUEST_METHOD"], raw_path) not in EXEMPT:
        try:
            environ["HTTP_X_CLIENT_IP"] = environ["REMOTE_ADDR"] = verify(line)
        except Exception as fault:  # whatever it is, it is no client: a KeyError is a key or a claim that is not there
            logging.getLogger("client_ip").info("refused: %r", fault)
            headers = [("Content-Type", "application/problem+json"), ("WWW-Authenticate", "Assertion")]
            start_response("401 Unauthorized", headers)
            return [b'{"type":"about:blank","title":"Unauthorized","status":401}']
    return app(environ, start_response)


app = Flask(__name__)
app.wsgi_app = functools.partial(client_ip, app.wsgi_app)


@app.get("/")
@app.get("/health")
def show_client():
    lines = [f"Client IP: {request.headers.get('X-Client-IP', 'unknown')}"]
    lines += [f"{name}: {value}" for name, value in request.headers]
    return "\n".join(lines), {"Content-Type": "text/plain; charset=utf-8"}
