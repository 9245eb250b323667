"""The Flask example's middleware around an application that shows all it is told, with the clock of each request."""

import os

from client_ip import ClientIP
from edge_keys import EdgeKeys

now = 0.0
keys = EdgeKeys(os.environ["EDGE_JWKS"])


def show(environ, start_response):
    lines = [f"Client IP: {environ.get('HTTP_X_CLIENT_IP', 'unknown')}"]
    lines += [f"{name[5:].replace('_', '-')}: {value}" for name, value in environ.items() if name.startswith("HTTP_")]
    body = "\n".join(lines).encode("latin-1")
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def behind(bind):
    options = {"keys": keys, "issuer": os.environ["EDGE_ISSUER"], "audience": os.environ["EDGE_AUDIENCE"], "bind": bind}
    return ClientIP(show, exempt={("GET", "/health")}, now=lambda: now, **options)


verifiers = {bind: behind(bind) for bind in ("none", "host", "request")}


def app(environ, start_response):
    global now  # one worker, one request at a time
    now = float(environ["HTTP_X_TEST_NOW"])
    return verifiers[environ["HTTP_X_TEST_BIND"]](environ, start_response)
