"""The closed months as an Atom feed, for one person: what their digest says, without what waits for them."""

import uuid
from datetime import datetime
from functools import partial

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from reviews.digest import digest_for
from reviews.models import ClosedMonth, ReviewFeed
from reviews.months import Month

MONTHS = 12

_named = partial(uuid.uuid5, uuid.UUID("6f0f2f0e-6a0c-4d52-9b0f-6b1a3c3b7b7e"))
"""Ids are made of what never changes, neither with the feed's address nor with the site's."""


def feed_of_months(feed: ReviewFeed, *, address: str) -> bytes:
    """Write the feed of its owner, as of what they may see today. The same facts and rights are the same bytes."""
    person = feed.person
    atom = _Feed(
        title="The monthly review",
        link=settings.SITE_URL + reverse("reviews:month"),
        description="",
        author_name="Second Story",
        feed_url=address,
        feed_guid=_named(f"feed of {person.pk}, here since {person.date_joined.isoformat()}").urn,
        language="en",
        changed_at=feed.changed_at,
    )
    for closed in ClosedMonth.objects.defer("facts").filter(circle=None).order_by("-first_day")[:MONTHS]:
        digest = digest_for(closed, person)
        atom.add_item(
            title=f"What we learned in {Month.of(closed.first_day).words}",
            link=digest.url,
            description=render_to_string("reviews/feed_entry.html", {"digest": digest}),
            unique_id=_named(f"month {closed.pk}, closed at {closed.closed_at.isoformat()}").urn,
            pubdate=closed.closed_at,
            updateddate=closed.closed_at,
        )
    return atom.writeString("utf-8").encode()


class _Feed(Atom1Feed):
    """Django's, which would say "updated now" of a feed in which nothing stands yet."""

    def latest_post_date(self) -> datetime:
        latest: datetime = max((item["updateddate"] for item in self.items), default=self.feed["changed_at"])
        return latest
