"""The Flask example's middleware around an application that shows all it is told, with the clock of each request."""

import datetime

import jwt.api_jwt

import app as example

now = 0.0


class Clock(datetime.datetime):
    """Where PyJWT looks for the time, which it takes from nobody."""

    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(now, tz)


class Time:
    """Where the example looks for it."""

    @staticmethod
    def time():
        return now


jwt.api_jwt.datetime = Clock
example.time = Time


def show(environ, start_response):
    lines = [f"Client IP: {environ.get('HTTP_X_CLIENT_IP', 'unknown')}"]
    lines += [f"{name[5:].replace('_', '-')}: {value}" for name, value in environ.items() if name.startswith("HTTP_")]
    body = "\n".join(lines).encode("latin-1")
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def app(environ, start_response):
    global now  # one worker, one request at a time
    now = float(environ["HTTP_X_TEST_NOW"])
    return example.client_ip(show, environ, start_response)
