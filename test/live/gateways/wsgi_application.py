"""An application of Python's own server, which reads underscores as hyphens: it answers with what it is told of the client."""

import json
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


def tell(environ, start_response):
    told = {name: value for name, value in environ.items() if name.startswith("HTTP_X_CLIENT_IP")}
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(told).encode()]


with open(sys.argv[1]) as file:
    port = int(file.read())
make_server("127.0.0.1", port, tell, handler_class=Quiet).serve_forever()
