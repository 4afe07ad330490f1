"""One search over what a person may see: incidents, post-mortems, actions.

How a question is answered, in at most six statements:

1. The words become lexemes (Postgres' own stemming) with the number of rows that hold them; a word
   nobody has written is taken for a near spelling of one that somebody has.
2. Candidates are gathered after visibility and filters: rows that hold all the words, then, where those
   are few, rows that hold any of the telling ones; at most `CAP`, newest first. Rows with the words in
   their title are gathered apart, so that an old exact title is never lost to the cap.
3. Candidates are ranked: for each word its weight (how rare it is) times Postgres' saturating count of
   it, title before facts before text, plus a bonus where neighbours in the question are neighbours in
   the text. This is the shape of BM25 (Robertson and Zaragoza, 2009) with what Postgres can count.
4. The rows of one page are fetched and the passage that answers is marked in Python.
"""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from math import prod
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from incidents.models import Incident
from people.models import User
from postmortems.choices import SearchKind
from postmortems.search.passages import Marked, marked, passage_of, sought_by
from postmortems.search.words import Question, Term, is_listed, parse_question, understand_question
from web.statements import Kept, prepared_cursor

CAP = 500
"""So many candidates are ranked; a broader question ranks the newest of them and the page says so."""

CAP_OF_MANY = 200
"""So many where most rows answer: their words say little about which of them is meant."""

ENOUGH = 60
"""With so many rows that hold every word, rows that hold only some are not looked for."""

BROAD = 2000
"""So many rows that hold any of the words are gathered, at most about: common words among them are left out first."""

PAGE = 25

COMMON = 0.25
"""A word in more than this share of rows tells nothing about which row is meant."""


@dataclass(frozen=True)
class Filters:
    """What the answer is narrowed to; None or empty is everything."""

    kind: str = ""
    service: int | None = None
    tag: int | None = None
    team: int | None = None
    severity: int | None = None
    incident_kind: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Hit:
    """One answer."""

    kind: str
    object_id: int
    incident_id: int
    number: str
    title: str
    at: datetime
    severity_level: int | None
    incident_kind: str
    is_imported: bool
    passage: Marked = ()
    title_parts: Marked = ()


@dataclass(frozen=True)
class Answer:
    """A page of answers, and what was done to find them."""

    hits: list[Hit] = field(default_factory=list)
    found: int = 0
    capped: bool = False
    has_more: bool = False
    near_spellings: tuple[tuple[str, str], ...] = ()
    nowhere: tuple[str, ...] = ()
    """Words typed that nothing holds, and that no near spelling was taken for."""


def _conditions(filters: Filters, question: Question) -> tuple[str, list[Any]]:
    """Write visibility, filters, phrases and exclusions as SQL on the alias `r`; `hidden` is beside it (`HIDDEN`)."""
    parts = [
        "r.incident_id NOT IN (SELECT id FROM hidden)",
        "(r.also_incident_ids = '{}' OR NOT EXISTS (SELECT 1 FROM hidden WHERE hidden.id = ANY (r.also_incident_ids)))",
    ]
    params: list[Any] = []
    simple = {
        "r.kind = %s": filters.kind,
        "r.service_ids @> ARRAY[%s]::bigint[]": filters.service,
        "r.tag_ids @> ARRAY[%s]::bigint[]": filters.tag,
        "r.team_ids @> ARRAY[%s]::bigint[]": filters.team,
        "r.severity_level = %s": filters.severity,
        "r.incident_kind = %s": filters.incident_kind,
        "extract(year FROM r.at AT TIME ZONE 'UTC') = %s": filters.year,
    }
    for condition, value in simple.items():
        if value not in (None, ""):
            parts.append(condition)
            params.append(value)
    for phrase in question.phrases:
        parts.append("r.vector @@ phraseto_tsquery('english', %s)")
        params.append(phrase)
    for word in question.excluded:
        parts.append("NOT r.vector @@ plainto_tsquery('english', %s)")
        params.append(word)
    return " AND ".join(parts), params


def _hidden_from(user: User) -> QuerySet[Incident, Any]:
    return Incident.objects.hidden_from(user).values("pk")


