"""What is said of somebody's actions before they are deactivated."""

from django.template.defaultfilters import pluralize

from actions.permissions import actions_visible_to
from people.models import User


def say_what_is_orphaned(leaver: User, reader: User) -> str:
    """Count the leaver's open actions; of incidents that the reader may see alone."""
    count = actions_visible_to(reader).open().filter(owner=leaver).count()
    return f"{count} open action{pluralize(count)} would become orphaned." if count else ""
