"""Who may have the page behind "Send me fewer of these": whoever holds its signed link."""

from notifications.choices import Subscription
from notifications.links import unsubscribe_link
from tests.access.world import World

HOLDERS = {"alice": 200, "bob": 200, "charlie": 200, "anonymous": 200}


def _token(world: World) -> str:
    return unsubscribe_link(world.alice, Subscription.DIGEST).rstrip("/").rpartition("/")[2]


ACCESS = [("notifications:unsubscribe", lambda world: {"token": _token(world)}, HOLDERS)]
