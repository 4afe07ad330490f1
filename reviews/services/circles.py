"""Circles: which teams hold one monthly review together."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from people.choices import AuditKind
from people.models import Team, User
from people.services.audit import record_act
from reviews.models import Circle
from web.slugs import free_slug


@transaction.atomic
def save_circle(
    circle: Circle | None,
    *,
    name: str,
    teams: Iterable[Team],
    chair: User | None,
    is_active: bool = True,
    by: User,
    at: datetime | None = None,
) -> Circle:
    """Make a circle or change one. Its address is made of its first name and stays, for links to old months."""
    is_new = circle is None
    if circle is None:
        circle = Circle.objects.create(
            name=name, slug=free_slug(Circle.objects.all(), name, length=70, nameless="circle"), chair=chair
        )
    else:
        circle.name, circle.chair, circle.is_active = name, chair, is_active
        circle.save(update_fields=["name", "chair", "is_active"])
    circle.teams.set(teams)
    names = sorted(circle.teams.values_list("name", flat=True))
    details = {"created": is_new, "teams": names, "chair": str(chair) if chair else None, "in use": is_active}
    record_act(AuditKind.SETTINGS_CHANGED, by=by, about=f"circle {name}", details=details, at=at)
    return circle
