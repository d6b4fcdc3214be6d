"""Secrets to be looked for, in every form in which they could get out, and a server that puts them wherever a server can."""

import base64
import functools
import itertools
import json
import secrets
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def canary(kind):
    """A secret that is nowhere by chance. Its middle is written otherwise in JSON, in an address and in HTML."""
    return f"{kind}{secrets.token_hex(9)}+/~{secrets.token_hex(9)}"


@functools.cache
def forms(secret):
    """The secret as it would be found in bytes: as it is, and as something else writes it."""
    raw = secret.encode()
    found = {raw, raw[::-1], raw.hex().encode(), raw.hex().upper().encode()}
    found |= {urllib.parse.quote(secret, safe="").encode(), urllib.parse.quote_plus(secret).encode(), secret.replace("/", r"\/").encode()}
    found |= {json.dumps(secret)[1:-1].encode(), "".join(f"\\u{ord(letter):04x}" for letter in secret).encode()}
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        for shift in range(3):
            # Without what depends on the bytes before and behind.
            text = encode(b"x" * shift + raw)
            found.add(text[4 if shift else 0 : len(text) - 4])
    # A part of it is too much as well.
    return found | {raw[: len(raw) // 2], raw[len(raw) // 2 + 2 :]}


class HostileServer(ThreadingHTTPServer):
    """Speaks RFC 7591 and 7592 and replaces its secrets with every answer; `mood` is how it answers from now on."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.mood, self.clients, self.known, self.issued, self.bodies = "good", {}, {}, [], []
        self.arrived, self.release = threading.Event(), threading.Event()
        self.endpoint = f"http://127.0.0.1:{self.server_port}/register"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def issue(self, kind):
        self.issued.append(canary(kind))
        return self.issued[-1]

    def information(self, client_id):
        """The answer of RFC 7591, section 3.2.1."""
        secret, token, query = self.known[client_id]
        own = {
            "client_id": client_id, "client_secret": secret, "client_secret_expires_at": 0, "registration_access_token": token,
            "registration_client_uri": f"{self.endpoint}/{client_id}?{urllib.parse.urlencode({'token': query})}",
        }
        return self.clients[client_id] | own

    def say(self, texts):
        """Refuses whatever comes with each of these texts in turn."""
        self.mood, self.texts = "say", itertools.cycle(texts)

    def handle_error(self, *_):
        """A client that went away is no news."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        if self.path.startswith("/token"):
            # Whoever asks gets a token; at /token/in-the-mood as everything else is answered.
            self.server.bodies.append(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            document = {"access_token": self.server.issue("T"), "token_type": "Bearer", "expires_in": 1}
            return self.answer(200, document, self.server.mood if self.path.endswith("/in-the-mood") else "good")
        client_id = secrets.token_hex(8)
        self.answer(201, self.keep(client_id, self.body()))

    def do_PUT(self):
        self.answer(200, self.keep(self.client_id, self.body()))

    def do_GET(self):
        self.answer(200, self.keep(self.client_id, self.server.clients.get(self.client_id, {})))

    def do_DELETE(self):
        self.answer(204, None)

    @property
    def client_id(self):
        return urllib.parse.urlsplit(self.path).path.rsplit("/", 1)[-1]

    def body(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.bodies.append(body)
        return json.loads(body)

    def keep(self, client_id, metadata):
        self.server.clients[client_id] = metadata
        if self.server.mood in ("echo", "html", "gateway", "redirect", "say"):
            return {}
        self.server.known[client_id] = [self.server.issue(kind) for kind in "SRQ"]
        return self.server.information(client_id)

    def answer(self, status, document, mood=None):
        mood = mood or self.server.mood
        self.server.arrived.set()
        # What it knows of the client that is asked about, and what it was asked with.
        told = [self.headers.get("Authorization", "").removeprefix("Bearer ").removeprefix("Basic "), *self.server.known.get(self.client_id, [])]
        if self.path.startswith("/token"):
            told += urllib.parse.parse_qs(self.server.bodies[-1].decode()).get("client_assertion", []) + [self.server.bodies[-1].decode()]
        body = b"" if document is None else json.dumps(document).encode()
        kind, text = "application/json", " ".join(told)
        match mood:
            case "echo":
                status, body = 400, json.dumps({"error": f"bad {told[0]}", "error_description": text}).encode()
            case "say":
                said = next(self.server.texts)
                status, body = 400, json.dumps({"error": said, "error_description": f"words before {said}"}).encode()
            case "html":
                status, kind, body = 502, "text/html", f"<h1>Bad gateway</h1><pre>Authorization: {text}</pre>".encode()
            case "gateway":
                status, body = 403, json.dumps({"message": text}).encode()
            case "redirect":
                status = 307
            case "nonsense":
                body = b'{"client_id": "nonsense", "client_name": "' + text.encode() + b'", "client_secret": ' + body
            case "other":
                body = json.dumps(document | {"client_id": "another", "registration_access_token": 5, "client_secret": [text]}).encode()
            case "stray":
                body = body.replace(self.server.endpoint.encode(), b"https://elsewhere.example.com/register")
            case "slow":
                self.server.release.wait(20)
            case "cut":
                self.close_connection = True
                return
        self.send_response(status, "OK" if mood == "good" else f"{told[0]}")
        self.send_header("Content-Type", kind)
        self.send_header("X-Echo", told[0])
        if mood == "redirect":
            self.send_header("Location", f"http://127.0.0.1:1/{told[0]}?{told[-1]}")
        if status != 204:
            self.send_header("Content-Length", str(len(body) + (400 if mood == "partial" else 0)))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True
