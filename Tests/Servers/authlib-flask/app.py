"""Authlib's own registration and configuration endpoints behind Flask. The library parses, validates, and decides statuses and
errors; what is ours is the storage, the tokens and the knobs:

AL_MODE           token (default): an initial access token, reusable; open: none is asked for
AL_ROTATE         none (default), put, get or both: which calls replace the registration access token
AL_SECRET_IN_GET  1 (default), or 0: answers of GET and PUT leave the client secret out
AL_SECRET_TTL     seconds until a client secret expires; 0 (default): never
AL_LATENCY_MS     how long each request waits before it is looked at; 0 by default

DATADIR/exchanges has a line for each request processed, a JSON object: method, path, status, the client's id and name. It is written
before the answer is, so a registration whose answer nobody read is counted too.
"""

import json
import secrets
import threading
import time

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc7591 import ClientRegistrationEndpoint
from authlib.oauth2.rfc7591.claims import ClientMetadataClaims as OAuthClaims
from authlib.oauth2.rfc7592 import ClientConfigurationEndpoint
from authlib.oidc.registration import ClientMetadataClaims as OpenIDClaims
from flask import Flask, jsonify, request
from serving import DATA, ORIGIN, kept_token, knob, serve_wsgi

ENDPOINT = f"{ORIGIN}/register"
INITIAL_TOKEN = kept_token("initial-access-token") if knob("AL_MODE", "token") == "token" else None
ROTATES_ON = {"none": [], "put": ["PUT"], "get": ["GET"], "both": ["GET", "PUT"]}[knob("AL_ROTATE", "none")]
SECRET_IN_GET = knob("AL_SECRET_IN_GET", "1") == "1"
SECRET_TTL = int(knob("AL_SECRET_TTL", "0"))
LATENCY = int(knob("AL_LATENCY_MS", "0")) / 1000

METADATA = {
    "issuer": ORIGIN,
    "registration_endpoint": ENDPOINT,
    "authorization_endpoint": f"{ORIGIN}/authorize",
    "token_endpoint": f"{ORIGIN}/token",
    "jwks_uri": f"{ORIGIN}/jwks.json",
    "response_types_supported": ["code"],
    "subject_types_supported": ["public"],
    "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
    "id_token_signing_alg_values_supported": ["RS256"],
    "scopes_supported": ["openid", "profile", "fhirUser", "offline_access", "patient/Patient.read", "patient/*.read"],
    "token_endpoint_auth_methods_supported": ["none", "client_secret_basic", "client_secret_post", "private_key_jwt"],
    "code_challenge_methods_supported": ["S256"],
}
SMART_MEMBERS = [
    "issuer",
    "registration_endpoint",
    "authorization_endpoint",
    "token_endpoint",
    "scopes_supported",
    "grant_types_supported",
    "code_challenge_methods_supported",
]

clients = {}  # client_id to Client
tokens = {}  # registration access token to Token
exchanges = threading.Lock()  # of the file


class Client:
    """One registration, in the shape that Authlib asks for."""

    def __init__(self, info, metadata):
        self.client_info, self.client_metadata = info, metadata

    def get_client_id(self):
        return self.client_info["client_id"]

    def check_client_secret(self, secret):
        return secrets.compare_digest(str(secret), self.client_info.get("client_secret", ""))


class Token:
    """What a bearer token may be used for: one client, or (the initial one) none yet."""

    def __init__(self, client_id=None):
        self.client_id = client_id

    def check_client(self, client):
        return client.get_client_id() == self.client_id


def bearer():
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


def registration(client_id, token):
    """The two members that let a client be managed (RFC 7592, section 3)."""
    return {"registration_client_uri": f"{ENDPOINT}/{client_id}", "registration_access_token": token}


def issue_token(client_id):
    token = secrets.token_urlsafe(32)
    tokens[token] = Token(client_id)
    return token


class Register(ClientRegistrationEndpoint):
    def get_server_metadata(self):
        return METADATA

    def authenticate_token(self, _):
        allowed = INITIAL_TOKEN is None or secrets.compare_digest(bearer(), INITIAL_TOKEN)
        return Token() if allowed else None

    def generate_client_info(self, request):
        info = super().generate_client_info(request)
        info["client_secret_expires_at"] = int(time.time()) + SECRET_TTL if SECRET_TTL else 0
        return info

    def save_client(self, info, metadata, _):
        client = clients[info["client_id"]] = Client(dict(info), dict(metadata))
        return client

    def generate_client_registration_info(self, client, _):
        return registration(client.get_client_id(), issue_token(client.get_client_id()))


class Manage(ClientConfigurationEndpoint):
    def get_server_metadata(self):
        return METADATA

    def authenticate_token(self, _):
        return tokens.get(bearer())

    def authenticate_client(self, _):
        return clients.get(request.view_args["client_id"])

    def revoke_access_token(self, *_):
        tokens.pop(bearer(), None)

    def check_permission(self, client, _):
        return True

    def introspect_client(self, client):
        answer = super().introspect_client(client)
        if not SECRET_IN_GET:
            answer.pop("client_secret", None)
        return answer

    def update_client(self, client, metadata, _):
        client.client_metadata = dict(metadata)
        return client

    def delete_client(self, client, _):
        client_id = client.get_client_id()
        del clients[client_id]
        for token in [token for token, owner in tokens.items() if owner.client_id == client_id]:
            del tokens[token]

    def generate_client_registration_info(self, client, _):
        token = bearer()
        if request.method in ROTATES_ON:
            del tokens[token]
            token = issue_token(client.get_client_id())
        return registration(client.get_client_id(), token)


app = Flask(__name__)
app.json.sort_keys = False
server = AuthorizationServer(app, query_client=clients.get, save_token=lambda *_: None)
server.register_endpoint(Register(server, [OAuthClaims, OpenIDClaims]))
server.register_endpoint(Manage(server, [OAuthClaims, OpenIDClaims]))


@app.before_request
def wait():
    time.sleep(LATENCY)


@app.after_request
def write_down(answer):
    body = answer.get_json(silent=True) or {}
    client_id = body.get("client_id") or (request.view_args or {}).get("client_id")
    exchange = {
        "method": request.method,
        "path": request.path,
        "status": answer.status_code,
        "client_id": client_id,
        "client_name": body.get("client_name"),
    }
    with exchanges, open(DATA / "exchanges", "a") as file:
        file.write(json.dumps(exchange) + "\n")
    return answer


@app.post("/register")
def register():
    return server.create_endpoint_response("client_registration")


@app.route("/register/<client_id>", methods=["GET", "PUT", "DELETE"])
def manage(client_id):
    return server.create_endpoint_response("client_configuration")


@app.get("/.well-known/openid-configuration")
@app.get("/.well-known/oauth-authorization-server")
def discovery():
    return jsonify(METADATA)


@app.get("/.well-known/smart-configuration")
@app.get("/fhir/.well-known/smart-configuration")
def smart_discovery():
    capabilities = ["launch-standalone", "client-public", "client-confidential-symmetric"]
    return jsonify({member: METADATA[member] for member in SMART_MEMBERS} | {"capabilities": capabilities})


serve_wsgi(app, ENDPOINT, INITIAL_TOKEN)
