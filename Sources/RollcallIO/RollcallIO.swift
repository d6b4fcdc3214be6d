import AsyncHTTPClient
import NIOSSL
import Crypto
