from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"

    def ready(self) -> None:
        from notifications.choices import MessageKind  # noqa: PLC0415 - models must be loaded first
        from notifications.composing import register_composer  # noqa: PLC0415
        from reviews.mails import compose_digest  # noqa: PLC0415

        register_composer(MessageKind.DIGEST, compose_digest)
