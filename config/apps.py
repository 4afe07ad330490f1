import gc

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        """Make our Celery application the one that `shared_task` binds to, and register the system checks.

        From here on rubbish is collected again (see `config`).
        """
        from config import celery, checks  # noqa: F401, PLC0415 - settings have to be there first

        # What has been read stays for good: it is not looked through again.
        gc.freeze()
        gc.enable()
