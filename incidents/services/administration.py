"""Services, tags and the severity policy: data that administrators edit."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from incidents.models import Service, Severity, Tag
from people.choices import AuditKind
from people.models import AuditEntry, User
from web.slugs import free_slug


@transaction.atomic
def save_service(service: Service, *, by: User, at: datetime | None = None) -> Service:
    """Add a service or keep what was changed of it; a new one gets its slug here, and keeps it."""
    if not service.slug:
        service.slug = free_slug(Service.objects.all(), service.name, length=50, nameless="unnamed")
    _save(service, f"service {service.name}", by=by, at=at)
    return service


@transaction.atomic
def save_tag(tag: Tag, *, by: User, at: datetime | None = None) -> Tag:
    """Add a tag or keep what was changed of it; a new one gets its slug here, and keeps it."""
    if not tag.slug:
        tag.slug = free_slug(Tag.objects.all(), tag.name, length=50, nameless="unnamed")
    _save(tag, f"tag {tag.name}", by=by, at=at)
    return tag


@transaction.atomic
def save_severity(severity: Severity, *, by: User, at: datetime | None = None) -> Severity:
    """Keep a changed level of the severity policy. It speaks of every incident of that level from now on."""
    _save(severity, f"severity {severity.name}", by=by, at=at)
    return severity


@transaction.atomic
def tags_named(names: Iterable[str], *, kind: str) -> list[Tag]:
    """Return the tags of these names, whatever their case, and make those that are new as `kind`."""
    said = (" ".join(name.split()) for name in names)
    wanted = {name.lower(): name for name in said if name}
    if not wanted:
        return []
    matches = Q(pk__in=[])
    for name in wanted.values():
        matches |= Q(name__iexact=name)
    found = {tag.name.lower(): tag for tag in Tag.objects.filter(matches)}
    for key, name in wanted.items():
        if key not in found:
            found[key] = Tag.objects.create(
                name=name, slug=free_slug(Tag.objects.all(), name, length=50, nameless="unnamed"), kind=kind
            )
    return [found[key] for key in wanted]


def _save(row: models.Model, about: str, *, by: User, at: datetime | None) -> None:
    fields: dict[str, Any] = {}
    details = {} if row.pk else {"created": True}
    if row.pk:
        fields["update_fields"] = [field.name for field in row._meta.concrete_fields if not field.primary_key]  # noqa: SLF001
    row.save(**fields)
    AuditEntry.objects.create(
        kind=AuditKind.SETTINGS_CHANGED, by=by, at=at or timezone.now(), about=about[:120], details=details
    )
