"""The raw SQL beside each page: what its facts cost in one statement, without doors, templates or an ORM."""

from bench.words import COMMON, MEDIUM, RARE

ROWS = """
    SELECT i.number, i.title, i.kind, i.happened_at, v.name AS severity, p.status,
           (SELECT string_agg(s.name, ', ') FROM incidents_incident_services x
            JOIN incidents_service s ON s.id = x.service_id WHERE x.incident_id = i.id) AS services,
           (SELECT array_agg(t.name) FROM incidents_incident_tags x
            JOIN incidents_tag t ON t.id = x.tag_id WHERE x.incident_id = i.id) AS tags,
           (SELECT string_agg(t.name, ', ') FROM incidents_incident_teams x
            JOIN people_team t ON t.id = x.team_id WHERE x.incident_id = i.id) AS teams
    FROM incidents_incident i
    LEFT JOIN incidents_severity v ON v.id = i.severity_id
    LEFT JOIN postmortems_postmortem p ON p.lead_incident_id = i.id
    WHERE NOT i.is_restricted ORDER BY i.happened_at DESC, i.id DESC LIMIT 25
"""

DOCUMENTS = """
    SELECT i.number, i.title, p.status, p.changed_at, p.published_at, v.name,
           (SELECT string_agg(s.name, ', ') FROM incidents_incident_services x
            JOIN incidents_service s ON s.id = x.service_id WHERE x.incident_id = i.id)
    FROM postmortems_postmortem p JOIN incidents_incident i ON i.id = p.lead_incident_id
    LEFT JOIN incidents_severity v ON v.id = i.severity_id
    WHERE NOT i.is_restricted ORDER BY p.changed_at DESC, p.id DESC LIMIT 25
"""
EDITION = """
    SELECT e.title, e.html, (SELECT json_agg(a) FROM (
        SELECT number, title, status, due_on FROM actions_action WHERE incident_id = p.lead_incident_id) a)
    FROM postmortems_postmortem p JOIN postmortems_edition e ON e.postmortem_id = p.id WHERE p.id = %(middle)s
"""
DRAFT = """
    SELECT i.title, (SELECT json_agg(s) FROM (SELECT heading, body_html FROM postmortems_section
                     WHERE postmortem_id = p.id ORDER BY position) s),
           (SELECT json_agg(t) FROM (SELECT at, text FROM incidents_timelineevent
                     WHERE incident_id = p.lead_incident_id ORDER BY position) t),
           (SELECT json_agg(a) FROM (SELECT number, title, status, due_on FROM actions_action
                     WHERE incident_id = p.lead_incident_id) a)
    FROM postmortems_postmortem p JOIN incidents_incident i ON i.id = p.lead_incident_id WHERE p.id = %(newest)s
"""
ACTIONS = """
    SELECT a.number, a.title, a.status, a.due_on, a.moved_at, u.display_name, i.number
    FROM actions_action a JOIN incidents_incident i ON i.id = a.incident_id
    LEFT JOIN people_user u ON u.id = a.owner_id
    WHERE a.status IN ('todo', 'in_progress') AND NOT i.is_restricted
    ORDER BY a.due_on ASC NULLS LAST, a.id LIMIT 25
"""
MONTH = """
    SELECT (SELECT count(*) FROM postmortems_postmortem
            WHERE status = 'published' AND published_at >= %(month)s AND published_at < %(month)s + interval '1 month'),
           (SELECT count(*) FROM actions_action WHERE status IN ('todo', 'in_progress')),
           (SELECT count(*) FROM actions_action
            WHERE status IN ('todo', 'in_progress') AND moved_at < %(month)s),
           (SELECT count(*) FROM incidents_incident WHERE kind = 'near_miss'
            AND happened_at >= %(month)s AND happened_at < %(month)s + interval '1 month')
"""
REMINDERS = """
    SELECT a.id, a.owner_id, a.due_on FROM actions_action a
    WHERE a.status IN ('todo', 'in_progress') AND a.due_on < %(day)s AND NOT EXISTS (
        SELECT 1 FROM actions_nudge n WHERE n.action_id = a.id AND n.kind = 'overdue'
        AND n.planned_at >= a.moved_at AND n.planned_at > %(day)s - interval '6 days') LIMIT 100
"""
_CAPPED = """
    WITH hits AS MATERIALIZED ({hits}),
    newest AS MATERIALIZED (SELECT id FROM hits ORDER BY at DESC LIMIT 200),
    best AS MATERIALIZED (
        SELECT r.id, ts_rank(r.vector, q) AS rank FROM postmortems_searchrow r, plainto_tsquery('english', %(word)s) q
        WHERE r.id IN (SELECT id FROM newest) ORDER BY rank DESC LIMIT 25)
    SELECT r.number, r.title, r.at, ts_headline('english', r.text, plainto_tsquery('english', %(word)s))
    FROM best JOIN postmortems_searchrow r USING (id) ORDER BY best.rank DESC
"""
_MATCHES = "SELECT id, at FROM postmortems_searchrow WHERE vector @@ plainto_tsquery('english', %(word)s)"
BY_WORDS = _CAPPED.format(hits=_MATCHES)
BY_DATES = _CAPPED.format(
    hits="SELECT id, at FROM postmortems_searchrow WHERE ts_match_vq(vector, plainto_tsquery('english', %(word)s))"
    " ORDER BY at DESC, id DESC LIMIT 200"
)
"""Capped rank: the newest 200 matches ranked, a headline on 25. By the words' index, or, for a word most rows hold, down
the dates until 200 match (the function behind `@@`, which no index answers to)."""

STATEMENTS: dict[str, tuple[str, ...]] = {
    "incident list": (ROWS,),
    "post-mortem list": (DOCUMENTS,),
    "action list": (ACTIONS,),
    "document, published": (EDITION,),
    "document, draft with its gate": (DRAFT,),
    "search": (BY_WORDS,),
    "search, very common word": (BY_DATES,),
    "monthly review": (MONTH,),
    "planning reminders": (REMINDERS,),
    "building the digest": (MONTH,),
}
WORDS = {"search, rare word": RARE, "search, medium word": MEDIUM, "search, very common word": COMMON}
WORDS["search, three words"] = f"{COMMON} {MEDIUM} latency"


def statements_for(name: str) -> tuple[str, ...]:
    """Return the raw statements beside a page or a job: the longest beginning of its name that has any."""
    fitting = [beginning for beginning in STATEMENTS if name.startswith(beginning)]
    return STATEMENTS[max(fitting, key=len)] if fitting else ()


def parameters(name: str, size: int, month: object, day: object) -> dict[str, object]:
    """Return what the statements are asked with."""
    return {"word": WORDS.get(name, COMMON), "middle": size // 2, "newest": size, "month": month, "day": day}
