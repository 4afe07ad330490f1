from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        """Take the messages of apps below. Models are loaded by now."""
        from notifications.account_mail import COMPOSERS  # noqa: PLC0415
        from notifications.composing import register_composer  # noqa: PLC0415
        from notifications.services import enqueue_message, look_again_at_resting  # noqa: PLC0415
        from people.outgoing import register_hours_changed, register_outbox  # noqa: PLC0415

        register_outbox(enqueue_message)
        register_hours_changed(look_again_at_resting)
        for kind, composer in COMPOSERS.items():
            register_composer(kind, composer)
