"""The measures of a month: what each asks, what it divides by what, and what it leaves out.

Each stands in one place. Its `parts` say what is counted, row by row (see sources), so that a figure can be
told to each reader without what they may not see, and so that the rows behind it can be shown. Nothing
here is counted by person, and nothing ranks teams.
"""

from dataclasses import replace

from actions.choices import ActionKind, Priority
from reviews.definitions import Definition, Figure, Measure, Shape, State, cohorts_before, read_figure
from reviews.sources import (
    BEGINNING_KNOWN,
    COMMITTED,
    DRAFTED,
    HAPPENED,
    HAS_DOCUMENT,
    HELD,
    NOT_KNOWN_TO_HOLD,
    OPEN,
    PUBLISHED,
    READ,
    READ_ELSEWHERE,
    REPEATED,
    Part,
    day_begins,
    days_until,
    in_order,
    working_days_until,
)

__all__ = [
    "DEFINITIONS",
    "KEPT_FROM_THE_FIRST",
    "MEASURES",
    "OF_READING",
    "PILE",
    "Definition",
    "Figure",
    "Measure",
    "Shape",
    "State",
    "cohorts_before",
    "read_figure",
]

_ASKS_FOR_ONE = "i.kind <> 'near_miss' AND s.requires IN ('full', 'light')"
_KINDS_THAT_CHANGE_THE_SYSTEM = {
    ActionKind.PREVENT: "prevent",
    ActionKind.DETECT: "detect",
    ActionKind.MITIGATE: "mitigate",
    ActionKind.RECOVER: "recover",
}
_QUIET_SINCE = " ".join(f"WHEN '{one}' THEN {day_begins(f'%(quiet_{one})s::date + 1')}" for one in Priority.values)
_POLICY_ON_DRAFTS = f"s.draft_within IS NOT NULL AND {BEGINNING_KNOWN} AND {in_order('review_asked_at')}"
_POLICY_ON_PUBLICATION = f"s.publish_within IS NOT NULL AND {BEGINNING_KNOWN} AND {in_order('published_at')}"
_TIMES_LEFT_OUT = (
    "Imports, documents whose times contradict each other, and those of whose incident nobody knows when it began or was "
    "noticed."
)
_MONTH, _QUARTER, _HALF = (f"a.committed_at >= {day_begins(f'%(today)s::date - {days}')}" for days in (29, 89, 179))


def _aged(key: str, name: str, condition: str) -> Definition:
    formula = f"Commitments that have been {name.lower()}, from the day they were made."
    return replace(_pile(key, name, formula, condition), question="Does the pile grow older?", is_age=True)


def _pile(key: str, name: str, formula: str, condition: str, *, actions_view: str = "") -> Definition:
    return Definition(
        key,
        name,
        "What waits for a word from us?",
        formula,
        "Proposals; what is done or closed as won't do.",
        Shape.COUNT,
        (Part(OPEN, condition),),
        of="open actions",
        of_one="open action",
        actions_view=actions_view,
    )


def _within(key: str, name: str, question: str, left_out: str, part: Part) -> Definition:
    return Definition(
        key,
        name,
        question,
        f"Of the documents that {left_out} in the month and whose severity names a time for it: those that did within so "
        "many working days (Monday to Friday) of the incident.",
        "Imports; severities that name no time; documents whose times contradict each other, or of whose incident "
        "nobody knows when it began or was noticed. Holidays are not known here.",
        Shape.RATE,
        (part,),
        of="documents with a time in the policy",
        of_one="document with a time in the policy",
    )


def _held(kind: ActionKind, verb: str) -> Definition:
    return Definition(
        f"held_{kind}",
        f"Of them, to {verb}",
        "What do our improvements change?",
        f"Actions to {verb} of which somebody said in the month that what was done has held.",
        "Proposals, what is not done, and what nobody has been asked about yet.",
        Shape.COUNT,
        (Part(HELD, f"a.kind = '{kind}'", of="true"),),
        of="improvements that held",
        of_one="improvement that held",
        part_of="held",
    )


