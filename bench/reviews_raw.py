"""The raw SQL beside the month's page and its digest: what the facts they show cost, written by hand.

Each statement knows the shape of the data, looks at a table once where that is enough, and asks for no more rows than are
shown. There are no doors, templates or ORM in it; what the reader may not see is left out, as on the page, and what is
told of a document is left out with any of its incidents. `{only}` is where a circle's teams come in.
"""

HIDDEN = (
    "SELECT h.id FROM incidents_incident h WHERE h.is_restricted AND NOT EXISTS"
    " (SELECT 1 FROM incidents_incidentaccess x WHERE x.incident_id = h.id AND x.user_id = %(person)s)"
)
"""Asked first; what it finds is `hidden` to all others."""
_HIDDEN = "%(hidden)s::bigint[]"
_CIRCLE = " AND {column} IN (SELECT t.incident_id FROM incidents_incident_teams t WHERE t.team_id = ANY(%(teams)s))"
_OF_ACTIONS = (
    " AND (a.team_id = ANY(%(teams)s) OR a.incident_id IN"
    " (SELECT t.incident_id FROM incidents_incident_teams t WHERE t.team_id = ANY(%(teams)s)))"
)
_OF_LESSONS = (
    " AND (NOT EXISTS (SELECT 1 FROM reviews_lesson_concerns c WHERE c.lesson_id = l.id) OR EXISTS"
    " (SELECT 1 FROM reviews_lesson_concerns c WHERE c.lesson_id = l.id AND c.team_id = ANY(%(teams)s)))"
)
_ALSO_SEEN = (
    "NOT EXISTS (SELECT 1 FROM postmortems_postmortemincident o WHERE o.postmortem_id = d.id"
    " AND o.incident_id = ANY({hidden}))"
)
_KINDS = "kind IN ('prevent', 'detect', 'mitigate', 'recover')"

# --- figures ------------------------------------------------------------------------------------------------
COMMITTED = """
    SELECT date_trunc('month', committed_at AT TIME ZONE 'UTC'), count(*), count(*) FILTER (WHERE status = 'done'),
           count(*) FILTER (WHERE due_on < %(today)s),
           count(*) FILTER (WHERE status = 'done' AND due_on < %(today)s
                            AND (settled_at AT TIME ZONE 'UTC')::date <= due_on)
    FROM actions_action a WHERE committed_at >= %(looks_back)s AND committed_at < %(ends)s AND status <> 'wont_do'
      AND incident_id <> ALL({hidden}){only_actions} GROUP BY 1
"""
HELD = f"""
    SELECT kind, count(*) FROM actions_action a
    WHERE verified_at >= %(begins)s AND verified_at < %(ends)s AND status = 'done' AND committed_at IS NOT NULL
      AND {_KINDS} AND incident_id <> ALL({{hidden}}){{only_actions}} GROUP BY 1
"""
NOT_KNOWN_TO_HOLD = f"""
    SELECT count(*) FROM actions_action a
    WHERE settled_at >= %(begins)s AND settled_at < %(ends)s AND status = 'done' AND committed_at IS NOT NULL
      AND verified_at IS NULL AND {_KINDS} AND incident_id <> ALL({{hidden}}){{only_actions}}
"""
PUBLISHED = f"""
    SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(day FROM d.published_at - i.happened_at)),
           count(*) FILTER (WHERE d.published_at < i.happened_at + s.publish_within * interval '1 day'),
           count(*) FILTER (WHERE EXISTS (
               SELECT 1 FROM reviews_teamreading r WHERE r.postmortem_id = d.id AND r.first_day = %(begins)s::date
               AND r.team_id NOT IN (SELECT t.team_id FROM incidents_incident_teams t WHERE t.incident_id = i.id))),
           sum((SELECT count(*) FROM reviews_teamreading r
                WHERE r.postmortem_id = d.id AND r.first_day = %(begins)s::date))
    FROM postmortems_postmortem d JOIN incidents_incident i ON i.id = d.lead_incident_id
    LEFT JOIN incidents_severity s ON s.id = i.severity_id
    WHERE d.published_at >= %(begins)s AND d.published_at < %(ends)s AND d.status = 'published' AND NOT d.is_imported
      AND i.id <> ALL({{hidden}}) AND {_ALSO_SEEN}{{only}}
"""
DRAFTED = f"""
    SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(day FROM d.review_asked_at - i.happened_at)),
           count(*) FILTER (WHERE d.review_asked_at < i.happened_at + s.draft_within * interval '1 day')
    FROM postmortems_postmortem d JOIN incidents_incident i ON i.id = d.lead_incident_id
    LEFT JOIN incidents_severity s ON s.id = i.severity_id
    WHERE d.review_asked_at >= %(begins)s AND d.review_asked_at < %(ends)s AND NOT d.is_imported
      AND i.id <> ALL({{hidden}}) AND {_ALSO_SEEN}{{only}}
"""
HAPPENED = """
    SELECT count(*) FILTER (WHERE i.kind = 'near_miss'), count(*) FILTER (WHERE i.kind <> 'near_miss'),
           count(*) FILTER (WHERE i.kind <> 'near_miss' AND s.requires IN ('full', 'light')),
           count(*) FILTER (WHERE i.kind <> 'near_miss' AND s.requires IN ('full', 'light') AND (d.status = 'published'
               OR EXISTS (SELECT 1 FROM postmortems_postmortemincident o
                   JOIN postmortems_postmortem p ON p.id = o.postmortem_id
                   WHERE o.incident_id = i.id AND p.status = 'published'))),
           count(*) FILTER (WHERE i.kind <> 'near_miss' AND EXISTS (
               SELECT 1 FROM incidents_repeat r WHERE r.incident_id = i.id AND r.withdrawn_at IS NULL
               AND r.of_id <> ALL({hidden})))
    FROM incidents_incident i LEFT JOIN incidents_severity s ON s.id = i.severity_id
    LEFT JOIN postmortems_postmortem d ON d.lead_incident_id = i.id
    WHERE i.happened_at >= %(begins)s AND i.happened_at < %(ends)s AND NOT i.is_imported
      AND i.id <> ALL({hidden}){only}
"""
PILE = """
    SELECT count(*), count(*) FILTER (WHERE committed_at > %(today)s - interval '30 days'),
           count(*) FILTER (WHERE committed_at > %(today)s - interval '90 days'),
           count(*) FILTER (WHERE committed_at > %(today)s - interval '180 days'),
           count(*) FILTER (WHERE due_on < %(today)s), count(*) FILTER (WHERE moved_at < %(today)s - interval '21 days'),
           count(*) FILTER (WHERE owner_id IS NULL OR owner_id IN (SELECT id FROM people_user WHERE NOT is_active))
    FROM actions_action a WHERE status IN ('todo', 'in_progress') AND incident_id <> ALL({hidden}){only_actions}
"""

