"""The digest mail: the closed month, short. And the minutes, for those who were not there."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from incidents.permissions import restricted_incident_ids
from notifications.choices import Subscription
from notifications.composing import Composed, Skip
from notifications.links import unsubscribe_headers, unsubscribe_link
from notifications.models import Message
from people.models import User
from reviews.minutes import Minutes
from reviews.models import ClosedMonth, Meeting, Waiting
from reviews.months import Month
from reviews.queries import closed_month, facts_kept, worth_reading


def compose_digest(message: Message) -> Composed | Skip:
    """Write the digest of a closed month for its receiver, as of what they may see now.

    Restricted incidents are left out even for those named on them: a mail is read on many screens.
    """
    person = message.recipient
    if person is None or not person.wants_digest:
        return Skip("The monthly digest is switched off.")
    month = Month.parse(message.refers_to["month"])
    closed = closed_month(month)
    if closed is None:
        return Skip("Nothing was kept of this month.")
    link = unsubscribe_link(person, Subscription.DIGEST)
    subject = f"What we learned in {month.words}"
    context = digest_context(closed, person) | {"subject": subject, "unsubscribe_url": link, "person": person}
    return Composed(
        subject=subject,
        text=render_to_string("emails/digest.txt", context),
        html=render_to_string("emails/digest.html", context),
        headers=unsubscribe_headers(link),
    )


def digest_context(closed: ClosedMonth, person: User) -> dict[str, Any]:
    """Return what the digest of a closed month says to one person: kept facts and their rights today, nothing else."""
    month = Month.of(closed.first_day)
    hidden = frozenset(restricted_incident_ids())
    facts = facts_kept(closed, hidden=sorted(hidden))
    team_names = list(person.teams.order_by("name").values_list("name", flat=True))
    kept = Waiting.objects.filter(closed=closed, person=person).first()
    waiting = [row for row in kept.items if row["incident"] not in hidden] if kept else []
    worth = worth_reading(facts.listing, team_names)
    return {
        "month": month,
        "url": settings.SITE_URL + reverse("reviews:past_month", args=[month]),
        "worth": [(row, why, settings.SITE_URL + row.document_url) for row, why in worth],
        "published": [
            (row, settings.SITE_URL + row.document_url)
            for row in facts.listing.published
            if row not in [chosen for chosen, _ in worth]
        ],
        "near_misses": [(row, settings.SITE_URL + row.url) for row in facts.listing.near_misses],
        "measures": [told.measure for told in facts.measures],
        "pile": facts.pile,
        "waiting": [
            {
                "public_number": f"AI-{row['number']}",
                "title": row["title"],
                "due_on": row["due_on"],
                "url": settings.SITE_URL + reverse("actions:detail", args=[row["number"]]),
            }
            for row in waiting[:10]
        ],
        "more_waiting": max(len(waiting) - 10, 0),
        "actions_url": f"{settings.SITE_URL}{reverse('actions:list')}?view=mine",
    }


def compose_minutes(message: Message) -> Composed | Skip:
    """Write the minutes of a closed meeting for somebody who was not there; restricted incidents are left out."""
    person = message.recipient
    if person is None or not person.wants_digest:
        return Skip("Mail about the monthly review is switched off.")
    meeting = Meeting.objects.select_related("circle").filter(pk=message.refers_to.get("meeting")).first()
    if meeting is None or meeting.minutes is None:
        return Skip("The meeting has no minutes.")
    link = unsubscribe_link(person, Subscription.DIGEST)
    context = {
        "subject": f"{meeting}: what was decided",
        "unsubscribe_url": link,
        "minutes": Minutes.from_json(meeting.minutes).without(restricted_incident_ids()),
        "site": settings.SITE_URL,
        "url": settings.SITE_URL + meeting.addresses["minutes"],
    }
    return Composed(
        subject=str(context["subject"]),
        text=render_to_string("emails/minutes.txt", context),
        html=render_to_string("emails/minutes.html", context),
        headers=unsubscribe_headers(link),
    )
