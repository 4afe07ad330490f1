"""The raw SQL beside the month's page and its digest: what their facts cost, written by hand.

Each statement knows the shape of the data, scans each table once at the most, and asks for no more rows than are
shown. There are no doors, templates or ORM in it; what the reader may not see is left out, as on the page.
`{only}` is where a circle's teams come in.
"""

_HIDDEN = (
    "(SELECT h.id FROM incidents_incident h WHERE h.is_restricted AND NOT EXISTS"
    " (SELECT 1 FROM incidents_incidentaccess x WHERE x.incident_id = h.id AND x.user_id = %(person)s))"
)
_CIRCLE = " AND {column} IN (SELECT t.incident_id FROM incidents_incident_teams t WHERE t.team_id = ANY(%(teams)s))"

COMMITTED = """
    SELECT date_trunc('month', committed_at AT TIME ZONE 'UTC'), count(*), count(*) FILTER (WHERE status = 'done'),
           count(*) FILTER (WHERE due_on < %(today)s),
           count(*) FILTER (WHERE status = 'done' AND due_on < %(today)s
                            AND (settled_at AT TIME ZONE 'UTC')::date <= due_on)
    FROM actions_action WHERE committed_at >= %(looks_back)s AND committed_at < %(ends)s AND status <> 'wont_do'
      AND incident_id NOT IN {hidden}{only} GROUP BY 1
"""
IMPROVED = """
    SELECT kind, count(*), count(*) FILTER (WHERE verified_at IS NOT NULL) FROM actions_action
    WHERE status = 'done' AND settled_at >= %(begins)s AND settled_at < %(ends)s AND committed_at IS NOT NULL
      AND kind IN ('prevent', 'detect', 'mitigate', 'recover') AND incident_id NOT IN {hidden}{only} GROUP BY 1
"""
PUBLISHED = """
    SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(day FROM d.published_at - i.happened_at)),
           count(*) FILTER (WHERE d.published_at < i.happened_at + s.publish_within * interval '1 day')
    FROM postmortems_postmortem d JOIN incidents_incident i ON i.id = d.lead_incident_id
    LEFT JOIN incidents_severity s ON s.id = i.severity_id
    WHERE d.published_at >= %(begins)s AND d.published_at < %(ends)s AND d.status = 'published' AND NOT d.is_imported
      AND i.id NOT IN {hidden}{only}
"""
DRAFTED = """
    SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(day FROM d.review_asked_at - i.happened_at))
    FROM postmortems_postmortem d JOIN incidents_incident i ON i.id = d.lead_incident_id
    WHERE d.review_asked_at >= %(begins)s AND d.review_asked_at < %(ends)s AND NOT d.is_imported
      AND i.id NOT IN {hidden}{only}
"""
HAPPENED = """
    SELECT count(*) FILTER (WHERE i.kind = 'near_miss'), count(*) FILTER (WHERE i.kind <> 'near_miss'),
           count(*) FILTER (WHERE i.kind <> 'near_miss' AND s.requires IN ('full', 'light')),
           count(*) FILTER (WHERE i.kind <> 'near_miss' AND s.requires IN ('full', 'light') AND d.status = 'published')
    FROM incidents_incident i LEFT JOIN incidents_severity s ON s.id = i.severity_id
    LEFT JOIN postmortems_postmortem d ON d.lead_incident_id = i.id
    WHERE i.happened_at >= %(begins)s AND i.happened_at < %(ends)s AND NOT i.is_imported
      AND i.id NOT IN {hidden}{only}
"""
PILE = """
    SELECT count(*), count(*) FILTER (WHERE committed_at > %(today)s - interval '30 days'),
           count(*) FILTER (WHERE committed_at > %(today)s - interval '90 days'),
           count(*) FILTER (WHERE committed_at > %(today)s - interval '180 days'),
           count(*) FILTER (WHERE due_on < %(today)s), count(*) FILTER (WHERE moved_at < %(today)s - interval '21 days'),
           count(*) FILTER (WHERE owner_id IS NULL OR owner_id IN (SELECT id FROM people_user WHERE NOT is_active))
    FROM actions_action WHERE status IN ('todo', 'in_progress') AND incident_id NOT IN {hidden}{only}
"""
_NAMES = """(SELECT array_agg(s.name) FROM incidents_incident_services x
              JOIN incidents_service s ON s.id = x.service_id WHERE x.incident_id = i.id),
           (SELECT array_agg(t.name) FROM incidents_incident_teams x
              JOIN people_team t ON t.id = x.team_id WHERE x.incident_id = i.id)"""