# --- lists --------------------------------------------------------------------------------------------------
_SERVICES = """(SELECT array_agg(s.name) FROM incidents_incident_services x
              JOIN incidents_service s ON s.id = x.service_id WHERE x.incident_id = i.id)"""
_TEAMS = """(SELECT array_agg(t.name) FROM incidents_incident_teams x
              JOIN people_team t ON t.id = x.team_id WHERE x.incident_id = i.id)"""
_NAMES = f"{_SERVICES}, {_TEAMS}"
LISTED = (
    f"""SELECT i.number, i.title, v.level, v.name, d.published_at, {_NAMES}, q.found FROM (
        SELECT d.id, d.published_at, d.lead_incident_id, count(*) OVER () AS found FROM postmortems_postmortem d
        WHERE d.status = 'published' AND d.published_at >= %(begins)s AND d.published_at < %(ends)s AND NOT d.is_imported
          AND d.lead_incident_id <> ALL({{hidden}}) AND {_ALSO_SEEN}{{only_documents}}
        ORDER BY d.published_at DESC, d.id DESC LIMIT 40) q
    JOIN postmortems_postmortem d ON d.id = q.id JOIN incidents_incident i ON i.id = d.lead_incident_id
    LEFT JOIN incidents_severity v ON v.id = i.severity_id ORDER BY q.published_at DESC, q.id DESC""",
    f"""WITH d AS MATERIALIZED (SELECT id, status, lead_incident_id FROM postmortems_postmortem
        WHERE status <> 'published' AND created_at < %(ends)s AND NOT is_imported)
    SELECT i.number, i.title, d.status,
           i.happened_at + interval '1 day' * CASE d.status WHEN 'draft' THEN v.draft_within ELSE v.publish_within END
    FROM d JOIN incidents_incident i ON i.id = d.lead_incident_id LEFT JOIN incidents_severity v ON v.id = i.severity_id
    WHERE i.id <> ALL({{hidden}}) AND {_ALSO_SEEN}{{only}} ORDER BY 4 NULLS LAST, d.id LIMIT 15""",
    f"""SELECT i.number, i.title, i.happened_at, {_SERVICES}, q.found FROM (
        SELECT i.id, count(*) OVER () AS found FROM incidents_incident i
        WHERE i.kind = 'near_miss' AND i.happened_at >= %(begins)s AND i.happened_at < %(ends)s AND NOT i.is_imported
          AND i.id <> ALL({{hidden}}){{only}} ORDER BY i.happened_at DESC, i.id DESC LIMIT 40) q
    JOIN incidents_incident i ON i.id = q.id ORDER BY i.happened_at DESC, i.id DESC""",
    """SELECT a.number, a.title, a.reasoning FROM actions_action a
    WHERE a.status = 'wont_do' AND a.settled_at >= %(begins)s AND a.settled_at < %(ends)s
      AND a.incident_id <> ALL({hidden}){only_actions} ORDER BY a.settled_at DESC, a.id DESC LIMIT 15""",
    """SELECT i.number, i.title, v.name, i.happened_at + v.draft_within * interval '1 day'
    FROM incidents_incident i JOIN incidents_severity v ON v.id = i.severity_id
    WHERE i.happened_at < %(ends)s AND i.happened_at >= %(ends)s - interval '90 days' AND NOT i.is_imported
      AND (v.requires IN ('full', 'light') OR i.document_decision IN ('postmortem', 'brief_note'))
      AND i.kind <> 'near_miss' AND i.happened_at + v.draft_within * interval '1 day' < least(%(today)s, %(ends)s)
      AND NOT EXISTS (SELECT 1 FROM postmortems_postmortem d WHERE d.lead_incident_id = i.id)
      AND NOT EXISTS (SELECT 1 FROM postmortems_postmortemincident o WHERE o.incident_id = i.id)
      AND i.id <> ALL({hidden}){only} ORDER BY i.happened_at, i.id LIMIT 15""",
    """SELECT i.number, i.title, e.number, e.title, r.note,
           (SELECT array_agg(a.status) FROM actions_action a WHERE a.incident_id = e.id AND a.committed_at IS NOT NULL)
    FROM incidents_repeat r JOIN incidents_incident i ON i.id = r.incident_id JOIN incidents_incident e ON e.id = r.of_id
    WHERE r.confirmed_at >= %(begins)s AND r.confirmed_at < %(ends)s AND r.withdrawn_at IS NULL AND NOT i.is_imported
      AND e.id <> ALL({hidden}) AND i.id <> ALL({hidden}){only} ORDER BY r.confirmed_at DESC, r.id DESC LIMIT 15""",
    *(
        f"""SELECT a.number, a.title, e.reason FROM actions_actionevent e JOIN actions_action a ON a.id = e.action_id
        WHERE {said} AND e.at >= %(begins)s AND e.at < %(ends)s
          AND a.incident_id <> ALL({{hidden}}){{only_actions}} ORDER BY e.at DESC, e.id DESC LIMIT 15"""
        for said in ("e.kind = 'verified'", "e.kind = 'reopened' AND (e.details -> 'did_not_hold') = 'true'")
    ),
)
PATTERNS = f"""
    WITH alike AS (
        SELECT x.service_id, i.kind, i.kind = 'near_miss' AS near, CASE WHEN i.kind <> 'near_miss' THEN v.id END AS severity,
               max(CASE WHEN i.kind = 'near_miss' THEN 2 ELSE v.pattern_count END) AS least,
               array_agg(i.id ORDER BY i.happened_at DESC) AS ids
        FROM incidents_incident i JOIN incidents_incident_services x ON x.incident_id = i.id
        LEFT JOIN incidents_severity v ON v.id = i.severity_id
        WHERE i.happened_at < %(ends)s AND i.happened_at >= %(ends)s - make_interval(days => greatest(90,
              (SELECT max(pattern_days) FROM incidents_severity)))
          AND i.happened_at >= %(ends)s - make_interval(days =>
              CASE WHEN i.kind = 'near_miss' THEN 90 ELSE v.pattern_days END)
          AND NOT i.is_imported AND i.kind <> 'unknown' AND i.id <> ALL({{hidden}}){{only}}
        GROUP BY 1, 2, 3, 4
        HAVING count(*) >= max(CASE WHEN i.kind = 'near_miss' THEN 2 ELSE v.pattern_count END)
           AND max(i.happened_at) >= %(begins)s
        ORDER BY count(*) DESC LIMIT 12)
    SELECT s.name, v.name, alike.kind, alike.least, i.number, i.title, i.happened_at, {_TEAMS}
    FROM alike JOIN incidents_service s ON s.id = alike.service_id LEFT JOIN incidents_severity v ON v.id = alike.severity
    CROSS JOIN LATERAL unnest(alike.ids[:12]) WITH ORDINALITY one (id, place) JOIN incidents_incident i ON i.id = one.id
    ORDER BY cardinality(alike.ids) DESC, s.name, one.place
"""
FACTORS = f"""
    WITH place AS (
        SELECT f.factor_id, d.id, d.lead_incident_id, d.published_at
        FROM postmortems_postmortemfactor f JOIN postmortems_postmortem d ON d.id = f.postmortem_id
        WHERE f.factor_id IN (
            SELECT f.factor_id FROM postmortems_postmortem d JOIN postmortems_postmortemfactor f ON f.postmortem_id = d.id
            WHERE d.published_at >= %(begins)s AND d.published_at < %(ends)s AND d.status = 'published'
              AND NOT d.is_imported AND d.lead_incident_id <> ALL({{hidden}}) AND {_ALSO_SEEN}{{only_documents}})
          AND d.published_at < %(ends)s AND d.status = 'published' AND NOT d.is_imported
          AND d.lead_incident_id <> ALL({{hidden}}) AND {_ALSO_SEEN}{{only_documents}}),
    several AS (
        SELECT p.factor_id, count(DISTINCT t.team_id) AS teams, count(DISTINCT p.id) AS documents
        FROM place p JOIN incidents_incident_teams t ON t.incident_id = p.lead_incident_id GROUP BY 1
        HAVING count(DISTINCT p.id) > 1 AND count(DISTINCT t.team_id) > 1 ORDER BY 2 DESC, 3 DESC, 1 LIMIT 12)
    SELECT c.text, n.* FROM several JOIN postmortems_factor c ON c.id = several.factor_id CROSS JOIN LATERAL (
        SELECT i.number, i.title, p.published_at, {_TEAMS} FROM place p JOIN incidents_incident i ON i.id = p.lead_incident_id
        WHERE p.factor_id = several.factor_id ORDER BY p.published_at DESC LIMIT 40) n
"""
A_YEAR_AGO = f"""
    WITH d AS MATERIALIZED (
        SELECT d.id, d.lead_incident_id, d.published_at FROM postmortems_postmortem d
        WHERE d.published_at >= %(begins)s - interval '1 year' AND d.published_at < %(ends)s - interval '1 year'
          AND NOT d.is_imported AND d.lead_incident_id <> ALL({{hidden}}) AND {_ALSO_SEEN}{{only_documents}}
        ORDER BY d.published_at DESC LIMIT 20),
    again AS (
        SELECT d.id, count(DISTINCT l.id) AS times FROM d
        JOIN incidents_incident_services x ON x.incident_id = d.lead_incident_id
        JOIN incidents_incident_services y ON y.service_id = x.service_id JOIN incidents_incident l ON l.id = y.incident_id
        WHERE l.happened_at > d.published_at AND l.happened_at < %(ends)s AND NOT l.is_imported
          AND l.id <> ALL({{hidden}}) GROUP BY 1)
    SELECT i.number, i.title, v.level, v.name, {_NAMES}, again.times,
           (SELECT count(*) FROM actions_action a WHERE a.incident_id = i.id AND a.status IN ('todo', 'in_progress'))
    FROM d LEFT JOIN again USING (id)
    JOIN incidents_incident i ON i.id = d.lead_incident_id LEFT JOIN incidents_severity v ON v.id = i.severity_id
    ORDER BY 7 DESC NULLS LAST, 8 DESC, 3 LIMIT 1
"""

