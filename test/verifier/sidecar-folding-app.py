"""A WSGI application on Python's own server, which reads header names as CGI does: any of `-` and `_` as `_`.

Answers each request with what it saw of it as JSON, and prints its port.
"""
import json
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

count = 0


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


def app(environ, start_response):
    global count
    count += 1
    length = int(environ.get("CONTENT_LENGTH") or 0)
    query = environ.get("QUERY_STRING")
    seen = {
        "count": count,
        "method": environ["REQUEST_METHOD"],
        "target": environ["PATH_INFO"] + ("?" + query if query else ""),
        "headers": {
            name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")
        },
        "body": environ["wsgi.input"].read(length).decode("latin-1"),
    }
    body = json.dumps(seen).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


server = make_server("127.0.0.1", 0, app, handler_class=Quiet)
print(server.server_port, flush=True)
sys.stdin.close()
server.serve_forever()