def _rows(user: User, sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    """Ask with the few incidents that this person may not see beside it, gathered once as `hidden`."""
    hidden, whose = Kept(_hidden_from, values=(user,)).sql()
    with connection.cursor() as cursor:
        cursor.execute(f"WITH hidden (id) AS MATERIALIZED ({hidden}) {sql}", [*whose, *params])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _ask(user: User, sql: str, params: list[Any]) -> list[int]:
    """Ask for candidates."""
    return [row[0] for row in _rows(user, sql, params)]


def _candidates(
    user: User, question: Question, terms: list[Term], filters: Filters, *, of_many: bool
) -> tuple[list[int], bool]:
    """Gather the rows worth ranking, newest first within each way of matching; one or two statements.

    Says too whether there are more than are ranked.
    """
    where, params = _conditions(filters, question)
    own = [term for term in terms if not term.is_synonym]
    telling = [term for term in own if term.share <= COMMON] or own
    if not own:
        found = _ask(user, _newest(where, ""), params)
        return found, len(found) >= CAP
    all_words = " & ".join(f"({term.tsquery})" for term in own)
    title = all_words if of_many else " & ".join(f"({term.tsquery})" for term in telling)
    newest = _newest_of_many(where) if of_many else _newest_of_some(where)
    found = _ask(user, newest, [all_words, *params, title, *params])
    if len(found) >= ENOUGH or (len(own) == 1 and len(terms) == 1):
        return found, len(found) >= (CAP_OF_MANY if of_many else CAP)
    any_word = " | ".join(f"({term.tsquery})" for term in _rarest([*telling, *terms[len(own) :]]))
    some = _ask(user, _newest(where, "r.vector @@ to_tsquery('simple', %s) AND "), [any_word, *params])
    ids = list(dict.fromkeys([*found, *some]))
    return ids, len(ids) >= CAP


def _rarest(terms: list[Term]) -> list[Term]:
    """Leave out the most common words where rows with any of them would be too many to gather; one stays at least."""
    kept: list[Term] = []
    for term in sorted(terms, key=lambda term: term.rows):
        if kept and sum(other.rows for other in kept) + term.rows > BROAD:
            break
        kept.append(term)
    return kept


def _newest_of_some(where: str) -> str:
    """Select the newest rows that hold all words, and apart those with the telling ones in their title."""
    return f"""
        (WITH hits AS MATERIALIZED (
            SELECT r.id, r.at FROM postmortems_searchrow r
            WHERE r.vector @@ to_tsquery('simple', %s) AND {where})
         SELECT id FROM hits ORDER BY at DESC, id DESC LIMIT {CAP})
        UNION
        (WITH hits AS MATERIALIZED (
            SELECT r.id, r.at FROM postmortems_searchrow r
            WHERE r.title_vector @@ to_tsquery('simple', %s) AND {where})
         SELECT id FROM hits ORDER BY at DESC, id DESC LIMIT 50)
    """  # noqa: S608 - our own words; every value is a parameter


def _newest_of_many(where: str) -> str:
    """Select the newest rows of a question most rows answer to.

    Its words are in so many rows that walking down the dates meets `CAP_OF_MANY` of them soon, while the words'
    index would first list them all. The function behind `@@` is one that no index answers to. What
    stands in titles is left to the planner: those vectors are short, so it prices them rightly.
    """
    return f"""
        (SELECT r.id FROM postmortems_searchrow r
         WHERE ts_match_vq(r.vector, to_tsquery('simple', %s)) AND {where} ORDER BY r.at DESC, r.id DESC LIMIT {CAP_OF_MANY})
        UNION
        (SELECT r.id FROM postmortems_searchrow r
         WHERE r.title_vector @@ to_tsquery('simple', %s) AND {where} ORDER BY r.at DESC, r.id DESC LIMIT 50)
    """  # noqa: S608 - our own words; every value is a parameter


def _newest(where: str, match: str) -> str:
    """Select the newest rows that match, at most `CAP`."""
    return f"""
        , hits AS MATERIALIZED (SELECT r.id, r.at FROM postmortems_searchrow r WHERE {match}{where})
        SELECT id FROM hits ORDER BY at DESC, id DESC LIMIT {CAP}
    """  # noqa: S608 - our own words; every value is a parameter


WEIGHTS = "{0.1, 0.35, 0.5, 1.0}"
"""What a word counts in D (unused), text, facts, title."""

NEIGHBOURS = 0.035
"""What two neighbours of the question add where they are neighbours in the text, of their own weight."""


COVERED = 0.08
"""What holding a word at all adds, of its weight: rows with more of the words come first."""

LEAST_COVERED = 0.35
"""A row that holds less than this share of the question's weight answers something else."""


OF_AN_ACTION = 0.5
"""What an action's match counts: its row is a sentence, so each word of it looks important."""


Ranked = list[tuple[int, int, str, float]]
"""Answers, best first: (row id, incident id, kind, score)."""


def _ranked(user: User, question: Question, terms: list[Term], filters: Filters) -> tuple[Ranked, bool]:
    """Gather and order what answers, and say whether there is more than that; one to three statements."""
    own = [term for term in terms if not term.is_synonym]
    narrowed = filters != Filters() or question.phrases or question.excluded
    of_many = bool(own) and not narrowed and prod(term.share for term in own) > COMMON
    if of_many and len(terms) == 1:
        ranked = _rank_of_many(user, question, terms[0])
        return ranked, len(ranked) >= CAP_OF_MANY
    ids, capped = _candidates(user, question, terms, filters, of_many=of_many)
    return (_rank(ids, question, terms) if ids else []), capped


def _rank(ids: list[int], question: Question, terms: list[Term]) -> Ranked:
    """Order candidates; one statement.

    Laying a vector into an array takes it out of its compressed place once, instead of once for each word.
    """
    parts: list[str] = ["0"]
    params: list[Any] = []
    for term in terms:
        parts.append("%s * ts_rank(%s::float4[], r.vectors[1], to_tsquery('simple', %s), 1)")
        params += [term.weight, WEIGHTS, term.tsquery]
    own = [term for term in terms if not term.is_synonym]
    for first, second in pairwise(own):
        parts.append("CASE WHEN r.vectors[1] @@ to_tsquery('simple', %s) THEN %s ELSE 0 END")
        params += [f"({first.tsquery}) <-> ({second.tsquery})", NEIGHBOURS * min(first.weight, second.weight)]
    for phrase in question.phrases:
        parts.append("2 * ts_rank(%s::float4[], r.vectors[1], phraseto_tsquery('english', %s), 1)")
        params += [WEIGHTS, phrase]
    covered = ["0"]
    covered_params: list[Any] = []
    for term in terms:
        covered.append("(r.vectors[1] @@ to_tsquery('simple', %s))::int * %s")
        covered_params += [term.tsquery, term.weight]
    least = LEAST_COVERED * sum(term.weight for term in own)
    sql = f"""
        SELECT id, incident_id, kind, (score + {COVERED} * covered) * weight AS total FROM (
            SELECT r.id, r.incident_id, r.kind, r.number, r.at, {" + ".join(parts)} AS score, {" + ".join(covered)} AS covered,
                   CASE r.kind WHEN 'action' THEN {OF_AN_ACTION} ELSE 1 END AS weight
            FROM (SELECT id, incident_id, kind, number, at, ARRAY[vector] AS vectors
                  FROM postmortems_searchrow WHERE id = ANY(%s::bigint[]) OFFSET 0) AS r) AS scored
        WHERE covered >= %s
        ORDER BY number = ANY(%s) DESC, total DESC, at DESC, id DESC
    """  # noqa: S608 - our own words; every value is a parameter
    with prepared_cursor() as cursor:  # of whatever words, it ranks the rows that it is given
        cursor.execute(sql, [*params, *covered_params, _as_array(ids), least, _numbers(question)])
        rows: Ranked = cursor.fetchall()
    return rows


def _rank_of_many(user: User, question: Question, term: Term) -> Ranked:
    """Gather the newest rows of a single word that most rows hold, and order them; one statement.

    As `_rank` does, without what a single word makes the same for all: how much of the question they hold.
    """
    where, params = _conditions(Filters(), question)
    sql = f"""
        , found AS MATERIALIZED ({_newest_of_many(where)})
        SELECT r.id, r.incident_id, r.kind, (%s::float8 * ts_rank(%s::float4[], r.vector, to_tsquery('simple', %s), 1) + %s)
               * CASE r.kind WHEN 'action' THEN {OF_AN_ACTION}::float8 ELSE 1 END AS total
        FROM postmortems_searchrow r WHERE r.id = ANY (ARRAY(SELECT id FROM found))
        ORDER BY r.number = ANY(%s) DESC, total DESC, r.at DESC, r.id DESC
    """  # noqa: S608 - our own words; every value is a parameter
    found = [term.tsquery, *params, term.tsquery, *params]
    ranking: list[Any] = [term.weight, WEIGHTS, term.tsquery, COVERED * term.weight, _numbers(question)]
    rows: Ranked = _rows(user, sql, [*found, *ranking])
    return rows


def _numbers(question: Question) -> list[str]:
    """Return what was typed as a number would be written: who types AI-6 means AI-6."""
    return [word.upper() for word in (*question.words, *question.phrases)]


def _as_array(ids: list[int]) -> str:
    """Write numbers as Postgres does: some hundred of them, one by one, cost more than what is asked of them."""
    return f"{{{','.join(map(str, ids))}}}"


def _without_twins(ranked: list[tuple[int, int, str, float]]) -> list[int]:
    """Show an incident once: its document stands for it, at the better of the two places."""
    documents = {incident: row for row, incident, kind, _ in ranked if kind == SearchKind.POSTMORTEM}
    incident_kind = str(SearchKind.INCIDENT)
    shown = (documents.get(incident, row) if kind == incident_kind else row for row, incident, kind, _ in ranked)
    return list(dict.fromkeys(shown))


def search(user: User, text: str, filters: Filters | None = None, *, page: int = 1) -> Answer:
    """Return one page of what this person may see that answers `text`, best first.

    Six statements at most, whatever the number of rows. An empty question finds nothing: filters alone are
    answered by `page_carrying`.
    """
    question = parse_question(text)
    if question.is_empty:
        return Answer()
    terms = understand_question(question)
    if not terms and not question.phrases:
        return Answer()
    ranked, capped = _ranked(user, question, terms, filters or Filters())
    if not ranked:
        return Answer()
    order = _without_twins(ranked)
    wanted = order[(page - 1) * PAGE : page * PAGE]
    hits = fetch_hits(wanted, question, terms)
    shown = tuple((term.word, term.instead) for term in terms if term.instead and _may_be_said(term.instead, hits))
    unheld = (term for term in terms if not (term.rows or term.instead or term.is_synonym or len(term.lexemes) > 1))
    absent = [term for term in unheld if not any(_occurs(parts[0], hits) for parts in term.lexemes)]
    shown += tuple((term.word, ", ".join(term.others)) for term in absent if term.others)
    nowhere = tuple(term.word for term in absent if not term.others)
    return Answer(hits, len(order), capped, len(order) > page * PAGE, shown, nowhere)


def _may_be_said(spelling: str, hits: list[Hit]) -> bool:
    """Whether a near spelling gives nothing away: it is an expression of our own list, or in a shown answer."""
    return is_listed(spelling) or _occurs(spelling, hits)


def _occurs(lexeme: str, hits: list[Hit]) -> bool:
    """Whether a near spelling is in a shown answer: only then may it be said aloud."""
    beginning = lexeme[: max(len(lexeme) - 1, 3)]
    return any(beginning in part.lower() for hit in hits for part, _ in (*hit.passage, *hit.title_parts))


TITLE = 4
"""Where the title stands among the columns fetched for a hit."""


def fetch_hits(ids: list[int], question: Question, terms: list[Term]) -> list[Hit]:
    """Fetch the rows of a page in their order and mark what answers; one statement."""
    sql = """
        SELECT r.id, r.kind, r.object_id, r.incident_id, r.number, r.title, r.at, r.severity_level, r.incident_kind,
               i.is_imported AND (r.kind <> 'action' OR a.is_imported), r.text
        FROM postmortems_searchrow r JOIN incidents_incident i ON i.id = r.incident_id
        LEFT JOIN actions_action a ON r.kind = 'action' AND a.id = r.object_id
        WHERE r.id = ANY(%s::bigint[])
    """
    with prepared_cursor() as cursor:
        cursor.execute(sql, [_as_array(ids)])
        rows: dict[int, tuple[Any, ...]] = {row[0]: row[1:] for row in cursor.fetchall()}
    sought = sought_by(question, terms)
    hits = []
    for row_id in ids:
        facts, text = rows[row_id][:-1], rows[row_id][-1]
        passage, title = passage_of(text, sought), marked(facts[TITLE], sought)
        hits.append(Hit(*(*facts, passage, title)))
    return hits
