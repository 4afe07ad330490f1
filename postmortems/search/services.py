"""Keep search rows and the words they are made of. Called inside the transaction that changes the facts."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from actions.models import Action
from incidents.choices import IncidentKind
from incidents.models import Incident
from postmortems.changes import Change
from postmortems.choices import PostmortemStatus, SearchKind
from postmortems.models import Edition, Postmortem, SearchRow, SearchWord

TYPING_STOPS_AFTER = timedelta(seconds=10)
"""A draft is searchable so long after its last word: the vector is not written with every autosave."""

GROWN_BY = 20

SAMPLE_ABOVE = 50_000
"""With more rows than this, words are counted on a sample: their weight needs no more."""


def refresh_incident(incident_id: int) -> None:
    """Write the search row of an incident and the shared facts of its actions' rows; six statements.

    An incident with a document keeps its own row short: the document's row holds the story.
    """
    incident = (
        Incident.objects.select_related("severity")
        .prefetch_related("services", "tags", "teams")
        .filter(pk=incident_id)
        .first()
    )
    if incident is None:
        return
    told = Postmortem.objects.filter(lead_incident=incident).exists()
    events = [] if told else incident.timeline.values_list("text", flat=True)
    _write(
        SearchKind.INCIDENT,
        incident,
        object_id=incident.pk,
        number=incident.public_number,
        title=incident.title,
        text="\n".join([incident.summary, *events]),
        at=incident.happened_at,
    )
    shared = _shared_facts(incident)
    SearchRow.objects.filter(incident=incident).exclude(kind=SearchKind.INCIDENT).update(**shared)


def refresh_postmortem(postmortem_id: int) -> None:
    """Write the search row of a document: its newest edition, or the draft's sections while there is none."""
    postmortem = (
        Postmortem.objects.select_related("lead_incident__severity")
        .prefetch_related("lead_incident__services", "lead_incident__tags", "lead_incident__teams", "also")
        .filter(pk=postmortem_id)
        .first()
    )
    if postmortem is None:
        return
    incident = postmortem.lead_incident
    edition = Edition.objects.filter(postmortem=postmortem).order_by("-number").first()
    if edition is not None:
        text = edition.text
    else:
        sections = postmortem.sections.values_list("heading", "body")
        events = incident.timeline.values_list("text", flat=True)
        factors = postmortem.factors.values_list("factor__text", "why", "accepted_because")
        words = [*(f"{heading}\n{body}" for heading, body in sections), *("\n".join(said) for said in factors)]
        text = "\n".join([*words, *events])
    _write(
        SearchKind.POSTMORTEM,
        incident,
        object_id=postmortem.pk,
        number=incident.public_number,
        title=edition.title if edition else incident.title,
        text=text,
        at=incident.happened_at,
        also_incident_ids=[row.incident_id for row in postmortem.also.all()],
    )


def refresh_action(action_id: int) -> None:
    """Write the search row of an action."""
    action = (
        Action.objects.select_related("incident__severity")
        .prefetch_related("incident__services", "incident__tags", "incident__teams")
        .filter(pk=action_id)
        .first()
    )
    if action is None:
        return
    _write(
        SearchKind.ACTION,
        action.incident,
        object_id=action.pk,
        number=action.public_number,
        title=action.title,
        text="\n".join([action.alias, action.details, action.outcome, action.evidence, action.reasoning]),
        at=action.created_at,
    )


def _shared_facts(incident: Incident) -> dict[str, Any]:
    """What every row of an incident holds of it: facts as words, and what filters ask for."""
    services, tags, teams = list(incident.services.all()), list(incident.tags.all()), list(incident.teams.all())
    words = [*services, *tags, *teams, incident.severity or "", (incident.severity and incident.severity.aliases) or ""]
    kind = "" if incident.kind == IncidentKind.UNKNOWN else incident.get_kind_display()
    return {
        "facts": " ".join([incident.public_number, kind, *(str(word) for word in words)]),
        "severity_level": incident.severity.level if incident.severity else None,
        "incident_kind": incident.kind,
        "service_ids": [service.pk for service in services],
        "tag_ids": [tag.pk for tag in tags],
        "team_ids": [team.pk for team in teams],
    }


def _write(
    kind: str,
    incident: Incident,
    *,
    object_id: int,
    number: str,
    title: str,
    text: str,
    at: datetime,
    also_incident_ids: list[int] | None = None,
) -> None:
    SearchRow.objects.update_or_create(
        kind=kind,
        object_id=object_id,
        defaults={
            "incident": incident,
            "number": number,
            "title": title[:300],
            "text": text[:200_000],
            "at": at,
            "also_incident_ids": also_incident_ids or [],
            "refreshed_at": timezone.now(),
            **_shared_facts(incident),
        },
    )
    if not incident.is_restricted:
        _know_words(kind, object_id)


