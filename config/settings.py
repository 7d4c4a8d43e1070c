"""Settings, one file, everything from the environment.

Importing this module needs no database: mypy and the documentation read it too.
Secrets have no default outside development: `./do` makes them once and keeps them in the state folder.
"""

import base64
import hashlib
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pghistory
import pgtrigger
from csp.constants import NONE, SELF

from cordee.plumbing.files.limits import MOST_MEGABYTES

ROOT = Path(__file__).resolve().parent.parent
STATE = Path(os.environ.get("CORDEE_STATE", ROOT / ".state"))
BUILD = ROOT / "build"
DEMO = os.environ.get("CORDEE_DEMO") == "1"
UNDER_TEST = os.environ.get("CORDEE_TEST") == "1"
HTTPS = os.environ.get("CORDEE_HTTPS") == "1"
DEBUG = False


def database(url: str, **options: Any) -> dict[str, Any]:
    """Django's dictionary for a postgresql:// address, socket folders given as ?host=."""
    parts = urlsplit(url)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": query.pop("port", None) or parts.port or "",
        "CONN_MAX_AGE": 0,
        "ATOMIC_REQUESTS": False,  # the boundary middleware opens the transaction (architecture, recipe 1)
        **options,
    }


POOL = {"min_size": 1, "max_size": 8, "timeout": 10}
DATABASES = {
    "default": database(
        os.environ.get("DATABASE_URL", "postgresql:///cordee"),
        OPTIONS={} if UNDER_TEST or os.environ.get("CORDEE_NO_POOL") == "1" else {"pool": POOL},
    )
}
if os.environ.get("DATABASE_OWNER_URL"):
    DATABASES["owner"] = database(os.environ["DATABASE_OWNER_URL"], TEST={"MIRROR": "default"})

SECRET_KEY = os.environ.get("CORDEE_SECRET_KEY") or hashlib.sha256(b"no secret outside ./do").hexdigest()
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("CORDEE_SECRET_KEY_FALLBACKS", "").split(",") if key]
MASTER_KEY = base64.b64decode(os.environ.get("CORDEE_MASTER_KEY", ""))
ALLOWED_HOSTS = [
    *(host for host in os.environ.get("CORDEE_HOSTS", "").split(",") if host),
    "localhost",
    "127.0.0.1",
    "[::1]",
]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "csp",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "cordee.plumbing",
    "cordee.plumbing.outbox",
    "cordee.ui",
    "cordee.spreadsheets",
    "cordee.accounts",
    "cordee.programmes",
    "cordee.people",
    "cordee.partners",
    "cordee.dossier",
    "cordee.papers",
    "cordee.pathways",
    "cordee.assessments",
    "cordee.letters",
    "cordee.appointments",
    "cordee.engagements",
    "cordee.referrals",
    "cordee.doors",
    "cordee.goals",
    "cordee.commissions",
    "cordee.relays",
    "cordee.home",
    "demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "cordee.plumbing.middleware.private_headers",
    "django.middleware.gzip.GZipMiddleware",
    "cordee.plumbing.middleware.Boundary",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "cordee.accounts.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cordee.plumbing.middleware.DeclaredPages",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "cordee.ui.forms.CordeeRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [("cordee.ui.folding.Loader", ["django.template.loaders.app_directories.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "cordee.ui.context.page",
            ],
        },
    }
]

