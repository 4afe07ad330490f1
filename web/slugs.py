"""The word in an address that a name is turned into."""

from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify


def free_slug(rows: QuerySet[Any], name: str, *, length: int, nameless: str) -> str:
    """Return a slug for the name that none of the rows has: `queue`, then `queue-2`. `nameless` where nothing is left."""
    stem = slugify(name)[:length] or nameless
    taken = set(rows.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug, n = stem, 1
    while slug in taken:
        n += 1
        slug = f"{stem}-{n}"
    return slug
