"""System checks: what a deployment can get wrong, said before the first request."""

from django.conf import settings
from django.core import checks

from config import embedded


@checks.register(checks.Tags.security, deploy=True)
def check_production(**_kwargs: object) -> list[checks.CheckMessage]:
    """Check what `manage.py check --deploy` is asked for: settings that only make sense on one machine."""
    found: list[checks.CheckMessage] = []
    if not settings.PRODUCTION:
        found.append(checks.Warning("SECOND_STORY_PRODUCTION is not set.", id="config.W001"))
    if not settings.SITE_URL.startswith("https://"):
        found.append(checks.Warning(f"SITE_URL is {settings.SITE_URL}, not https://.", id="config.W002"))
    if not settings.EMAIL_CONNECTION:
        hint = "Mail stays in the outbox, where its receivers can read it."
        found.append(checks.Warning("EMAIL_URL is not set.", hint=hint, id="config.W003"))
    return found


@checks.register(checks.Tags.database)
def check_own_servers(**_kwargs: object) -> list[checks.CheckMessage]:
    """Refuse production on the embedded servers, which nobody watches and nobody backs up."""
    if settings.PRODUCTION and str(embedded.socket_folder(settings.HOME)) in str(settings.DATABASES["default"]):
        return [checks.Error("DATABASE_URL must be set in production.", id="config.E001")]
    return []
