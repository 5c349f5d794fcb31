"""Django's settings, all derived from `environment.py`. The command line sets the environment before this is read."""

from __future__ import annotations

from django.conf import locale as _locale

from kikitori.config import environment as _environment
from kikitori.config.database import django_databases
from kikitori.config.headers import CONTENT_SECURITY_POLICY  # noqa: F401
from kikitori.config.languages.offered import FOLDER, OF_STAFF, further, language_info, languages
from kikitori.config.limits import FORM_LIMIT
from kikitori.config.logs import logging_settings
from kikitori.config.secret_key import secret_keys

ENVIRONMENT = _environment.load()
"""The typed settings; also for code above Django's (`settings.ENVIRONMENT.sender`)."""

SECRET_KEY, *SECRET_KEY_FALLBACKS = secret_keys(ENVIRONMENT.data)
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ENVIRONMENT.hosts
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.base_url] if ENVIRONMENT.base_url else []
ROOT_URLCONF = "kikitori.config.urls"
WSGI_APPLICATION = "kikitori.config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
    "kikitori.records.apps.RecordsConfig",
    "kikitori.insight.apps.InsightConfig",
    "kikitori.interfaces.look.apps.LookConfig",
    "kikitori.interfaces.desk.apps.DeskConfig",
    "kikitori.interfaces.portal.apps.PortalConfig",
    "kikitori.config.apps.ConfigConfig",
]

MIDDLEWARE = [
    "kikitori.config.middleware.RequestIdMiddleware",
    "kikitori.config.middleware.ForwardedMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kikitori.config.middleware.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kikitori.config.door_language.DoorLanguageMiddleware",
    "kikitori.config.method_page.MethodPageMiddleware",
    "kikitori.config.hostile_input.HostileInputMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kikitori.config.middleware.TransactionMiddleware",  # last: the view runs inside its transaction
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kikitori.interfaces.look.context.appearance",
                "kikitori.interfaces.desk.frame.desk_frame",
            ],
        },
    }
]

FORM_RENDERER = "kikitori.interfaces.look.forms.LookRenderer"

DATABASES = django_databases(ENVIRONMENT)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "records.Staff"
LOGIN_URL = "/desk/sign-in/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

PROCRASTINATE_IMPORT_PATHS = ["kikitori.config.schedule"]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None

LOGGING = logging_settings(ENVIRONMENT.log)

LANGUAGE_CODE = "ja"
# What complainants may choose; the desk speaks the languages of the staff (door_language.py).
LANGUAGES = languages()
STAFF_LANGUAGES = OF_STAFF
_locale.LANG_INFO |= {each.code: language_info(each) for each in further()}
LOCALE_PATHS = [FOLDER]
USE_I18N = True
USE_TZ = True
TIME_ZONE = ENVIRONMENT.time_zone

# What brakes guessing is counted here, so it lives where every process of the site counts from one figure.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kikitori_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

SESSION_ENGINE = "kikitori.config.sessions"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
# Cookies know no ports: two sites on one machine (the demo) would sign each other's people out.
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"session-{ENVIRONMENT.port}", f"csrf-{ENVIRONMENT.port}"
if ENVIRONMENT.is_secure:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-language"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # no-referrer would break the CSRF check over https
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "kikitori.config.errors.form_refused"

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data / "static" if ENVIRONMENT.static == "hashed" else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if ENVIRONMENT.static == "hashed"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = ENVIRONMENT.static == "plain"
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = ENVIRONMENT.data / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

DATA_UPLOAD_MAX_MEMORY_SIZE = FORM_LIMIT
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20
