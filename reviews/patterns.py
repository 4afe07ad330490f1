"""Incidents alike that nobody would ask about one by one: small ones as the policy counts them, and near misses."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from incidents.choices import IncidentKind
from reviews.conditions import as_array
from reviews.models import Circle
from reviews.months import Month

NEAR_MISSES, NEAR_MISS_DAYS = 2, 90
"""So many near misses of one service within so many days are worth a look together."""

SHOWN, AT_MOST = 12, 12

# Alike: the same service, kind and severity. A group is told in a month that added to it. The longest time that anybody
# counts over is asked first: from then on the incidents are found by their moment, and no others are looked at.
STATEMENT = """
SELECT s.name, alike.kind, v.name, alike.least, alike.days, alike.ids
FROM (
    SELECT x.service_id, i.kind, i.severity_id, max(p.least) AS least, max(p.days) AS days, count(*) AS told,
           array_agg(i.id ORDER BY i.happened_at DESC, i.id DESC) AS ids
    FROM (
        SELECT id, kind, happened_at, CASE WHEN kind <> %(near)s THEN severity_id END AS severity_id
        FROM incidents_incident
        WHERE happened_at < %(ends)s AND happened_at >= %(ends)s - make_interval(days => (
            SELECT greatest(%(near_days)s, max(pattern_days)) FROM incidents_severity))
          AND NOT is_imported AND kind <> %(unknown)s AND id <> ALL (%(hidden)s::bigint[])
    ) i
    JOIN incidents_incident_services x ON x.incident_id = i.id
    JOIN (
        SELECT NULL AS id, %(near_count)s AS least, %(near_days)s AS days
        UNION ALL
        SELECT id, pattern_count, pattern_days FROM incidents_severity WHERE pattern_count IS NOT NULL
    ) p ON p.id = i.severity_id OR (p.id IS NULL AND i.kind = %(near)s)
    WHERE i.happened_at >= %(ends)s - make_interval(days => p.days)
      AND (%(teams)s::bigint[] IS NULL OR EXISTS (
          SELECT FROM incidents_incident_teams t WHERE t.incident_id = i.id AND t.team_id = ANY (%(teams)s::bigint[])))
    GROUP BY 1, 2, 3
    HAVING count(*) >= max(p.least) AND max(i.happened_at) >= %(begins)s
) alike
JOIN incidents_service s ON s.id = alike.service_id
LEFT JOIN incidents_severity v ON v.id = alike.severity_id
ORDER BY alike.told DESC, s.name, alike.kind
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
                "hidden": as_array(hidden),
                "begins": month.begins,
                "ends": month.ends,
                "teams": teams,
                "at_most": AT_MOST,
            },
        )
        rows = cursor.fetchall()
    found: list[Found] = []
    told: list[set[int]] = []
    for service, kind, severity, least, days, ids in rows:
        words = "near misses" if kind == IncidentKind.NEAR_MISS else f"{severity}, {IncidentKind(kind).label.lower()}"
        # An incident at two services would be told twice.
        if not any(set(ids) <= others for others in told):
            told.append(set(ids))
            found.append(Found(service, words, least, days, tuple(ids[: max(SHOWN, least)])))
    return found
