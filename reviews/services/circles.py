"""Circles: which teams hold one monthly review together."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from people.choices import AuditKind
from people.models import Team, User
from people.services.audit import record_act
from reviews.models import Circle


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
        circle = Circle.objects.create(name=name, slug=_free_slug(name), chair=chair)
    else:
        circle.name, circle.chair, circle.is_active = name, chair, is_active
        circle.save(update_fields=["name", "chair", "is_active"])
    circle.teams.set(teams)
    names = sorted(circle.teams.values_list("name", flat=True))
    details = {"created": is_new, "teams": names, "chair": str(chair) if chair else None, "in use": is_active}
    record_act(AuditKind.SETTINGS_CHANGED, by=by, about=f"circle {name}", details=details, at=at)
    return circle


def _free_slug(name: str) -> str:
    base = slugify(name)[:70] or "circle"
    taken = set(Circle.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
