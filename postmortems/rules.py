"""What must hold before a document may move on. Pure: takes loaded facts, returns every reason at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse

from actions.choices import OPEN_STATUSES, ActionStatus
from incidents.choices import DecisionKind, ReviewedBy
from postmortems.choices import PostmortemStatus, ReviewAnswer, SectionKind

FRIDAY = 5
FOLD_WITHIN = timedelta(minutes=10)
TEXT_LIMIT = 200_000
BRIEF_NOTE, PATTERN, FULL = "brief-note", "pattern", "full"


class Refused(Exception):
    """The state of the document does not allow it. The text is for the person who asked."""


class NotReady(Refused):
    """The gate: carries everything that is missing."""

    def __init__(self, blockers: "Sequence[Blocker]") -> None:
        super().__init__("; ".join(blocker.message for blocker in blockers))
        self.blockers = list(blockers)


@dataclass(frozen=True)
class Blocker:
    """One thing that is missing, and the place that mends it."""

    code: str
    message: str
    url_name: str
    url_args: tuple[Any, ...] = ()
    anchor: str = ""
    mend: str = "Mend it"

    @property
    def url(self) -> str:
        """The address of the place that mends it."""
        return reverse(self.url_name, args=self.url_args) + (f"#{self.anchor}" if self.anchor else "")


@dataclass(frozen=True)
class SectionFacts:
    """What the gate asks of a section."""

    key: str
    heading: str
    kind: str
    is_required: bool
    body: str


@dataclass(frozen=True)
class ActionFacts:
    """What the gate asks of an action."""

    number: int
    title: str
    is_proposal: bool
    was_never_committed: bool  # a proposal dropped with its reasoning, or one settled before its import
    has_owner: bool
    has_date: bool
    has_outcome: bool
    is_open: bool = True
    owner_has_left: bool = False


@dataclass(frozen=True)
class ReviewFacts:
    """What the gate asks of a review. `name` is for the page, never for an edition."""

    reviewer_id: int
    name: str
    is_leadership: bool
    answer: str
    is_stale: bool = False  # the text has changed since the answer


@dataclass(frozen=True)
class FactorFacts:
    """What the gate asks of a factor."""

    key: int
    text: str
    has_ending: bool


@dataclass(frozen=True)
class MarkFacts:
    """What the gate asks of a mark of the lens that is neither mended nor answered."""

    quoted: str
    where: str
    message: str
    url_name: str
    url_args: tuple[Any, ...]
    anchor: str


@dataclass(frozen=True)
class AnsweredMark:
    """A mark of the lens that may stand, and why: for whoever reviews. Not who said so."""

    quoted: str
    where: str
    reason: str
    note: str
    url_name: str
    url_args: tuple[Any, ...]
    anchor: str

    @property
    def url(self) -> str:
        """The address of the place where it stands."""
        return f"{reverse(self.url_name, args=self.url_args)}#{self.anchor}"


@dataclass(frozen=True)
class DocumentFacts:
    """Everything the gate looks at."""

    number: int
    status: str
    amending: bool
    severity: str  # its name; empty while not known
    reviewed_by: str  # empty while the severity is not known
    is_near_miss: bool
    timeline_entries: int
    sections: Sequence[SectionFacts]
    actions: Sequence[ActionFacts]
    reviews: Sequence[ReviewFacts]
    author_ids: Collection[int]
    open_comments: int = 0
    impact_known: bool = True
    marks: Sequence[MarkFacts] = ()
    answered: Sequence[AnsweredMark] = ()
    factors: Sequence[FactorFacts] = ()


def publish_blockers(facts: DocumentFacts) -> list[Blocker]:
    """Return all that stands between a document and its publication, in the order of the page."""
    return [
        *_severity_blockers(facts),
        *_section_blockers(facts),
        *_action_blockers(facts),
        *_wording_blockers(facts),
        *_review_blockers(facts),
    ]


def publish_advice(facts: DocumentFacts) -> list[Blocker]:
    """Return what would make it better and holds nothing up."""
    advice = [
        Blocker(
            "action_without_outcome",
            f"AI-{action.number} “{action.title}” does not say what somebody could check when it is done.",
            "actions:detail",
            (action.number,),
            mend="Say what to check",
        )
        for action in facts.actions
        if not (action.is_proposal or action.was_never_committed or action.has_outcome)
    ]
    advice += [
        Blocker(
            "action_orphaned",
            f"The owner of AI-{action.number} “{action.title}” has left.",
            "actions:detail",
            (action.number,),
            mend="Hand it over",
        )
        for action in facts.actions
        if action.owner_has_left and not action.was_never_committed
    ]
    proposals = [action for action in facts.actions if action.is_proposal]
    if proposals and all(action.is_proposal or action.was_never_committed for action in facts.actions):
        words = "Nothing is committed to: what is to change is only proposed."
        url = "actions:detail", (proposals[0].number,)
        advice.append(Blocker("nothing_committed", words, *url, mend="Look at a proposal"))
    advice += [
        Blocker(
            "factor_without_ending",
            f"The factor “{factor.text}” ends in nothing yet: no action, and no “we accept this”.",
            "postmortems:factor_edit",
            (facts.number, factor.key),
            "ending",
            "Say how it ends",
        )
        for factor in facts.factors
        if not factor.has_ending
    ]
    waiting = [review.name for review in facts.reviews if review.answer == ReviewAnswer.ASKED]
    if waiting:
        verb = "has" if len(waiting) == 1 else "have"
        words = f"{_listed(waiting)} {verb} been asked and {verb} not answered yet."
        advice.append(Blocker("review_waiting", words, "postmortems:review", (facts.number,), mend="See the review"))
    if any(review.is_stale for review in facts.reviews if review.answer == ReviewAnswer.APPROVED):
        words = "The text has changed since it was approved."
        advice.append(Blocker("approved_before", words, "postmortems:history", (facts.number,), mend="Compare"))
    if facts.open_comments:
        words = "1 comment is open." if facts.open_comments == 1 else f"{facts.open_comments} comments are open."
        advice.append(
            Blocker("comments_open", words, "postmortems:review", (facts.number,), "comments", mend="Read them")
        )
    if not facts.impact_known:
        words = "Nothing is known of the impact yet. That is an answer; zero would be another."
        advice.append(Blocker("impact_unknown", words, "incidents:impact", (facts.number,), mend="Say what is known"))
    return advice


def _severity_blockers(facts: DocumentFacts) -> list[Blocker]:
    if facts.severity or facts.is_near_miss:
        return []
    words = "The severity is not known yet, and it decides who approves."
    return [Blocker("severity_unknown", words, "incidents:facts", (facts.number,), mend="Say how severe it was")]


def _section_blockers(facts: DocumentFacts) -> list[Blocker]:
    blockers = []
    for section in facts.sections:
        if not section.is_required or section.body.strip():
            continue
        if section.kind == SectionKind.FACTORS and facts.factors:
            continue
        if section.kind == SectionKind.TIMELINE:
            if not facts.timeline_entries:
                words = "The timeline has no entry yet."
                blockers.append(
                    Blocker(
                        "timeline_empty", words, "incidents:detail", (facts.number,), "timeline", "Add what happened"
                    )
                )
            continue
        words = f"“{section.heading}” is empty."
        blockers.append(
            Blocker("section_empty", words, "postmortems:edit_section", (facts.number, section.key), mend="Write it")
        )
    return blockers


def _action_blockers(facts: DocumentFacts) -> list[Blocker]:
    blockers = []
    for action in facts.actions:
        if action.is_proposal or action.was_never_committed or (action.has_owner and action.has_date):
            continue
        missing, give = {
            (False, False): ("nobody owns it and it has no date", "both"),
            (False, True): ("nobody owns it", "an owner"),
            (True, False): ("it has no date", "a date"),
        }[action.has_owner, action.has_date]
        words = f"AI-{action.number} “{action.title}” is a commitment, but {missing}."
        code = "action_without_owner" if not action.has_owner else "action_without_date"
        # whose it is already, its page says who may give it a date; a settled one is reopened there first
        place = "actions:commit" if action.is_open and not action.has_owner else "actions:detail"
        blockers.append(Blocker(code, words, place, (action.number,), mend=f"Give it {give}"))
    return blockers


def _wording_blockers(facts: DocumentFacts) -> list[Blocker]:
    return [
        Blocker(
            "lens_mark",
            f"The lens marks “{mark.quoted}” in {mark.where}. {mark.message}",
            mark.url_name,
            mark.url_args,
            mark.anchor,
            "Mend or answer it",
        )
        for mark in facts.marks
    ]


def _review_blockers(facts: DocumentFacts) -> list[Blocker]:
    place = ("postmortems:review", (facts.number,))
    blockers = [
        Blocker("changes_asked", f"{review.name} asks for changes.", *place, mend="See what and answer")
        for review in facts.reviews
        if review.answer == ReviewAnswer.CHANGES
    ]
    wanted = approval_wanted(reviewed_by=facts.reviewed_by, is_near_miss=facts.is_near_miss)
    approvals = [
        review
        for review in facts.reviews
        if review.answer == ReviewAnswer.APPROVED and not is_only_author(review.reviewer_id, facts.author_ids)
    ]
    name = facts.severity or "A near miss"
    if wanted == ReviewedBy.LEADERSHIP and not any(review.is_leadership for review in approvals):
        words = (
            f"{name} is approved by leadership, and nobody of that role who did not write it alone has approved yet."
        )
        blockers.append(Blocker("leadership_missing", words, *place, mend="Ask somebody"))
    if wanted == ReviewedBy.TEAM and not approvals:
        words = f"{name} is approved by a second person, and {_who_approved(facts)}."
        blockers.append(Blocker("approval_missing", words, *place, mend="Ask somebody"))
    return blockers


def _who_approved(facts: DocumentFacts) -> str:
    if any(review.answer == ReviewAnswer.APPROVED for review in facts.reviews):
        return "nobody but its author has approved yet"
    return "nobody has approved yet"


def approval_wanted(*, reviewed_by: str, is_near_miss: bool) -> str:
    """Return whose approval is needed before publishing; empty while the severity is not known."""
    return reviewed_by or (ReviewedBy.TEAM if is_near_miss else "")


def whose_approval_counts(wanted: str, name: str) -> str:
    """Say it for the page of the review."""
    if wanted == ReviewedBy.LEADERSHIP:
        return f"{name} asks for the approval of somebody in leadership who did not write it alone."
    if wanted == ReviewedBy.TEAM:
        return f"{name} asks for the approval of a second person: that of who wrote it alone does not count."
    return ""


def is_only_author(person_id: int, author_ids: Collection[int]) -> bool:
    """Whether this person wrote it alone, and so cannot be the one who approves it."""
    return set(author_ids) == {person_id}


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def may_be_written(*, status: str, amending: bool) -> bool:
    """Whether sections take text: a published document only while it is being amended."""
    return status != PostmortemStatus.PUBLISHED or amending


def folds(*, same_person: bool, noted: bool, began_at: datetime, at: datetime) -> bool:
    """Whether a save belongs to the revision before it."""
    return same_person and not noted and at - began_at < FOLD_WITHIN


@dataclass(frozen=True)
class Candidate:
    """A person who may be asked to facilitate."""

    person_id: int
    team_ids: frozenset[int]
    last_asked_at: datetime | None


def propose_facilitator(
    candidates: Sequence[Candidate], *, teams_involved: Collection[int], involved: Collection[int]
) -> int | None:
    """Return whose turn it is: somebody of another team, not involved, asked longest ago (never, first of all)."""
    free = [
        candidate
        for candidate in candidates
        if candidate.person_id not in involved and candidate.team_ids.isdisjoint(teams_involved)
    ]
    never = [candidate for candidate in free if candidate.last_asked_at is None]
    if never:
        return min(candidate.person_id for candidate in never)
    dated = [(candidate.last_asked_at, candidate.person_id) for candidate in free if candidate.last_asked_at]
    return min(dated)[1] if dated else None


def template_to_offer(*, decision: str, severity_template: str, severity_known: bool) -> str:
    """Return the key of the template that is offered first."""
    if decision == DecisionKind.BRIEF_NOTE:
        return BRIEF_NOTE
    if decision == DecisionKind.POSTMORTEM and severity_template == BRIEF_NOTE:
        return FULL
    return severity_template if severity_known and severity_template else FULL


def working_days_after(day: date, count: int) -> date:
    """Return the day `count` working days (Monday to Friday) after `day`."""
    while count > 0:
        day += timedelta(days=1)
        if day.isoweekday() <= FRIDAY:
            count -= 1
    return day


def after_publication(statuses: Collection[str]) -> str:
    """Say what follows a publication, given the statuses its actions are in."""
    if set(statuses) & set(OPEN_STATUSES):
        return "Its authors and reviewers are told, and owners reminded until all is settled."
    if ActionStatus.PROPOSED in statuses:
        return "Its authors and reviewers are told; its proposals wait on the list of actions for somebody to commit to them."
    return "Its authors and reviewers are told."


def gate_met(facts: DocumentFacts) -> list[str]:
    """Return what the gate asks for and has, in words, so that the page can say how far it is."""
    missing = {blocker.code for blocker in publish_blockers(facts)}
    met = []
    if facts.severity:
        met.append(f"The severity is known: {facts.severity}.")
    if not missing & {"section_empty", "timeline_empty"}:
        met.append("Every section that must be written is written.")
    if not missing & {"action_without_owner", "action_without_date"}:
        commitments = [action for action in facts.actions if not (action.is_proposal or action.was_never_committed)]
        proposals = sum(action.is_proposal for action in facts.actions)
        words = "Every commitment has an owner and a date" if commitments else "No commitment is left open"
        met.append(f"{words}{f'; {proposals} kept as a proposal' if proposals else ''}.")
    if "lens_mark" not in missing:
        met.append("No mark of the lens is left unanswered.")
    if not missing & {"leadership_missing", "approval_missing", "changes_asked"} and facts.reviewed_by:
        nobody = facts.reviewed_by == ReviewedBy.NOBODY
        words = "Nobody has to approve it" if nobody else f"It is approved as {facts.severity} asks"
        approved = [one.name for one in facts.reviews if one.answer == ReviewAnswer.APPROVED and not one.is_stale]
        by = f"; approved by {', '.join(approved)}" if approved else ""
        met.append(f"{words}{by}.")
    return met
