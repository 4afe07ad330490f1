"""Incidents alike that nobody would ask about one by one: small ones as the policy counts them, and near misses."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from incidents.choices import IncidentKind
from reviews.models import Circle
from reviews.months import Month

NEAR_MISSES, NEAR_MISS_DAYS = 2, 90
"""So many near misses of one service within so many days are worth a look together."""

SHOWN, AT_MOST = 12, 12

# Alike: the same service, kind and severity. A group is told in a month that added to it.
STATEMENT = """
SELECT s.name, i.kind, max(v.name), count(*), max(least), max(days),
       array_agg(i.id ORDER BY i.happened_at DESC, i.id DESC)
FROM incidents_incident i
JOIN incidents_incident_services x ON x.incident_id = i.id
JOIN incidents_service s ON s.id = x.service_id
LEFT JOIN incidents_severity v ON v.id = i.severity_id
CROSS JOIN LATERAL (SELECT
    CASE WHEN i.kind = %(near)s THEN %(near_count)s ELSE v.pattern_count END AS least,
    CASE WHEN i.kind = %(near)s THEN %(near_days)s ELSE v.pattern_days END AS days) p
WHERE NOT i.is_imported AND i.kind <> %(unknown)s AND i.id <> ALL (%(hidden)s)
  AND least IS NOT NULL AND i.happened_at < %(ends)s AND i.happened_at >= %(ends)s - make_interval(days => days)
  AND (%(teams)s::bigint[] IS NULL OR EXISTS (
      SELECT FROM incidents_incident_teams t WHERE t.incident_id = i.id AND t.team_id = ANY (%(teams)s::bigint[])))
GROUP BY s.id, s.name, i.kind, CASE WHEN i.kind = %(near)s THEN NULL ELSE i.severity_id END
HAVING count(*) >= max(least) AND max(i.happened_at) >= %(begins)s
ORDER BY count(*) DESC, s.name, i.kind
LIMIT %(at_most)s
"""


@dataclass(frozen=True)
class Found:
    """A group of incidents alike, newest first, by their ids."""

    service: str
    words: str
    least: int
    days: int
    incidents: tuple[int, ...]


def find_patterns(month: Month, *, hidden: Collection[int] = (), circle: Circle | None = None) -> list[Found]:
    """Find what is alike up to the end of a month, largest group first; two statements at most."""
    teams = list(circle.teams.values_list("pk", flat=True)) if circle is not None else None
    with connection.cursor() as cursor:
        cursor.execute(
            STATEMENT,
            {
                "near": IncidentKind.NEAR_MISS.value,
                "near_count": NEAR_MISSES,
                "near_days": NEAR_MISS_DAYS,
                "unknown": IncidentKind.UNKNOWN.value,
                "hidden": list(hidden),
                "begins": month.begins,
                "ends": month.ends,
                "teams": teams,
                "at_most": AT_MOST,
            },
        )
        rows = cursor.fetchall()
    found: list[Found] = []
    told: list[set[int]] = []
    for service, kind, severity, _, least, days, ids in rows:
        words = "near misses" if kind == IncidentKind.NEAR_MISS else f"{severity}, {IncidentKind(kind).label.lower()}"
        # An incident at two services would be told twice.
        if not any(set(ids) <= others for others in told):
            told.append(set(ids))
            found.append(Found(service, words, least, days, tuple(ids[: max(SHOWN, least)])))
    return found
