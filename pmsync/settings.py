"""All settings, read from the environment (or a `.env` file beside manage.py; ENV_FILE names another).
`.env.example` explains each."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured

from agencies.logs import logging_of
from integrations.provider_settings import provider_settings

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
ENV_FILE = BASE_DIR / env.str("ENV_FILE", default=".env")
if ENV_FILE.exists():
    env.read_env(ENV_FILE)

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[urlsplit(SITE_URL).hostname, "localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# The first key encrypts, all of them decrypt: put a new key in front, run `manage.py rotate_keys`, drop the old one.
FERNET_KEYS = FIELD_ENCRYPTION_KEYS = [key for key in env.list("FIELD_ENCRYPTION_KEYS") if key]
if not FIELD_ENCRYPTION_KEYS:
    raise ImproperlyConfigured("Set the FIELD_ENCRYPTION_KEYS environment variable. It must not be empty.")

INSTALLED_APPS = [
    "unfold",  # before the admin, whose templates it replaces
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "rest_framework_simplejwt",
    "django_filters",
    "django_htmx",
    "csp",
    "axes",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "agencies",
    "portfolio",
    "integrations",
]

MIDDLEWARE = [
    "agencies.middleware.Traced",
    "integrations.observing.probes.Probes",  # before the host is looked at, and the scheme
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "agencies.middleware.ContentPolicy",
    "agencies.middleware.Readable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "agencies.middleware.Remember",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it answers for a log-in that is locked out
]

ROOT_URLCONF = "pmsync.urls"
WSGI_APPLICATION = "pmsync.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'pmsync.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(exist_ok=True)
    # Web, worker and beat share the file: writers take turns instead of failing half-way through a transaction.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 30,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }

AUTH_USER_MODEL = "agencies.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "integrations:catalogue"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_RESET_TIMEOUT = 2 * 3600

LANGUAGE_CODE = "en-au"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Without HTTPS in front (the demo on one machine) browsers would not send secure cookies back.
SECURE = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
# Lax, and no stricter: a vendor's sign-in sends the browser back here with the session's cookie.
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 7 * 86_400
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000 if SECURE else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None

# A password may be tried five times from one address, then not for a quarter of an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "agencies.locking.name_of"
AXES_LOCKOUT_CALLABLE = "integrations.pages.failures.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # the audit trail has it
AXES_CLIENT_IP_CALLABLE = "agencies.audit.address_of"
AXES_ENABLE_ADMIN = AXES_VERBOSE = False

# Pages load nothing but what this site serves. The admin's look needs Alpine, which evaluates expressions.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
    }
}
CONTENT_SECURITY_POLICIES = {
    "/admin/": CONTENT_SECURITY_POLICY["DIRECTIVES"]
    | {"script-src": [SELF, UNSAFE_EVAL, UNSAFE_INLINE], "style-src": [SELF, UNSAFE_INLINE]},
    # The API's documentation styles its own parts; its scripts are files as everywhere.
    "/api/docs/": CONTENT_SECURITY_POLICY["DIRECTIVES"] | {"style-src": [SELF, UNSAFE_INLINE]},
}

# The admin's look; its greens are those of static/pmsync.css.
SHADES = "50 100 200 300 400 500 600 700 800 900 950".split()
TEALS = "#eef7f6 #d5ebe9 #aed8d5 #7dbeba #5cb0ab #3a9791 #0f5f5c #0d524f #0c4341 #0b3836 #052120".split()
UNFOLD = {
    "SITE_TITLE": "pmsync",
    "SITE_HEADER": "pmsync",
    "SITE_SUBHEADER": "Administration",
    "SITE_URL": "integrations.admin.look.site_url",
    "SITE_ICON": "integrations.admin.look.icon",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "integrations.admin.look.icon"}],
    "STYLES": ["integrations.admin.look.styles"],
    "SHOW_BACK_BUTTON": True,
    "DASHBOARD_CALLBACK": "integrations.admin.dashboard.dashboard",
    "SIDEBAR": {"show_search": True, "navigation": "integrations.admin.navigation.navigation"},
    "COLORS": {"primary": dict(zip(SHADES, TEALS, strict=True))},
}

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20  # a mail server that hangs must not hold a worker
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="pmsync <pmsync@localhost>")

REDIS_URL = env.str("REDIS_URL", default="")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "tick": {"task": "integrations.tick", "schedule": 60.0, "options": {"expires": 55}},
    "mail_summaries": {"task": "integrations.mail_summaries", "schedule": 60.0, "options": {"expires": 55}},
    "tidy": {"task": "integrations.tidy", "schedule": 86_400.0},
}
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    # One machine without Redis: real worker and beat processes that pass messages through a folder.
    BROKER_DIR = Path(env.str("BROKER_DIR", default=str(VAR_DIR / "broker")))
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT = "pmsync.folder:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.2,
    }
    for folder in ("queue", "control"):
        (BROKER_DIR / folder).mkdir(parents=True, exist_ok=True)
    FOLDER_CACHE = "django.core.cache.backends.filebased.FileBasedCache"
    CACHES = {"default": {"BACKEND": FOLDER_CACHE, "LOCATION": str(BROKER_DIR / "cache")}}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework_simplejwt.authentication.JWTAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["integrations.api.parsing.JsonBody"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "EXCEPTION_HANDLER": "integrations.api.problems.exception_handler",
    "DEFAULT_THROTTLE_CLASSES": ["integrations.api.throttles.ByPerson", "integrations.api.throttles.ByAgency"],
    "DEFAULT_THROTTLE_RATES": {
        "person": env.str("API_RATE_PERSON", default="600/min"),
        "agency": env.str("API_RATE_AGENCY", default="1200/min"),
        "sync_starts": env.str("API_RATE_SYNC_STARTS", default="10/min"),
        "sign_in": env.str("API_RATE_SIGN_IN", default="30/min"),
    },
}
SIMPLE_JWT = {"CHECK_REVOKE_TOKEN": True}  # a changed password ends tokens too
SPECTACULAR_SETTINGS = {
    "TITLE": "pmsync",
    "DESCRIPTION": "Keeps an agency's own database in step with its property-management systems. "
    "Errors are problem details (RFC 9457); lists are pages with `next` and `previous`; money is a string with two "
    "decimals; times are UTC. Every operation may also answer 405, 406 or 415 where the request is of the wrong form.",
    "VERSION": "0.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "docExpansion": "list", "defaultModelsExpandDepth": -1},
    "TAGS": [
        {"name": "Signing in", "description": "Tokens for programs, and for front ends on another host."},
        {"name": "Connections", "description": "What can be connected, and an agency's connections."},
        {"name": "Mapping", "description": "Which of the agency's own properties each of the vendor's is."},
        {"name": "Syncing", "description": "Jobs: start one, watch it, cancel it, look back."},
        {"name": "Issues", "description": "Rows that a person must look at."},
        {
            "name": "Writing back",
            "description": "Edits on their way to other systems, and fields that both sides changed.",
        },
        {"name": "Events", "description": "What vendors tell at once, and what your own systems are told of."},
        {"name": "Health", "description": "How well it works, and what has come in."},
        {"name": "Portfolio", "description": "Properties, people, leases, money and work, read only."},
    ],
    "ENUM_NAME_OVERRIDES": {
        "ConnectionStatusEnum": "integrations.models.Connection.Status",
        "VerdictEnum": "integrations.api.serializers.health.VERDICTS",
    },
}

PROVIDERS = provider_settings(env)
# A vendor's limit and the pauses it asks for are kept unless a sandbox or proxy has its own.
PROVIDERS_PACED = env.bool("PROVIDERS_PACED", default=True)
PROVIDERS_BACKOFF_SECONDS = env.float("PROVIDERS_BACKOFF_SECONDS", default=1.0)
PROVIDERS_TIMEOUT_SECONDS = env.float("PROVIDERS_TIMEOUT_SECONDS", default=60.0)

# Where export files arrive: one place for each agency, s3://, sftp:// or file://. See docs/drops.md.
DROP_URL = env.str("DROP_URL", default=f"file://{VAR_DIR}/drops/{{agency_id}}")
if "{agency_id}" not in DROP_URL:
    raise ImproperlyConfigured("DROP_URL must hold {agency_id}, or agencies would see each other's files.")
DROP_SECRETS = env.json("DROP_SECRETS", default={})
DROP_SETTLED_SECONDS = env.int("DROP_SETTLED_SECONDS", default=60)
DROP_MOST_BYTES = env.int("DROP_MOST_BYTES", default=2 * 1024**3)
DROP_KEEP_DAYS = env.int("DROP_KEEP_DAYS", default=90)
AWS_S3_ENDPOINT_URL = env.str("AWS_S3_ENDPOINT_URL", default="") or None
AWS_S3_REGION_NAME = env.str("AWS_REGION", default="ap-southeast-2")

LOGGING = logging_of(env.str("LOG_FORMAT", default="line" if DEBUG else "json"), env.str("LOG_LEVEL", default="INFO"))
# Who may read /metrics: those who send it as a bearer token, from wherever they ask. Nobody where it is empty.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

# Agencies' own systems are told of events at public https addresses alone. True, where all agencies are trusted, allows others.
WEBHOOKS_ALLOW_PRIVATE = env.bool("WEBHOOKS_ALLOW_PRIVATE", default=False)
