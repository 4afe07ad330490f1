"""The rows that measures count: each kind is looked at once for all measures that count it.

SQL written by hand, ours alone. It may use the parameters `begins` and `ends` (the month, instants), `looks_back`
(the first instant of the oldest cohort), `today` (the day on which figures are taken), `quiet_critical` and so on
(of an action of that priority that moved on that day or before nothing was heard for long), `hidden` (incidents the reader may not see) and `teams` (a circle's).
"""

from dataclasses import dataclass

from reviews.scope import ACTIONS_IN_SQL, INCIDENTS_IN_SQL

_ONE_INCIDENT = "'{}'::bigint[]"
_THE_MONTH = "%(begins)s::date"


@dataclass(frozen=True)
class Source:
    """One kind of row, from one look at its tables.

    `incident` is what a row hangs on, `also` are further incidents it tells of; `unseen` is the condition that leaves
    out what the reader may not see, `of_month` the month a row is told of. `team` is whose a row is, of an action.
    """

    rows: str
    incident: str
    where: str
    of_month: str = _THE_MONTH
    also: str = _ONE_INCIDENT
    others_seen: str = "true"
    team: str = ""

    @property
    def unseen(self) -> str:
        """The condition that leaves out what the reader may not see."""
        return f"NOT {self.incident} = ANY(%(hidden)s::bigint[]) AND {self.others_seen}"

    @property
    def of_circle(self) -> str:
        """The condition that keeps to what is a circle's."""
        said = ACTIONS_IN_SQL if self.team else INCIDENTS_IN_SQL
        return said.format(incident=self.incident, team=self.team)


@dataclass(frozen=True)
class Part:
    """What one measure counts among the rows of one source.

    `counted` and `of` are conditions: the numerator and the denominator are how many rows meet them. With `days`, the
    rows that meet `of` are put in order by that number, and the middle one is the figure.
    """

    source: Source
    counted: str = "true"
    of: str = "true"
    days: str = ""


# Looked up once for all documents: asked document by document, each would be held against all that is hidden.
_OTHERS_SEEN = (
    "d.id NOT IN (SELECT o.postmortem_id FROM postmortems_postmortemincident o "
    "WHERE o.incident_id = ANY(%(hidden)s::bigint[]))"
)
_OTHERS = "ARRAY(SELECT o.incident_id FROM postmortems_postmortemincident o WHERE o.postmortem_id = d.id)::bigint[]"


def _documents(at: str) -> Source:
    # What was imported counts in no measure of writing.
    return Source(
        rows="postmortems_postmortem d JOIN incidents_incident i ON i.id = d.lead_incident_id "
        "LEFT JOIN incidents_severity s ON s.id = i.severity_id",
        incident="d.lead_incident_id",
        also=_OTHERS,
        others_seen=_OTHERS_SEEN,
        where=f"NOT d.is_imported AND d.{at} >= %(begins)s AND d.{at} < %(ends)s",
    )


COMMITTED = Source(
    rows="actions_action a",
    incident="a.incident_id",
    team="a.team_id",
    # An imported action counts once somebody here has committed to it.
    where="a.committed_at >= %(looks_back)s AND a.committed_at < %(ends)s AND a.status <> 'wont_do'",
    of_month="date_trunc('month', a.committed_at AT TIME ZONE 'UTC')::date",
)
_CHANGES_THE_SYSTEM = (
    "a.status = 'done' AND a.committed_at IS NOT NULL AND a.kind IN ('prevent', 'detect', 'mitigate', 'recover')"
)
HELD = Source(
    rows="actions_action a",
    incident="a.incident_id",
    team="a.team_id",
    where=f"a.verified_at >= %(begins)s AND a.verified_at < %(ends)s AND {_CHANGES_THE_SYSTEM}",
)
NOT_KNOWN_TO_HOLD = Source(
    rows="actions_action a",
    incident="a.incident_id",
    team="a.team_id",
    where=f"a.settled_at >= %(begins)s AND a.settled_at < %(ends)s AND a.verified_at IS NULL AND {_CHANGES_THE_SYSTEM}",
)
OPEN = Source(
    rows="actions_action a",
    incident="a.incident_id",
    team="a.team_id",
    where="a.status IN ('todo', 'in_progress')",
)
HAPPENED = Source(
    rows="incidents_incident i LEFT JOIN incidents_severity s ON s.id = i.severity_id",
    incident="i.id",
    where="NOT i.is_imported AND i.happened_at >= %(begins)s AND i.happened_at < %(ends)s",
)
REPEATED = Source(
    # The month's incidents first, and for each the first word that stands: one that repeats several counts once.
    rows="incidents_incident i CROSS JOIN LATERAL (SELECT r.of_id FROM incidents_repeat r "
    "WHERE r.incident_id = i.id AND r.withdrawn_at IS NULL ORDER BY r.id LIMIT 1) r",
    incident="i.id",
    also="ARRAY[r.of_id]::bigint[]",  # whoever may not see the earlier one is not told that this one repeats it
    others_seen="NOT r.of_id = ANY(%(hidden)s::bigint[])",
    where="NOT i.is_imported AND i.happened_at >= %(begins)s AND i.happened_at < %(ends)s",
)
DRAFTED = _documents("review_asked_at")
PUBLISHED = _documents("published_at")

READ = Source(
    rows="reviews_teamreading r JOIN postmortems_postmortem d ON d.id = r.postmortem_id",
    incident="d.lead_incident_id",
    also=_OTHERS,
    others_seen=_OTHERS_SEEN,
    where="r.first_day = %(begins)s::date AND NOT d.is_imported "
    "AND d.published_at >= %(begins)s AND d.published_at < %(ends)s",
)

READ_ELSEWHERE = (
    "EXISTS (SELECT 1 FROM reviews_teamreading r WHERE r.postmortem_id = d.id AND r.first_day = %(begins)s::date "
    "AND r.team_id NOT IN (SELECT t.team_id FROM incidents_incident_teams t WHERE t.incident_id = i.id))"
)
"""Whether a team has read it in the month that was not part of the incident."""

HAS_DOCUMENT = (
    "(EXISTS (SELECT 1 FROM postmortems_postmortem d WHERE d.lead_incident_id = i.id AND d.status = 'published')"
    " OR EXISTS (SELECT 1 FROM postmortems_postmortemincident o JOIN postmortems_postmortem d ON d.id = o.postmortem_id"
    " WHERE o.incident_id = i.id AND d.status = 'published'))"
)


BEGINNING_KNOWN = "(i.began_at IS NOT NULL OR i.detected_at IS NOT NULL)"
"""Where nobody knows when it began or was noticed, days from then on would be a guess."""


def day_begins(day: str) -> str:
    """The first instant of a day in UTC. Instants are held against it as they are: none has to be made a day of."""
    return f"(({day})::timestamp AT TIME ZONE 'UTC')"


def in_order(at: str) -> str:
    """The condition that a document was not there before its incident."""
    return f"d.{at} >= i.happened_at"


def days_until(at: str) -> str:
    """Whole days from an incident to what became of its document."""
    return f"floor(extract(epoch FROM d.{at} - i.happened_at) / 86400)::int"


def working_days_until(at: str) -> str:
    """Monday to Friday after the day of the incident, up to and with the day it was done; holidays are not known."""
    return f"({_working_days_to(f'd.{at}')} - {_working_days_to('i.happened_at')})"


def _working_days_to(moment: str) -> str:
    days = f"(({moment} AT TIME ZONE 'UTC')::date - DATE '1970-01-05')"  # a Monday
    return f"({days} / 7 * 5 + least({days} %% 7, 4))"
