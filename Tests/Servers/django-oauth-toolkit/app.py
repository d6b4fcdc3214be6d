"""A whole Django site around django-oauth-toolkit's own views of dynamic registration; what is ours is the settings.

DOT_MODE       token (default): the initial access token is an OAuth access token of the user "developer", reusable; open: none
DOT_ROTATE     1 (default, the library's): PUT replaces the registration access token; 0: it stays
DOT_SLOW_HASH  1: Django's default hash of client secrets, about 0.6 s for each registration; 0 (default): a fast one
"""

from datetime import datetime, timezone

import django
from django.conf import settings
from django.core.management import call_command
from django.core.management.utils import get_random_secret_key
from django.core.wsgi import get_wsgi_application
from jwcrypto.jwk import JWK
from serving import DATA, ORIGIN, kept_token, knob, serve_wsgi

OPEN = knob("DOT_MODE", "token") == "open"
PERMISSION = "AllowAllDCRPermission" if OPEN else "IsAuthenticatedDCRPermission"
HASHERS = {} if knob("DOT_SLOW_HASH", "0") == "1" else {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}
DATABASE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA / "db.sqlite3",
    "OPTIONS": {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",  # a write that starts as a read would fail with "database is locked"
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
    },
}


def signing_key():
    """The server's RSA key for ID tokens, made once for each data folder."""
    file = DATA / "signing-key.pem"
    if not file.exists():
        file.write_bytes(JWK.generate(kty="RSA", size=2048).export_to_pem(private_key=True, password=None))
    return file.read_text()


settings.configure(
    DEBUG=False,
    SECRET_KEY=get_random_secret_key(),
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={"default": DATABASE},
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "oauth2_provider"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "oauth2_provider.middleware.OAuth2TokenMiddleware",
    ],
    AUTHENTICATION_BACKENDS=["oauth2_provider.backends.OAuth2Backend", "django.contrib.auth.backends.ModelBackend"],
    OAUTH2_PROVIDER={
        "DCR_ENABLED": True,
        "DCR_REGISTRATION_PERMISSION_CLASSES": (f"oauth2_provider.dcr.{PERMISSION}",),
        "DCR_ROTATE_REGISTRATION_TOKEN_ON_UPDATE": knob("DOT_ROTATE", "1") == "1",
        "OIDC_ENABLED": True,
        "OIDC_RSA_PRIVATE_KEY": signing_key(),
        "SCOPES": {"openid": "OpenID", "read": "Read", "write": "Write", "oauth2_provider:registration": "Manage a registration"},
    },
    **HASHERS,
)
django.setup()

from django.urls import include, path  # noqa: E402 (needs django.setup)

urlpatterns = [path("", include("oauth2_provider.urls"))]


def initial_access_token():
    """An access token of a user, which the library takes as the initial access token."""
    from django.contrib.auth import get_user_model
    from oauth2_provider.models import get_access_token_model

    user, _ = get_user_model().objects.get_or_create(username="developer")
    token = kept_token("initial-access-token")
    lifetime = {"scope": "read write", "expires": datetime(2099, 1, 1, tzinfo=timezone.utc)}
    get_access_token_model().objects.get_or_create(user=user, application=None, defaults={"token": token, **lifetime})
    return token


call_command("migrate", verbosity=0)
serve_wsgi(get_wsgi_application(), f"{ORIGIN}/register/", None if OPEN else initial_access_token())