LISTED = (
    f"""SELECT i.number, i.title, v.level, v.name, d.published_at, {_NAMES}
    FROM postmortems_postmortem d JOIN incidents_incident i ON i.id = d.lead_incident_id
    LEFT JOIN incidents_severity v ON v.id = i.severity_id
    WHERE d.status = 'published' AND d.published_at >= %(begins)s AND d.published_at < %(ends)s AND NOT d.is_imported
      AND i.id NOT IN {{hidden}}{{only}} ORDER BY d.published_at DESC, d.id DESC LIMIT 40""",
    """WITH d AS MATERIALIZED (SELECT id, status, lead_incident_id FROM postmortems_postmortem
        WHERE status <> 'published' AND created_at < %(ends)s AND NOT is_imported)
    SELECT i.number, i.title, d.status, i.happened_at FROM d JOIN incidents_incident i ON i.id = d.lead_incident_id
    WHERE i.id NOT IN {hidden}{only} ORDER BY i.happened_at, d.id LIMIT 15""",
    f"""SELECT i.number, i.title, i.happened_at, {_NAMES} FROM incidents_incident i
    WHERE i.kind = 'near_miss' AND i.happened_at >= %(begins)s AND i.happened_at < %(ends)s AND NOT i.is_imported
      AND i.id NOT IN {{hidden}}{{only}} ORDER BY i.happened_at DESC, i.id DESC LIMIT 40""",
    """SELECT number, title, reasoning FROM actions_action
    WHERE status = 'wont_do' AND settled_at >= %(begins)s AND settled_at < %(ends)s
      AND incident_id NOT IN {hidden}{only} ORDER BY settled_at DESC, id DESC LIMIT 15""",
)
WAITING_FOR_A_WORD = (
    """SELECT a.number, a.title, a.due_on, a.status, u.display_name, t.name, i.number
    FROM actions_action a JOIN incidents_incident i ON i.id = a.incident_id
    LEFT JOIN people_user u ON u.id = a.owner_id LEFT JOIN people_team t ON t.id = a.team_id
    WHERE a.status IN ('todo', 'in_progress') AND a.due_on < %(today)s
      AND i.id NOT IN {hidden}{only} ORDER BY a.due_on, a.id LIMIT 15""",
    """SELECT a.number, a.title, a.due_on, a.status, u.display_name, t.name, i.number
    FROM actions_action a JOIN incidents_incident i ON i.id = a.incident_id
    LEFT JOIN people_user u ON u.id = a.owner_id LEFT JOIN people_team t ON t.id = a.team_id
    WHERE a.status IN ('todo', 'in_progress') AND a.moved_at < %(today)s - interval '20 days'
      AND (a.due_on >= %(today)s OR a.due_on IS NULL)
      AND i.id NOT IN {hidden}{only} ORDER BY a.moved_at, a.id LIMIT 15""",
    """SELECT l.text, i.number FROM reviews_lesson l JOIN incidents_incident i ON i.id = l.incident_id
    WHERE l.told_at >= %(begins)s AND l.told_at < %(ends)s AND i.id NOT IN {hidden}{only} ORDER BY l.told_at DESC""",
)


def _written(statements: tuple[str, ...], *, circle: bool) -> list[str]:
    found = []
    for statement in statements:
        column = "incident_id" if "FROM actions_action WHERE" in " ".join(statement.split()) else "i.id"
        only = _CIRCLE.format(column=column) if circle else ""
        found.append(statement.format(hidden=_HIDDEN, only=only))
    return found


def month_not_kept(*, circle: bool = False, running: bool = False) -> list[str]:
    """The facts of a month from the tables: its figures, its lists, and the pile where the month still runs."""
    sums = (COMMITTED, IMPROVED, PUBLISHED, DRAFTED, HAPPENED, *((PILE,) if running else ()))
    return _written((*sums, *LISTED, *WAITING_FOR_A_WORD), circle=circle)


def month_kept(*, circle: bool = False) -> list[str]:
    """A closed month: what was kept of it, what the tables say of it by now, and what waits for a word today."""
    return [*KEPT, *_written((IMPROVED, PUBLISHED, DRAFTED, HAPPENED, *WAITING_FOR_A_WORD), circle=circle)]


KEPT = (
    "SELECT facts FROM reviews_closedmonth WHERE id = %(closed)s",
    f"""SELECT key, of_month, days, sum(numerator), sum(denominator) FROM (
        SELECT key, of_month, days, numerator, denominator FROM reviews_monthsum
        WHERE closed_id = %(closed)s OR (closed_id = ANY(%(earlier)s) AND key <> ALL('{{completion,on_time}}'))
        UNION ALL
        SELECT key, of_month, CASE WHEN key LIKE 'days%%%%' THEN numerator END, -numerator, -denominator
        FROM reviews_monthfigure
        WHERE incident_id IN {_HIDDEN} AND (closed_id = %(closed)s
           OR (closed_id = ANY(%(earlier)s) AND key <> ALL('{{completion,on_time}}')))
    ) k GROUP BY 1, 2, 3""".replace("%%%%", "%%"),
)
"""What was kept of a month, without what is hidden from the reader."""

DIGEST = (
    "SELECT facts FROM reviews_closedmonth WHERE id = %(closed)s",
    "SELECT items FROM reviews_waiting WHERE closed_id = %(closed)s AND person_id = %(person)s",
    "SELECT t.name FROM people_team t JOIN people_membership m ON m.team_id = t.id WHERE m.user_id = %(person)s",
)
"""What a digest reads for one person; the figures are the same for everybody and read once."""

OWED = """
    INSERT INTO notifications_message (kind, recipient_id, address, refers_to, key, state, created_at, send_after,
        attempts, reason, message_id, subject, text_body, html_body)
    SELECT 'digest', id, '', '{}', 'raw:' || id, 'waiting', now(), now(), 0, '',
        '<' || gen_random_uuid() || '@localhost>', '', '', ''
    FROM people_user WHERE is_active AND wants_digest ON CONFLICT DO NOTHING
"""
