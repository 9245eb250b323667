"""The page that shows who asked. Run it: gunicorn app:app"""

import os

from flask import Flask, request

from client_ip import ClientIP
from edge_keys import EdgeKeys

app = Flask(__name__)
app.wsgi_app = ClientIP(
    app.wsgi_app,
    keys=EdgeKeys(os.environ["EDGE_JWKS"]),  # a file, or https://edge.example.com/.well-known/ipseal/jwks.json
    issuer=os.environ["EDGE_ISSUER"],
    audience=os.environ["EDGE_AUDIENCE"],
    bind="none",
    exempt={("GET", "/health")},
)


@app.get("/")
@app.get("/health")
def show_client():
    lines = [f"Client IP: {request.headers.get('X-Client-IP', 'unknown')}"]
    lines += [f"{name}: {value}" for name, value in request.headers]
    return "\n".join(lines), {"Content-Type": "text/plain; charset=utf-8"}