# --- accounts -------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "cordee.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # colleagues come by invitation, which proves the address
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": False}  # axes locks out, in the database, across processes
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_FORMS = {
    "login": "cordee.accounts.forms.signing.SignInForm",
    "reauthenticate": "cordee.accounts.forms.signing.PasswordAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Cordée"
MFA_TOTP_TOLERANCE = 1  # one period each way: telephones drift, and some type slowly (RFC 6238, 5.2)
MFA_FORMS = {
    "authenticate": "cordee.accounts.forms.signing.CodeForm",
    "reauthenticate": "cordee.accounts.forms.signing.CodeAgainForm",
    "activate_totp": "cordee.accounts.forms.signing.FirstCodeForm",
}
MFA_ADAPTER = "cordee.accounts.adapter.MfaAdapter"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = "cordee.accounts.lockout.cool_off"
AXES_RESET_ON_SUCCESS = True
AXES_HANDLER = "cordee.accounts.lockout.Handler"
AXES_USERNAME_CALLABLE = "cordee.accounts.lockout.account_of"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "cordee.accounts.lockout.client_address"
AXES_LOCKOUT_CALLABLE = "cordee.accounts.lockout.locked_out"
AXES_USERNAME_FORM_FIELD = "login"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_ENGINE = "cordee.accounts.session_store"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "cordee-session"
# How long the row is kept. The session itself ends after twelve hours (accounts.middleware); its row then only
# says whose text is to be given back, after a week-end if need be.
SESSION_COOKIE_AGE = 4 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "cordee-csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = False  # htmx reads the token from the page, not from the cookie; see ui/page.html
REFUSAL_PAGE = "cordee.ui.errors.refusal_page"
STALE_PAGE = "cordee.ui.errors.stale_page"
CLOSED_PAGE = "cordee.ui.errors.closed_page"
CSRF_FAILURE_VIEW = "cordee.ui.errors.csrf_failure"
CSRF_COOKIE_SAMESITE = "Lax"
IDLE_SECONDS = int(os.environ.get("CORDEE_IDLE_SECONDS", 60 * 60))

# --- browser ---------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
# Nothing is told to another site. "no-referrer" would make browsers send `Origin: null` with our own forms, which
# Django's CSRF protection refuses under HTTPS: nobody could sign in.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
TRUSTED_PROXIES = int(
    os.environ.get("CORDEE_PROXIES", 1 if HTTPS else 0)
)  # whose X-Forwarded-For is believed
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # 10 MB of text must reach the form, which refuses it politely
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# --- language, time, files ------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
LOCALE_PATHS = [BUILD / "locale"]  # written by cordee.plumbing.catalogues
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"
FORMAT_MODULE_PATH = ["cordee.ui.formats"]
STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
STATICFILES_DIRS = [BUILD / "static"] if (BUILD / "static").is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if UNDER_TEST
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 31_536_000
WHITENOISE_USE_FINDERS = UNDER_TEST
WHITENOISE_AUTOREFRESH = UNDER_TEST
MEDIA_ROOT = STATE / "files"
# Files received: kept in memory while they are checked; beyond, a temporary file of the state folder.
FILE_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
FILE_MEGABYTES = int(os.environ.get("CORDEE_FILE_MEGABYTES", MOST_MEGABYTES))
CLAMD = os.environ.get("CORDEE_CLAMD", "")  # see cordee.plumbing.files.antivirus
ANTIVIRUS_COMMAND = os.environ.get("CORDEE_ANTIVIRUS_COMMAND", "")

# --- background work ---------------------------------------------------------------------------------

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""  # cordee.plumbing finds the `jobs` of each domain

# --- mail and messages -----------------------------------------------------------------------------

EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", 25))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS") == "1"  # STARTTLS, usually on port 587
EMAIL_USE_SSL = os.environ.get("EMAIL_USE_SSL") == "1"  # from the first byte, usually on port 465
EMAIL_TIMEOUT = float(os.environ.get("EMAIL_TIMEOUT", 20))  # seconds
EMAIL_FROM = os.environ.get("CORDEE_EMAIL_FROM", "ne-pas-repondre@localhost.invalid")
EMAIL_BOUNCES = os.environ.get("CORDEE_EMAIL_BOUNCES") or EMAIL_FROM  # where undelivered mail comes back
EMAIL_NEUTRAL_NAME = os.environ.get("CORDEE_EMAIL_NEUTRAL_NAME", "Un message pour vous")  # read by the person
SMS_URL = os.environ.get("CORDEE_SMS_URL", "")  # empty: no SMS is offered
SMS_TOKEN = os.environ.get("CORDEE_SMS_TOKEN", "")
SMS_SENDER = os.environ.get("CORDEE_SMS_SENDER", "")
SMS_TIMEOUT = float(os.environ.get("CORDEE_SMS_TIMEOUT", 20))
OUTBOX_LEASE = float(
    os.environ.get("CORDEE_OUTBOX_LEASE", 180)
)  # seconds a worker is believed alive on a message

# --- history ---------------------------------------------------------------------------------------

# The context lives in each history row as JSON: pghistory's own context table is an upsert, which the
# application role may not do. cordee.plumbing.context sets it, once, with the rest.
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_CONTEXT_ID_FIELD = pghistory.ContextUUIDField()
PGHISTORY_LEVEL = pgtrigger.Statement  # at row level a large insert is quadratic (stack.md)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"cordee": {"level": "INFO"}, "axes": {"level": "ERROR"}, "procrastinate": {"level": "ERROR"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
