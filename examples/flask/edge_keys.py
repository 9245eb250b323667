"""The edge's public keys, kept fresh."""

import json
import logging
import pathlib
import threading
import time
import urllib.request

import jwt

MAX_AGE_SECONDS = 600
FLOOR_SECONDS = 30  # a stranger invents as many kids as he likes


class EdgeKeys:
    """Keys of a JWK set in a file or at a URL. What cannot be read leaves the last good keys in place."""

    def __init__(self, source):
        self.url = source if "://" in source else pathlib.Path(source).resolve().as_uri()
        self.lock = threading.Lock()
        self.load()  # no keys, no start

    def load(self):
        self.tried_at = time.monotonic()
        with urllib.request.urlopen(self.url, timeout=5) as answer:
            jwks = json.loads(answer.read(100_000))["keys"]
        keys = {jwk["kid"]: jwt.PyJWK(jwk, algorithm=jwk["alg"]) for jwk in jwks}
        if not keys or len(keys) != len(jwks):
            raise ValueError("a key set has keys, and no kid twice")
        self.keys = keys

    def find(self, kid):
        """Returns the key of that name or None. One thread fetches, the others go on with the keys there are."""
        age = time.monotonic() - self.tried_at
        is_due = age > MAX_AGE_SECONDS or (age > FLOOR_SECONDS and kid not in self.keys)
        if is_due and self.lock.acquire(blocking=False):
            try:
                self.load()
            except Exception as fault:
                logging.warning("the edge's keys could not be read: %s", fault)
            finally:
                self.lock.release()
        return self.keys.get(kid)
