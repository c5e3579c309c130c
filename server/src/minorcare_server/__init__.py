"""The pages and the API of a minorcare registry, served by aiohttp."""

from minorcare_server.app import create_app
from minorcare_server.asking import Authenticator, Signed
from minorcare_server.serving import serve

__all__ = ["Authenticator", "Signed", "create_app", "serve"]