_WAITING = """SELECT a.number, a.title, a.due_on, a.status, u.display_name, t.name, i.number
    FROM actions_action a JOIN incidents_incident i ON i.id = a.incident_id
    LEFT JOIN people_user u ON u.id = a.owner_id LEFT JOIN people_team t ON t.id = a.team_id
    WHERE a.status IN ('todo', 'in_progress') AND {which} AND i.id <> ALL({{hidden}}){{only_actions}} ORDER BY {order}, a.id LIMIT 15"""
_AHEAD = "(a.due_on >= %(today)s OR a.due_on IS NULL)"
_LESSON = """SELECT l.text, i.number,
           (SELECT array_agg(t.name) FROM reviews_lesson_concerns x JOIN people_team t ON t.id = x.team_id
            WHERE x.lesson_id = l.id),
           (SELECT array_agg(t.name || coalesce(a.number::text, n.reason)) FROM reviews_lessonanswer n
            JOIN people_team t ON t.id = n.team_id LEFT JOIN actions_action a ON a.id = n.action_id WHERE n.lesson_id = l.id)
    FROM reviews_lesson l JOIN incidents_incident i ON i.id = l.incident_id
    WHERE {when} AND i.id <> ALL({{hidden}}){{only_lessons}} ORDER BY l.told_at DESC"""
