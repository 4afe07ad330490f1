from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from notifications.services import enqueue_message
        from people.outgoing import register_outbox

        register_outbox(enqueue_message)
