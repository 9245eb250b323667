"""WSGI middleware: nothing but a verified X-Client-IP-Assertion says where a request comes from."""

import logging
import re
import time

from assertion import Refused, verify

ASSERTION, OUTPUT = "HTTP_X_CLIENT_IP_ASSERTION", "HTTP_X_CLIENT_IP"
BODY = b'{"type":"about:blank","title":"Unauthorized","status":401}'
HEADERS = [
    ("Content-Type", "application/problem+json"),
    ("Content-Length", str(len(BODY))),
    ("Cache-Control", "no-store"),
    ("WWW-Authenticate", "Assertion"),
]


class ClientIP:
    """Wraps the whole application, so that no route is reached past it, and sets X-Client-IP and REMOTE_ADDR.

    `exempt` holds pairs of a method and a raw path that are served without a client, `options` are those of `verify`.
    """

    def __init__(self, app, *, exempt=(), now=time.time, **options):
        self.app, self.exempt, self.now, self.options = app, exempt, now, options

    def __call__(self, environ, start_response):
        # WSGI joins repeated lines with a comma, which no token has: two lines never look like one. It folds _ into -,
        # unless the server drops such names (gunicorn does); beside the real line that is a comma again.
        line = environ.get(ASSERTION)
        for name in filter(is_ours, list(environ)):
            del environ[name]
        options = environ.get("HTTP_CONNECTION", "").split(",")
        environ["HTTP_CONNECTION"] = ",".join(option for option in options if not is_ours(f"HTTP_{option.strip()}"))
        request = facts_of(environ)
        if (request["htm"], request["path"]) not in self.exempt:
            try:
                environ[OUTPUT] = environ["REMOTE_ADDR"] = verify(line, request, now=self.now(), **self.options)
            except Refused as refusal:
                logging.getLogger("client_ip").info("refused: %s", refusal)
                start_response("401 Unauthorized", HEADERS)
                return [BODY]
        return self.app(environ, start_response)


def is_ours(name):
    """Other readers may fold what this one keeps apart: X.Client.IP."""
    return re.sub("[^A-Z0-9]", "_", name.upper()) in (ASSERTION, OUTPUT)


def facts_of(environ):
    """PATH_INFO is decoded, so the raw target is taken; where a server does not give it, nothing is bound or exempt."""
    target = environ.get("RAW_URI") or environ.get("REQUEST_URI") or ""
    host = re.sub(r"\.?(:\d+)?$", own_port, environ.get("HTTP_HOST", "").lower(), count=1)
    return {"htm": environ["REQUEST_METHOD"], "host": host, "path": target.partition("?")[0]}


def own_port(match):
    return match[1] if match[1] not in (None, ":80", ":443") else ""
