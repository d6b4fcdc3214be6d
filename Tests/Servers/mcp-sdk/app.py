"""The MCP Python SDK's authorization-server routes: RFC 7591 without management, open to anybody; what is ours is the storage.

MCP_SECRET_TTL  seconds until a client secret expires; 0 (default): never
"""

import socket

import uvicorn
from mcp.server.auth.provider import OAuthAuthorizationServerProvider
from mcp.server.auth.routes import create_auth_routes
from mcp.server.auth.settings import ClientRegistrationOptions
from pydantic import AnyHttpUrl
from serving import ORIGIN, PORT, announce, knob
from starlette.applications import Starlette


class Registry(OAuthAuthorizationServerProvider):
    """The clients, in memory."""

    def __init__(self):
        self.clients = {}

    async def get_client(self, client_id):
        return self.clients.get(client_id)

    async def register_client(self, client):
        self.clients[client.client_id] = client


options = ClientRegistrationOptions(
    enabled=True,
    valid_scopes=["openid", "read", "write", "patient/Patient.read"],
    default_scopes=["read"],
    client_secret_expiry_seconds=int(knob("MCP_SECRET_TTL", "0")) or None,
)
app = Starlette(routes=create_auth_routes(Registry(), AnyHttpUrl(ORIGIN), client_registration_options=options))

listener = socket.create_server(("127.0.0.1", PORT))
announce(f"{ORIGIN}/register", None)
uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])
