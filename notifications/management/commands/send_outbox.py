"""Send what is owed, as a worker does every minute."""

from typing import Any

from django.core.management.base import BaseCommand

from notifications.sending import send_outbox


class Command(BaseCommand):
    help = "Send the messages of the outbox that are owed now, and say how many."

    def handle(self, **_options: Any) -> None:
        self.stdout.write(str(send_outbox()))
