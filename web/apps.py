"""HTTP plumbing and the look: no models."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class WebConfig(AppConfig):
    name = "web"

    def ready(self) -> None:
        """Have every connection plan what is prepared on it once."""
        from web.statements import plan_once  # noqa: PLC0415

        connection_created.connect(plan_once)