WORDS_AS_WRITTEN = """
    SELECT stem.lexeme, array_agg(spoken.word ORDER BY spoken.rows DESC, spoken.word) AS spellings
    FROM (SELECT lower(token) AS word, count(*) AS rows
          FROM postmortems_searchrow r{sample}, ts_parse('default', r.title || ' ' || left(r.text, 20000))
          WHERE tokid IN (1, 2, 3, 9, 10, 11, 15, 16, 17) AND length(token) BETWEEN 3 AND 40 AND {which}
          GROUP BY lower(token)) AS spoken,
         unnest(tsvector_to_array(to_tsvector('english', spoken.word))) AS stem (lexeme)
    GROUP BY stem.lexeme
"""
"""Words of texts by the lexeme they stem to; token types are words, numbered words and parts of compounds."""

OPEN_TO_ALL = "NOT EXISTS (SELECT 1 FROM incidents_incident i WHERE i.id = r.incident_id AND i.is_restricted)"


def _know_words(kind: str, object_id: int) -> None:
    """Make a row's new words known at once, so that they can be near spellings before the next count."""
    words = WORDS_AS_WRITTEN.format(sample="", which="r.kind = %s AND r.object_id = %s")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO postmortems_searchword (lexeme, rows, spellings)
            SELECT lexeme, 1, spellings[:3] FROM ({words}) AS written ORDER BY lexeme
            ON CONFLICT (lexeme) DO NOTHING
            """,  # noqa: S608 - words of ours
            [kind, object_id],
        )


@transaction.atomic
def count_words() -> int:
    """Count all words anew, those of restricted incidents left out; returns how many there are.

    Three statements; on more than `SAMPLE_ABOVE` rows one in ten is read and the counts scaled.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM postmortems_searchrow")
        rows = cursor.fetchone()[0]
        sample, scale = (" TABLESAMPLE SYSTEM (10)", 10) if rows > SAMPLE_ABOVE else ("", 1)
        words = WORDS_AS_WRITTEN.format(sample=sample, which=OPEN_TO_ALL)
        cursor.execute("DELETE FROM postmortems_searchword")
        cursor.execute(
            f"""
            INSERT INTO postmortems_searchword (lexeme, rows, spellings)
            SELECT counted.word, counted.ndoc * {scale}, COALESCE(written.spellings[:3], '{{}}')
            FROM ts_stat($$ SELECT vector FROM postmortems_searchrow r{sample} WHERE {OPEN_TO_ALL} $$) AS counted
            LEFT JOIN ({words}) AS written ON written.lexeme = counted.word
            WHERE counted.word <> ''
            UNION ALL SELECT '', %s, '{{}}'
            """,  # noqa: S608 - words of ours
            [max(rows, 1)],
        )
        return int(cursor.rowcount) - 1


def count_words_when_grown() -> bool:
    """Count words anew where the rows have grown or shrunk by a twentieth since; two statements otherwise."""
    counted = SearchWord.objects.filter(lexeme="").values_list("rows", flat=True).first() or 0
    if abs(SearchRow.objects.count() - counted) * GROWN_BY <= counted:
        return False
    count_words()
    return True


def hear_of_postmortem(postmortem_id: int, change: Change) -> None:
    """Write the row of a document that was begun or published; typing is left to `refresh_drafts`."""
    if change != Change.TYPED:
        refresh_postmortem(postmortem_id)
        refresh_incident(Postmortem.objects.values_list("lead_incident_id", flat=True).get(pk=postmortem_id))


def refresh_drafts(*, at: datetime | None = None) -> int:
    """Write the rows of documents in which typing has stopped since they were last written; returns how many."""
    at = at or timezone.now()
    written = SearchRow.objects.filter(
        kind=SearchKind.POSTMORTEM, object_id=OuterRef("pk"), refreshed_at__gte=OuterRef("changed_at")
    )
    stale = Postmortem.objects.filter(~Exists(written), changed_at__lt=at - TYPING_STOPS_AFTER)
    typed = stale.exclude(status=PostmortemStatus.PUBLISHED).values_list("pk", flat=True)
    for pk in typed:
        refresh_postmortem(pk)
    return len(typed)


def refresh_all() -> int:
    """Write every search row anew, for a restored backup or a changed rule; returns how many."""
    for refresh, model in ((refresh_incident, Incident), (refresh_postmortem, Postmortem), (refresh_action, Action)):
        for pk in model.objects.order_by("pk").values_list("pk", flat=True).iterator():
            refresh(pk)
    count_words()
    return SearchRow.objects.count()