WAITING_FOR_A_WORD = (
    _WAITING.format(which="a.due_on < %(today)s", order="a.due_on"),
    _WAITING.format(which=f"{_AHEAD} AND (a.owner_id IS NULL OR NOT u.is_active)", order="a.moved_at"),
    _WAITING.format(
        which=f"{_AHEAD} AND a.moved_at < %(today)s + interval '1 day' - (SELECT p.stale_after * interval '1 day' "
        "FROM actions_nudgepace p WHERE p.priority = a.priority) AND u.is_active",
        order="a.moved_at",
    ),
    _LESSON.format(when="l.told_at >= %(begins)s AND l.told_at < %(ends)s"),
    _LESSON.format(
        when="l.told_at >= %(begins)s - interval '92 days' AND l.told_at < %(begins)s"
        " AND NOT EXISTS (SELECT 1 FROM reviews_lessonanswer n WHERE n.lesson_id = l.id)"
    )
    + " LIMIT 15",
)

# --- what was kept ------------------------------------------------------------------------------------------
SUMS_KEPT = f"""
    SELECT key, of_month, days, sum(numerator), sum(denominator) FROM (
        SELECT key, of_month, days, numerator, denominator FROM reviews_monthsum
        WHERE closed_id = %(closed)s OR (closed_id = ANY(%(earlier)s) AND key <> ALL('{{{{completion,on_time}}}}'))
        UNION ALL
        SELECT key, of_month, CASE WHEN key LIKE 'days%%' THEN numerator END, -numerator, -denominator
        FROM reviews_monthfigure
        WHERE incident_id = ANY({_HIDDEN}) AND (closed_id = %(closed)s
           OR (closed_id = ANY(%(earlier)s) AND key <> ALL('{{{{completion,on_time}}}}')))
    ) k GROUP BY 1, 2, 3"""
