"""What the review mails: the digest, the minutes for those who were not there, and one to read a week."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from incidents.permissions import restricted_incident_ids
from notifications.choices import Subscription
from notifications.composing import Composed, Skip
from notifications.links import unsubscribe_headers, unsubscribe_link
from notifications.models import Message
from reviews.digest import TEMPLATE, digest_for
from reviews.minutes import Minutes
from reviews.models import Meeting
from reviews.months import Month
from reviews.one_to_read import candidates, readers_of, why
from reviews.queries import closed_month


def compose_digest(message: Message) -> Composed | Skip:
    """Write the digest of a closed month for its receiver, as of what they may see now."""
    person = message.recipient
    if person is None or not person.wants_digest:
        return Skip("The monthly digest is switched off.")
    month = Month.parse(message.refers_to["month"])
    closed = closed_month(month, bare=True)
    if closed is None:
        return Skip("Nothing was kept of this month.")
    link = unsubscribe_link(person, Subscription.DIGEST)
    subject = f"What we learned in {month.words}"
    digest = digest_for(closed, person)
    context = {"digest": digest, "subject": subject, "unsubscribe_url": link}
    return Composed(
        subject=subject,
        text=render_to_string("emails/digest.txt", context),
        html=render_to_string("emails/digest.html", context),
        headers={**unsubscribe_headers(link), "X-Digest-Template": str(TEMPLATE)},
        pictures=digest.pictures,
    )


def compose_one_to_read(message: Message) -> Composed | Skip:
    """Write to its receiver about the document chosen for their week, while everybody may still read it."""
    person = message.recipient
    if person is None or not person.wants_one_to_read:
        return Skip("“One to read” is switched off.")
    chosen = next(iter(candidates(at=timezone.now(), only=message.refers_to["postmortem"])), None)
    if chosen is None:
        return Skip("What was chosen is not for everybody any more.")
    incident = chosen.postmortem.lead_incident
    link = unsubscribe_link(person, Subscription.ONE_TO_READ)
    context = {
        "subject": f"One to read: {incident.title}",
        "unsubscribe_url": link,
        "incident": incident,
        "services": [name for name, _ in chosen.services],
        "why": why(chosen, readers_of([person])[person.pk])[1] or "it came out where you do not work",
        "url": settings.SITE_URL + chosen.postmortem.get_absolute_url(),
    }
    return Composed(
        subject=str(context["subject"]),
        text=render_to_string("emails/one_to_read.txt", context),
        html=render_to_string("emails/one_to_read.html", context),
        headers=unsubscribe_headers(link),
    )


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
