from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        """Take the messages of apps below. Models are loaded by now."""
        from notifications.services import enqueue_message  # noqa: PLC0415
        from people.outgoing import register_outbox  # noqa: PLC0415

        register_outbox(enqueue_message)