FACTS_KEPT = "SELECT facts FROM reviews_closedmonth WHERE id = %(closed)s"
WAITED = """
    SELECT kind, number, title, due_on, incident_id, also FROM reviews_monthwaiting
    WHERE closed_id = %(closed)s AND person_id = %(person)s ORDER BY id"""
MY_TEAMS = "SELECT t.name FROM people_team t JOIN people_membership m ON m.team_id = t.id WHERE m.user_id = %(person)s"


def _written(statements: tuple[str, ...], *, circle: bool) -> list[str]:
    found = []
    for statement in statements:
        scopes = {
            "only": _CIRCLE.format(column="i.id"),
            "only_documents": _CIRCLE.format(column="d.lead_incident_id"),
            "only_actions": _OF_ACTIONS,
            "only_lessons": _OF_LESSONS,
        }
        scope = {name: of if circle else "" for name, of in scopes.items()}
        found.append(statement.format(hidden=_HIDDEN, **scope))
    return found


def month_not_kept(*, circle: bool = False, running: bool = False) -> list[str]:
    """The facts of a month from the tables: its figures and their trends, its lists, and the pile where it still runs."""
    sums = (COMMITTED, HELD, NOT_KNOWN_TO_HOLD, PUBLISHED, DRAFTED, HAPPENED, SUMS_KEPT, *((PILE,) if running else ()))
    return _written((*sums, *LISTED, PATTERNS, FACTORS, A_YEAR_AGO, *WAITING_FOR_A_WORD), circle=circle)


def month_kept(*, circle: bool = False) -> list[str]:
    """A closed month: what was kept of it, what the tables say of it by now, and what waits for a word today."""
    by_now = (HELD, NOT_KNOWN_TO_HOLD, PUBLISHED, DRAFTED, HAPPENED)
    return _written((FACTS_KEPT, SUMS_KEPT, *by_now, *WAITING_FOR_A_WORD), circle=circle)


def digest() -> list[str]:
    """What a digest reads for one person. The sums leave out what is restricted, and are the same for everybody."""
    return ["SELECT id FROM incidents_incident WHERE is_restricted", FACTS_KEPT, WAITED, MY_TEAMS]


OWED = """
    INSERT INTO notifications_message (kind, recipient_id, address, refers_to, key, state, created_at, send_after,
        attempts, reason, message_id, subject, text_body, html_body)
    SELECT 'digest', id, '', '{}', 'raw:' || id, 'waiting', now(), now(), 0, '',
        '<' || gen_random_uuid() || '@localhost>', '', '', ''
    FROM people_user WHERE is_active AND wants_digest ON CONFLICT DO NOTHING
"""