MEASURES = (
    Definition(
        "completion",
        "Actions completed",
        "Of what we committed to, how much is done?",
        "Of the commitments made in a month: those done by now, of all of them. By the month they were committed in, "
        "so that an old pile cannot hide behind a new one.",
        "Proposals, and commitments closed as won't do: they are listed with their reasoning.",
        Shape.RATE,
        (Part(COMMITTED, "a.status = 'done'"),),
        of="commitments made in the month",
        of_one="commitment made in the month",
        by_cohort=True,
    ),
    Definition(
        "on_time",
        "Actions completed by their date",
        "How well do our dates tell what will happen?",
        "Of the commitments made in a month whose date has come: those done on their date or before.",
        "What is closed as won't do, and what is not due yet. A moved date counts as the new one.",
        Shape.RATE,
        (
            Part(
                COMMITTED,
                "a.due_on < %(today)s AND a.status = 'done' AND (a.settled_at AT TIME ZONE 'UTC')::date <= a.due_on",
                of="a.due_on < %(today)s",
            ),
        ),
        of="commitments made in the month and due by now",
        of_one="commitment made in the month and due by now",
        by_cohort=True,
    ),
    Definition(
        "documented",
        "Incidents with a post-mortem",
        "Of the month's incidents that ask for a post-mortem, how many can be read?",
        "Of the month's incidents whose severity asks for a post-mortem: those with a published one.",
        "Near misses, imports, incidents of unknown severity, and severities that leave it open. As shipped, the policy "
        "asks for one at SEV-1 and SEV-2.",
        Shape.RATE,
        (Part(HAPPENED, f"{_ASKS_FOR_ONE} AND {HAS_DOCUMENT}", of=_ASKS_FOR_ONE),),
        of="incidents of the month that ask for one",
        of_one="incident of the month that asks for one",
    ),
    Definition(
        "days_to_draft",
        "Days from incident to draft",
        "How soon is it written down?",
        "The median of whole days from the incident to the day its draft went into review.",
        _TIMES_LEFT_OUT,
        Shape.MEDIAN,
        (Part(DRAFTED, of=BEGINNING_KNOWN, days=days_until("review_asked_at")),),
        unit="days",
        of="drafts that went into review",
        of_one="draft that went into review",
    ),
    _within(
        "drafted_in_time",
        "In review within the policy",
        "Does our policy leave time to write?",
        "went into review",
        Part(
            DRAFTED,
            f"{_POLICY_ON_DRAFTS} AND {working_days_until('review_asked_at')} <= s.draft_within",
            of=_POLICY_ON_DRAFTS,
        ),
    ),
    Definition(
        "days_to_publication",
        "Days from incident to publication",
        "How fresh is what we read?",
        "The median of whole days from the incident to its publication, over the documents published in the month.",
        _TIMES_LEFT_OUT,
        Shape.MEDIAN,
        (Part(PUBLISHED, of=BEGINNING_KNOWN, days=days_until("published_at")),),
        unit="days",
        of="post-mortems",
        of_one="post-mortem",
    ),
    _within(
        "published_in_time",
        "Published within the policy",
        "Does our policy ask for what we can do?",
        "came out",
        Part(
            PUBLISHED,
            f"{_POLICY_ON_PUBLICATION} AND {working_days_until('published_at')} <= s.publish_within",
            of=_POLICY_ON_PUBLICATION,
        ),
    ),
    Definition(
        "held",
        "System improvements for each post-mortem",
        "Does writing change the system?",
        "Actions that prevent, detect, mitigate or recover, that are done, and of which somebody said in the month that "
        "they have held, for each post-mortem published in it.",
        "Actions that are there to learn, and those of no kind. Imports that nobody here committed to. What is done and "
        "not yet known to hold is counted apart; what did not hold is open again.",
        Shape.RATIO,
        (Part(HELD, of="false"), Part(PUBLISHED, "false")),
        unit="for each",
        of="post-mortems",
        of_one="post-mortem",
    ),
    *(_held(ActionKind(kind), verb) for kind, verb in _KINDS_THAT_CHANGE_THE_SYSTEM.items()),
    Definition(
        "held_waiting",
        "Done, and not yet known to hold",
        "What do we still owe a second look?",
        "Actions of these kinds that were done in the month and of which nobody has said yet whether they hold.",
        "What has been said to hold, and what did not hold: that is open again.",
        Shape.COUNT,
        (Part(NOT_KNOWN_TO_HOLD),),
        of="actions done in the month",
        of_one="action done in the month",
        part_of="held",
    ),
    Definition(
        "repeats",
        "Incidents we have had before",
        "Should an earlier review have prevented this?",
        "Of the month's incidents: those that somebody has confirmed to be a repeat of an earlier one. One that repeats "
        "several counts once.",
        "Near misses, imports, and confirmations that were withdrawn. A likeness nobody has confirmed is no repeat.",
        Shape.RATE,
        (Part(REPEATED, "i.kind <> 'near_miss'", of="false"), Part(HAPPENED, "false", of="i.kind <> 'near_miss'")),
        of="incidents",
        of_one="incident",
    ),
    Definition(
        "near_misses",
        "Near misses told for each incident",
        "Do close calls reach us before they become incidents?",
        "Near misses of the month, for each incident of it. More is better: a close call that is told costs nothing.",
        "Imports.",
        Shape.RATIO,
        (Part(HAPPENED, "i.kind = 'near_miss'", of="i.kind <> 'near_miss'"),),
        unit="for each",
        of="incidents",
        of_one="incident",
    ),
    Definition(
        "reading_teams",
        "Reading teams for each post-mortem",
        "Does what we learn travel?",
        "Teams that had a post-mortem open in the month it came out, for each post-mortem published in it. A team counts "
        "once for a post-mortem, whoever of it reads, and however often.",
        "Who has no team; readings without scripts, of less than half a minute, on paper or in the mail, and while noting "
        "them was switched off. Imports.",
        Shape.RATIO,
        (Part(READ, of="false"), Part(PUBLISHED, "false")),
        unit="for each",
        of="post-mortems",
        of_one="post-mortem",
    ),
    Definition(
        "read_elsewhere",
        "Read by a team that was not part of it",
        "Does what we learn travel?",
        "Of the post-mortems published in the month: those that a team had open in it which was not part of the incident.",
        "The same as of reading teams.",
        Shape.RATE,
        (Part(PUBLISHED, READ_ELSEWHERE),),
        of="post-mortems",
        of_one="post-mortem",
        part_of="reading_teams",
    ),
)

