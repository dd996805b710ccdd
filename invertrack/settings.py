"""Settings of InverTrack: read top to bottom; everything that differs comes from the environment.

Every variable is described in .env.example; one that is missing and has no default stops the boot.
"""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# Everything that running writes: the embedded database, the local mailbox, collected files.
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))

# Mode -----------------------------------------------------------------------------------------

MODE = env("INVERTRACK_MODE", default="production")
if MODE not in {"local", "production"}:
    raise ImproperlyConfigured(f"INVERTRACK_MODE is {MODE!r}; set it to local or production.")
LOCAL = MODE == "local"
DEBUG = env.bool("DEBUG", default=False)

SECRET_KEY = env("SECRET_KEY")
if not LOCAL and (len(SECRET_KEY) < 50 or DEBUG):
    raise ImproperlyConfigured(
        "Production needs a random SECRET_KEY of 50 characters or more and DEBUG off."
    )
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if LOCAL else []
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Applications ---------------------------------------------------------------------------------

INSTALLED_APPS = [
    "invertrack.operations",
    "invertrack.demo",
    "invertrack.offline",
    "invertrack.today",
    "invertrack.clinic",
    "invertrack.prompts",
    "invertrack.insights",
    "invertrack.sessions",
    "invertrack.journals",
    "invertrack.questionnaires",
    "invertrack.safety",
    "invertrack.care",
    "invertrack.users",
    "invertrack.core",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "invertrack.core.middleware.PrivateByDefaultMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "invertrack.core.middleware.KnownMethodsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "invertrack.users.middleware.PersonMiddleware",
    "invertrack.care.middleware.DataAnswersMiddleware",
    "invertrack.care.middleware.LoginRequiredKeepingTypedMiddleware",
    "invertrack.care.middleware.RefusedWriteMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "invertrack.urls"
WSGI_APPLICATION = "invertrack.wsgi.application"

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
                "invertrack.core.context.site",
                "invertrack.users.context.agreements",
                *(["invertrack.demo.context.logins"] if LOCAL else []),
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# Database and cache ---------------------------------------------------------------------------

DATABASES = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'invertrack.sqlite3'}")
}
DATABASE = DATABASES["default"]
if DATABASE["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a deferred read-then-write transaction fails at once under a second writer.
    # FULL: NORMAL does not sync at commit, so an acknowledged record could vanish at power loss.
    DATABASE["CONN_MAX_AGE"] = None
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=268435456;"
            "PRAGMA cache_size=-32000;PRAGMA temp_store=MEMORY;PRAGMA foreign_keys=ON;"
        ),
    }
else:
    DATABASE["ENGINE"] = "invertrack.core.postgresql"
    DATABASE["CONN_MAX_AGE"] = 60
    DATABASE["CONN_HEALTH_CHECKS"] = True
    DATABASE["OPTIONS"] = {
        "options": (
            "-c statement_timeout=5s -c lock_timeout=2s"
            " -c idle_in_transaction_session_timeout=10s -c synchronous_commit=on"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = [
    "models.W040"
]  # INCLUDE columns are ignored on SQLite, wanted on PostgreSQL

# Shared by the workers, because throttling that counts per process multiplies its limits.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Apart, so that a flood of kept forms can never push out the counters of the throttle.
    "typed": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "typed_cache",
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    },
}

# Accounts -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today:home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {"signup": "invertrack.users.forms.SignupForm"}
ACCOUNT_ADAPTER = "invertrack.users.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # an invitation may only reach and leave a proven address
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGOUT_REDIRECT_URL = "today:home"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "InverTrack: "
ACCOUNT_SESSION_REMEMBER = True
# How many proxies of ours stand before the server: throttling counts the address behind them.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXIES", default=0 if LOCAL else 1)
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if LOCAL else "https"

# Mail -----------------------------------------------------------------------------------------

MAILBOX_DIR = VAR_DIR / "mailbox"
if LOCAL:
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": MAILBOX_DIR},
        }
    }
else:
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": env("MAIL_HOST"),
                "port": env.int("MAIL_PORT", default=587),
                "username": env("MAIL_USER", default=""),
                "password": env("MAIL_PASSWORD", default=""),
                "use_tls": env.bool("MAIL_TLS", default=True),
                "timeout": 10,  # seconds; a server that says nothing must not hold up prompts
            },
        }
    }
DEFAULT_FROM_EMAIL = env("MAIL_FROM", default="InverTrack <no-reply@invertrack.example>")

# Prompts --------------------------------------------------------------------------------------

# Where people reach this installation: links in mails and notifications that no request made.
SITE_URL = env("SITE_URL", default="").rstrip("/")
if not SITE_URL and LOCAL:
    SITE_URL = f"http://127.0.0.1:{env('PORT', default='8000')}"
elif not SITE_URL:
    SITE_URL = f"https://{ALLOWED_HOSTS[0]}" if ALLOWED_HOSTS else ""
# Signs what we send to push services (VAPID); made by `manage.py make_push_keys`. Without it there
# are no notifications, and e-mail is the way.
PUSH_KEY = env("PUSH_KEY", default="")
PUSH_KEY_FILE = VAR_DIR / "push.key"  # where a local copy keeps its own
PUSH_CONTACT = env("PUSH_CONTACT", default="")
# A browser names the address its notifications are sent to; only those of push services are asked.
PUSH_HOSTS = env.list(
    "PUSH_HOSTS",
    default=[
        "fcm.googleapis.com",
        "updates.push.services.mozilla.com",
        "web.push.apple.com",
        ".notify.windows.com",
    ],
)

# Transport and headers ------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "invertrack.care.views.csrf_failure"
if not LOCAL:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked by the machine itself, over http
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrf"

# Safety ---------------------------------------------------------------------------------------

# Country code to the number that an emergency text names. Never guessed: without an entry the text
# says "your local emergency number". A local copy knows some, so that its pages can be looked at.
EMERGENCY_NUMBERS = env.dict(
    "EMERGENCY_NUMBERS",
    default={"AU": "000", "DE": "112", "ES": "112", "GB": "999", "IE": "112", "US": "911"}
    if LOCAL
    else {},
)

# Language, time, files ------------------------------------------------------------------------

LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = ["invertrack.core.formats"]

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", BASE_DIR / "var" / "vendor")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "invertrack.core.storage.HashedStaticStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Limits on what a request may bring: the longest form of ours is far below both.
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "invertrack.core.logs.Lines",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}
