"""Who may have the messages."""

from notifications.choices import Subscription
from notifications.links import unsubscribe_link
from notifications.models import Message
from tests.access.people import ADMINISTRATORS, EVERYBODY, PUBLIC
from tests.access.world import World


def furnish(world: World) -> None:
    """Owe Alice a message."""
    world.more["message"] = Message.objects.create(
        kind="account", key="access", message_id="<access@test>", recipient=world.alice, subject="Yours"
    )


ACCESS = [
    (
        "notifications:unsubscribe",
        lambda world: {"token": unsubscribe_link(world.alice, Subscription.DIGEST).rstrip("/").rpartition("/")[2]},
        PUBLIC,
    ),
    ("notifications:inbox", None, EVERYBODY),
    (
        "notifications:message",
        lambda world: {"pk": world.more["message"].pk},
        {"alice": 200, "bob": 404, "charlie": 404, "anonymous": 302, "admin": 404},
    ),
    ("notifications:outbox", None, ADMINISTRATORS),
    (
        "notifications:retry",
        lambda world: {"pk": world.more["message"].pk},
        {"alice": 403, "bob": 403, "charlie": 403, "anonymous": 302, "admin": 405},
    ),
]