PILE = (
    _aged("open_month", "Open for less than 30 days", _MONTH),
    _aged("open_quarter", "Open for 30 to 89 days", f"{_QUARTER} AND NOT {_MONTH}"),
    _aged("open_half", "Open for 90 to 179 days", f"{_HALF} AND NOT {_QUARTER}"),
    _aged("open_longer", "Open for 180 days or more", f"NOT {_HALF}"),
    _pile(
        "past",
        "Past their date",
        "Open commitments planned for a day before.",
        "a.due_on < %(today)s",
        actions_view="past",
    ),
    _pile(
        "stale",
        "Without a word for long",
        "Open commitments of which nothing was heard for as many days as the policy of reminders says for their priority.",
        f"a.moved_at < CASE a.priority {_QUIET_SINCE} END",
        actions_view="stale",
    ),
    _pile(
        "unowned",
        "Without an owner who is here",
        "Open commitments that nobody owns, or whose owner has left.",
        "a.owner_id IS NULL OR a.owner_id IN (SELECT p.id FROM people_user p WHERE NOT p.is_active)",
        actions_view="unowned",
    ),
)
"""How the pile stands at one moment. It cannot be known afterwards: only a closed month has it for the past."""

OF_READING = ("reading_teams", "read_elsewhere")
"""Measures that can only be told where it is noted which teams read."""

KEPT_FROM_THE_FIRST = (
    *("completion", "on_time", "documented", "days_to_draft", "days_to_publication"),
    *("published_in_time", "near_misses"),
)
"""What a closed month kept that does not say so: it was closed before there were other measures."""

DEFINITIONS = {definition.key: definition for definition in (*MEASURES, *PILE)}
