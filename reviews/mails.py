"""The digest mail: the month's page, short."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from actions.permissions import actions_visible_to
from notifications.choices import Subscription
from notifications.composing import Composed, Skip
from notifications.links import unsubscribe_headers, unsubscribe_link
from notifications.models import Message
from reviews.months import Month
from reviews.queries import month_page


def compose_digest(message: Message) -> Composed | Skip:
    """Write the digest of a month for its receiver, as of what they may see now.

    Restricted incidents are left out even for those named on them: a mail is read on many screens.
    """
    person = message.recipient
    if person is None or not person.wants_digest:
        return Skip("The monthly digest is switched off.")
    month = Month.parse(message.refers_to["month"])
    page = month_page(person, month, today=timezone.now().date())
    subject = f"What we learned in {month.words}"
    link = unsubscribe_link(person, Subscription.DIGEST)
    context = {
        "subject": subject,
        "unsubscribe_url": link,
        "person": person,
        "month": month,
        "url": settings.SITE_URL + reverse("reviews:past_month", args=[month]),
        "published": [
            (document.lead_incident, settings.SITE_URL + document.get_absolute_url())
            for document in page.published
            if not document.lead_incident.is_restricted
        ],
        "near_misses": [
            (incident, settings.SITE_URL + incident.get_absolute_url())
            for incident in page.near_misses
            if not incident.is_restricted
        ],
        "measures": page.measures,
        "open_actions": page.open_actions,
        "waits_for_me": actions_visible_to(person).open().filter(owner=person).count(),
        "actions_url": f"{settings.SITE_URL}{reverse('actions:list')}?view=mine",
    }
    return Composed(
        subject=subject,
        text=render_to_string("emails/digest.txt", context),
        html=render_to_string("emails/digest.html", context),
        headers=unsubscribe_headers(link),
    )
