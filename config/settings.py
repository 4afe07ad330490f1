"""Settings of Second Story: one file, read from the environment, closed by default.

Everything an operator may set is listed in docs/operations.md. Unset, Postgres
and Redis are the embedded ones that `manage.py up` drives below SECOND_STORY_HOME.
"""

from pathlib import Path

from config import embedded
from config.environment import database_settings, env_flag, env_list, env_number, env_text, mail_settings

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = Path(env_text("SECOND_STORY_HOME", str(BASE_DIR / "var"))).resolve()

# --- what kind of machine this is ---------------------------------------------------------
PRODUCTION = env_flag("SECOND_STORY_PRODUCTION", default=False)
DEBUG = env_flag("DEBUG", default=False)
SECRET_KEY = env_text("SECRET_KEY") or embedded.secret_key(HOME, required=PRODUCTION)
NOTED = {} if PRODUCTION else embedded.noted_settings(HOME)  # by a running `up`, for what its environment does not say
SITE_URL = env_text("SITE_URL") or (
    f"http://127.0.0.1:{env_text('PORT')}" if env_text("PORT") else NOTED.get("SITE_URL", "http://127.0.0.1:8000")
)
SITE_URL = SITE_URL.rstrip("/")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

# --- applications, in the direction of imports: the upper may import the lower -------------
INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "reviews.apps.ReviewsConfig",
    "postmortems.apps.PostmortemsConfig",
    "actions.apps.ActionsConfig",
    "incidents.apps.IncidentsConfig",
    "notifications.apps.NotificationsConfig",
    "people.apps.PeopleConfig",
    "collab.apps.CollabConfig",
    "web.apps.WebConfig",
    "allauth",
    "allauth.account",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "web.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "people.middleware.FirstRunMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "web.middleware.HtmxSignInMiddleware",
    "people.middleware.ReadersTimeZoneMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials", "web.templatetags.web"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

FORM_RENDERER = "web.widgets.QuickRenderer"

# --- where data lives ----------------------------------------------------------------------
DATABASES = {"default": database_settings(env_text("DATABASE_URL") or embedded.database_url(HOME))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env_text("REDIS_URL") or embedded.redis_url(HOME)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

# --- people ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.sessions.SignIn"]
SESSION_ENGINE = "people.sessions"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can sign up, so there is nothing to tell them
ACCOUNT_FORMS = {
    "login": "people.forms.SignInForm",
    "reset_password": "people.forms.AskForResetForm",
    "reset_password_from_key": "people.forms.ResetForm",
    "user_token": "people.forms.ResetTokenForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if PRODUCTION else 0  # rate limits count by address; the proxy's is not one
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- mail: what is owed lives in the outbox; this is only how it leaves ---------------------
EMAIL_CONNECTION = mail_settings(env_text("EMAIL_URL", NOTED.get("EMAIL_URL", "")))
OUTBOX_LEASE_SECONDS = env_number("OUTBOX_LEASE_SECONDS", 300)  # how long one worker may take over one message
DEFAULT_FROM_EMAIL = env_text("MAIL_FROM", NOTED.get("MAIL_FROM", "Second Story <second-story@localhost>"))

# --- trackers ------------------------------------------------------------------------------------
TRACKERS_AT_PRIVATE_ADDRESSES = env_flag("TRACKERS_AT_PRIVATE_ADDRESSES", default=False)

# --- words, times, static files ---------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = Path(env_text("STATIC_ROOT") or embedded.static_root(BASE_DIR, HOME))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "web.static_files.HouseStaticFiles"},
}
MEDIA_ROOT = HOME / "attachments"

# --- security -----------------------------------------------------------------------------------
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
SECURE_HSTS_SECONDS = 31_536_000 if SITE_URL.startswith("https://") else 0
SECURE_REFERRER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # frame-ancestors in our Content-Security-Policy says the same, and more
    "security.W005",  # whether every name below the domain speaks TLS is its owner's to say,
    "security.W021",  # and so is asking browsers to keep that in their lists
    "security.W008",  # the proxy redirects to https, before us
]

# --- what operators read when something breaks -------------------------------------------------
LOGGING = {  # beside Django's own, which outside DEBUG tells nobody of an error in a page
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"links": {"()": "web.logs.HideSignedLinks"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["links"]}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},  # a 404 is an answer, not an error
    },
}

# --- work in the background ----------------------------------------------------------------------
CELERY_BROKER_URL = embedded.celery_url(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
