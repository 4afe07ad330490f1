from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"

    def ready(self) -> None:
        """Hang the lessons on incidents, and say how the digest is written. Models are loaded by now."""
        from incidents.panels import register_panel  # noqa: PLC0415
        from notifications.choices import MessageKind  # noqa: PLC0415
        from notifications.composing import register_composer  # noqa: PLC0415
        from postmortems.beside import register_beside  # noqa: PLC0415
        from reviews.anniversary import load_beside_document  # noqa: PLC0415
        from reviews.mails import compose_digest, compose_minutes, compose_one_to_read  # noqa: PLC0415
        from reviews.panels import load_lessons_panel, load_month_note, load_reading_note  # noqa: PLC0415

        register_panel("lessons", "reviews/_lessons_panel.html", load_lessons_panel, order=60)
        register_beside("its month", "reviews/_month_note.html", load_month_note, order=50)
        register_beside("still true", "reviews/_beside_document.html", load_beside_document)
        register_beside("which teams read", "reviews/_reading_note.html", load_reading_note, order=200)
        register_composer(MessageKind.DIGEST, compose_digest)
        register_composer(MessageKind.MINUTES, compose_minutes)
        register_composer(MessageKind.ONE_TO_READ, compose_one_to_read)
