"""What waited for each person when a month was closed: kept once, told to them alone.

A digest asks for nothing of the day it is written on, so it is the same whenever that is; what waits now stands on the
person's own page, to which it leads.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection
from django.utils.formats import date_format

from reviews.choices import WaitingKind
from reviews.models import ClosedMonth, MonthWaiting
from web.addresses import address_of

_OF_DOCUMENTS = {WaitingKind.REVIEW: "postmortems:review", WaitingKind.DRAFT: "postmortems:detail"}

# What one's own page lists of actions and documents, for everybody at once and in its order: within a kind by the
# moment since which it waits or by the day it is planned for. Rows are numbered as they are put in.
_KEEP = """
INSERT INTO reviews_monthwaiting (closed_id, person_id, kind, incident_id, also, number, title, due_on)
SELECT %(closed)s, w.person, w.kind, w.incident, w.also, w.number, w.title, w.due_on
FROM (
    SELECT 1 AS place, 'offer' AS kind, h.to_id AS person, a.incident_id AS incident, '{}'::bigint[] AS also,
           a.number, a.title, NULL::date AS due_on, h.offered_at AS since, h.id
    FROM actions_handover h JOIN actions_action a ON a.id = h.action_id
    WHERE h.answer = 'offered' AND a.status IN ('todo', 'in_progress') AND h.owner_id IS NOT DISTINCT FROM a.owner_id
    UNION ALL
    SELECT 2, 'review', r.reviewer_id, d.lead_incident_id, {others}, i.number, i.title, NULL, r.asked_at, r.id
    FROM postmortems_review r JOIN postmortems_postmortem d ON d.id = r.postmortem_id
    JOIN incidents_incident i ON i.id = d.lead_incident_id
    WHERE r.answer = 'asked' AND d.status = 'in_review'
    UNION ALL
    SELECT 3, 'action', a.owner_id, a.incident_id, '{}', a.number, a.title, a.due_on, NULL, a.id
    FROM actions_action a WHERE a.status IN ('todo', 'in_progress') AND a.owner_id IS NOT NULL
    UNION ALL
    SELECT 4, 'verdict', a.owner_id, a.incident_id, '{}', a.number, a.title, a.due_on, NULL, a.id
    FROM actions_action a WHERE a.status = 'done' AND a.verify_on <= %(today)s AND a.owner_id IS NOT NULL
    UNION ALL
    SELECT 5, 'draft', d.facilitator_id, d.lead_incident_id, {others}, i.number, i.title, NULL, d.created_at, d.id
    FROM postmortems_postmortem d JOIN incidents_incident i ON i.id = d.lead_incident_id
    WHERE d.status <> 'published' AND d.facilitator_id IS NOT NULL
) w
WHERE w.person IN (SELECT p.id FROM people_user p WHERE p.is_active)
ORDER BY w.place, w.since, w.due_on, w.id""".replace(
    "{others}",
    "ARRAY(SELECT o.incident_id FROM postmortems_postmortemincident o WHERE o.postmortem_id = d.id)::bigint[]",
)


@dataclass(frozen=True)
class WaitingRow:
    """Something that waited for the reader: its reference, title and address, and what was asked."""

    public_number: str
    title: str
    url: str
    words: str = ""


def keep_waiting(closed: ClosedMonth, *, today: date) -> int:
    """Write down what waits for everybody with the month that is being closed; returns how many rows."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, {"closed": closed.pk, "today": today})
        return int(cursor.rowcount)


def waited_for(person: int, closed: int, *, hidden: Collection[int]) -> list[WaitingRow]:
    """What waited for this person when the month was closed, without what is hidden today; one statement."""
    gone = frozenset(hidden)
    rows = MonthWaiting.objects.filter(closed=closed, person=person)
    return [_told(row) for row in rows if gone.isdisjoint((row.incident_id, *row.also))]


def _told(row: MonthWaiting) -> WaitingRow:
    kind = WaitingKind(row.kind)
    if kind in _OF_DOCUMENTS:
        url = settings.SITE_URL + address_of(_OF_DOCUMENTS[kind], row.number)
        return WaitingRow(f"INC-{row.number}", row.title, url, kind.label)
    words = kind.label
    if kind == WaitingKind.ACTION:
        words = f"planned for {date_format(row.due_on, 'j M Y')}" if row.due_on else ""
    return WaitingRow(
        f"AI-{row.number}", row.title, settings.SITE_URL + address_of("actions:detail", row.number), words
    )
