"""Taking the file in, and giving references on the way out.

The file is one person's word among others: it is applied through the same services as a click, each row in
a transaction of its own, and what it would undo here (settled, committed to) is left and said. Applying
the same file twice changes nothing.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from actions.changes import action_changed
from actions.choices import OPEN_STATUSES, SETTLED_STATUSES, ActionEventKind, ActionStatus, HandOverAnswer
from actions.items_file.meaning import (
    Directory,
    alias_meant,
    day_meant,
    kind_meant,
    number_meant,
    priority_meant,
    says_verified,
    status_meant,
)
from actions.items_file.reading import Item, ItemsFile
from actions.items_file.writing import file_text, item_of
from actions.models import Action, ActionEvent, ItemsFileHead
from actions.permissions import actions_visible_to, can_change_action
from actions.queries import possible_owners
from actions.services import (
    NotPossible,
    add_action,
    change_action,
    commit_action,
    complete_action,
    decline_action,
    hand_over_action,
    offer_hand_over,
    reschedule_action,
    start_action,
)
from incidents.models import Incident
from incidents.permissions import incidents_visible_to
from people.models import Team, User

SAID_BY_FILE = "From action-items.yml."
TRIES = 5
LOADED = ("incident", "owner", "team", "risk_accepted_by", "ticket__connection")
"""What writing an item looks at."""


class _Unfit(Exception):
    """This row cannot be taken in; the text says why."""


@dataclass
class Row:
    """What came of one item of the file."""

    line: int
    name: str = ""
    result: str = "unchanged"
    notes: list[str] = field(default_factory=list)
    action: Action | None = None

    @property
    def words(self) -> str:
        """One line for a terminal: "line 12: PIR-… skipped: …"."""
        said = f": {' '.join(self.notes)}" if self.notes else ""
        return f"line {self.line}: {self.name or 'an item'} {self.result}{said}"


@dataclass
class Report:
    """What came of the whole file."""

    rows: list[Row] = field(default_factory=list)

    def count(self, result: str) -> int:
        """How many rows ended so."""
        return sum(row.result == result for row in self.rows)

    @property
    def counts(self) -> dict[str, int]:
        """The figures, in the order they are told."""
        return {result: self.count(result) for result in ("added", "changed", "unchanged", "skipped")}

    @property
    def noted(self) -> list[Row]:
        """The rows that something is to be said about."""
        return [row for row in self.rows if row.notes or row.result == "skipped"]

    def __str__(self) -> str:
        return ", ".join(f"{count} {result}" for result, count in self.counts.items())


@dataclass
class _Wanted:
    """An item as understood: only what it says."""

    title: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    owner: User | None = None
    owner_as_written: str = ""
    due_on: date | None = None
    status: ActionStatus | None = None
    reason: str = ""
    evidence: str = ""
    created: date | None = None
    closed: date | None = None
    risk: dict[str, Any] = field(default_factory=dict)
    verified_on: date | None = None
    verification: str = ""


# --- in ----------------------------------------------------------------------------------------------
def apply_file(
    file: ItemsFile,
    *,
    by: User,
    incident: Incident | None = None,
    dry_run: bool = False,
    as_operator: bool = False,
) -> Report:
    """Take the items in as `by`, who finds only what they may see; `incident` is meant where an item names none.

    With `dry_run` nothing is written and the report says what would come of it. `as_operator` changes
    what other people carry too.
    """
    importing = _Importing(file, by=by, incident=incident, dry_run=dry_run, as_operator=as_operator)
    return Report([importing.take(item, position) for position, item in enumerate(file.items)])


class _Importing:
    """One run over one file."""

    def __init__(
        self, file: ItemsFile, *, by: User, incident: Incident | None, dry_run: bool, as_operator: bool
    ) -> None:
        self.file, self.by, self.default, self.dry_run = file, by, incident, dry_run
        self.as_operator = as_operator
        self.directory = directory()
        self._incidents: dict[int, Incident | None] = {}
        self._owners: dict[int, set[int]] = {}
        self._heads_kept: set[int] = set()
        self._ids: set[str] = set()

    def take(self, item: Item, position: int) -> Row:
        """Bring one item in, or say why not."""
        row = Row(item.line, name=str(item.values.get("id") or item.values.get("title") or "")[:80])
        try:
            with transaction.atomic():
                self._take(item, row, position)
        except (_Unfit, NotPossible) as error:
            row.result, row.notes, row.action = "skipped", [str(error)], None
        except IntegrityError:  # two files at once; the other one has it
            row.result, row.notes, row.action = "skipped", ["Somebody else changed it just now. Try again."], None
        return row

    def _take(self, item: Item, row: Row, position: int) -> None:
        if item.problem:
            raise _Unfit(item.problem)
        values = item.values
        incident = self._incident(values)
        alias, action = self._action(values, incident)
        wanted = self._understand(values, incident, row, action=action)
        if action is None:
            row.result = "added"
            if not self.dry_run:
                row.action = self._add(incident, alias, wanted)
        else:
            row.action = action
            steps = list(self._steps(action, alias, wanted, row))
            if steps and not self.as_operator and not can_change_action(self.by, action):
                raise _Unfit("Only those who carry it may change it.")
            row.result = "changed" if steps or self._is_news(action, values) else "unchanged"
            for step in steps if not self.dry_run else []:
                step()
        if row.action and not self.dry_run:
            self._keep_as_written(row.action, values, position)
            self._keep_head(incident)

    # what it is about
    def _incident(self, values: dict[str, Any]) -> Incident:
        told = values.get("linked_incident") or self.file.head.get("postmortem") or self.file.head.get("incident")
        if told is None:
            if self.default is None:
                raise _Unfit("It names no incident: write `linked_incident: INC-…`.")
            return self.default
        number = number_meant(told, "INC")
        if number is None:
            raise _Unfit(f"`{str(told)[:40]}` is no incident's number: write INC-142.")
        if number not in self._incidents:
            self._incidents[number] = incidents_visible_to(self.by).filter(number=number).first()
        incident = self._incidents[number]
        if incident is None:
            raise _Unfit(f"There is no INC-{number}.")
        return incident

    def _action(self, values: dict[str, Any], incident: Incident) -> tuple[str, Action | None]:
        """Return the reference to keep, and the action that is meant, if it is here."""
        told = values.get("id")
        found = actions_visible_to(self.by).select_related(*LOADED).filter(incident=incident)
        if told is None:
            return "", found.filter(title=str(values.get("title") or "").strip()[:300]).first()
        self._refuse_twice(str(told))
        number = number_meant(told, "AI")
        if number is not None:
            action = found.filter(number=number).first()
            if action is None:
                raise _Unfit(f"{incident.public_number} has no AI-{number}.")
            return action.alias, action
        alias = alias_meant(told)
        if alias is None:
            raise _Unfit(f"`{str(told)[:60]}` is no reference: write one such as PIR-2026-05-24-001.")
        action = found.filter(alias=alias).first()
        if action is None and Action.objects.filter(alias=alias).exists():
            raise _Unfit(f"{alias} cannot be used here: it is another action's.")
        return alias, action

    def _refuse_twice(self, told: str) -> None:
        if told.strip().upper() in self._ids:
            raise _Unfit("The same id stands further up in this file.")
        self._ids.add(told.strip().upper())

    # what it says
    def _understand(self, values: dict[str, Any], incident: Incident, row: Row, *, action: Action | None) -> _Wanted:
        wanted = _Wanted(title=_line(values, "title", 300))
        if not wanted.title and action is None:
            raise _Unfit("It has no title.")
        if wanted.title:
            wanted.fields["title"] = wanted.title
        if "outcome" in values:
            wanted.fields["outcome"] = _line(values, "outcome", 500)
        if "details" in values:
            wanted.fields["details"] = str(values["details"] or "").strip()
        self._read_sorts(values, wanted, row)
        wanted.due_on = self._read_day(values, "due", row)
        wanted.created, wanted.closed = self._read_day(values, "created", row), self._read_day(values, "closed", row)
        wanted.reason, wanted.evidence = _text(values, "reason"), _text(values, "evidence")
        self._read_after(values, wanted, row)
        self._read_owner(values, incident, wanted, row, action=action)
        self._read_status(values, wanted, row, action=action)
        return wanted

    def _read_sorts(self, values: dict[str, Any], wanted: _Wanted, row: Row) -> None:
        told = values.get("severity", values.get("priority"))
        if told is not None:
            if priority := priority_meant(told):
                wanted.fields["priority"] = priority
            else:
                row.notes.append(f"`{str(told)[:40]}` is no severity of an action (critical, high, medium, low).")
        if values.get("kind"):
            if kind := kind_meant(values["kind"]):
                wanted.fields["kind"] = kind
            else:
                row.notes.append(
                    f"`{str(values['kind'])[:40]}` is no kind (prevent, detect, mitigate, recover, learn)."
                )
        if values.get("team"):
            if team := self.directory.team(values["team"]):
                wanted.fields["team"] = team
            else:
                row.notes.append(f"There is no team “{str(values['team'])[:80]}”.")

    def _read_after(self, values: dict[str, Any], wanted: _Wanted, row: Row) -> None:
        """What is kept of an end: who accepted it and when to look again, or that it held."""
        wanted.verified_on, wanted.verification = (
            self._read_day(values, "verified_on", row),
            _text(values, "verification"),
        )
        if values.get("status") is not None and says_verified(values["status"]):
            wanted.verification = wanted.verification or wanted.evidence or SAID_BY_FILE
        if person := values.get("decided_by") and self.directory.person(values["decided_by"]):
            wanted.risk["risk_accepted_by"] = person
        if day := self._read_day(values, "review_again_on", row):
            wanted.risk["look_again_on"] = day
        if text := _text(values, "reopen_if"):
            wanted.risk["reopen_if"] = text

    @staticmethod
    def _read_day(values: dict[str, Any], key: str, row: Row) -> date | None:
        told = values.get(key)
        if told in (None, ""):
            return None
        day = day_meant(told)
        if day is None:
            row.notes.append(f"`{key}: {str(told)[:40]}` is no date: write 2026-12-03.")
        return day

    def _read_owner(
        self, values: dict[str, Any], incident: Incident, wanted: _Wanted, row: Row, *, action: Action | None
    ) -> None:
        told = str(values.get("owner") or "").strip()
        if not told:
            return
        wanted.owner_as_written = told[:200]
        owner = self.directory.person(told)
        if owner is not None and action is not None and action.owner_id == owner.pk:
            wanted.owner = owner
            return
        if owner is None:
            many = self.directory.is_ambiguous(told)
            row.notes.append(f"More than one person is “{told[:80]}”." if many else f"Nobody here is “{told[:80]}”.")
        elif not owner.is_active:
            row.notes.append(f"{owner} has left.")
        elif owner.pk not in self._possible_owners(incident):
            row.notes.append(f"{owner} cannot see {incident.public_number}.")
        else:
            wanted.owner = owner

    def _possible_owners(self, incident: Incident) -> set[int]:
        if incident.pk not in self._owners:
            self._owners[incident.pk] = set(possible_owners(incident).values_list("pk", flat=True))
        return self._owners[incident.pk]

    @staticmethod
    def _read_status(values: dict[str, Any], wanted: _Wanted, row: Row, *, action: Action | None) -> None:
        """An unknown owner, or a date nobody can read, is an error on a commitment and a warning on a proposal."""
        told = values.get("status")
        if told is not None:
            wanted.status = status_meant(told)
            if wanted.status is None:
                raise _Unfit(f"`{str(told)[:40]}` is no status: proposed, committed, in_progress, done or wont_do.")
        elif action is None:
            complete = wanted.owner_as_written and values.get("due")
            wanted.status = ActionStatus.TODO if complete else ActionStatus.PROPOSED
        status = wanted.status or (action.status if action else ActionStatus.PROPOSED)
        if status in OPEN_STATUSES and (action is None or action.status not in SETTLED_STATUSES):
            no_owner = wanted.owner is None and (wanted.owner_as_written or action is None or action.owner_id is None)
            no_date = wanted.due_on is None and (values.get("due") or action is None or action.due_on is None)
            missing = ["It names no owner."] if no_owner and not wanted.owner_as_written else []
            missing += ["It has no date."] if no_date and not values.get("due") else []
            if no_owner or no_date:
                raise _Unfit(" ".join(["A commitment has a person and a date.", *row.notes, *missing]))

    # a new one
    def _add(self, incident: Incident, alias: str, wanted: _Wanted) -> Action:
        open_ = wanted.status in OPEN_STATUSES
        action = add_action(
            incident,
            by=self.by,
            committed=open_,
            owner=wanted.owner,
            due_on=wanted.due_on,
            **wanted.fields,
        )
        changed: dict[str, Any] = {"alias": alias}
        if wanted.owner is None:
            changed["owner_as_written"] = wanted.owner_as_written
        if wanted.created:
            changed["created_at"] = _noon(wanted.created)
        if wanted.status in SETTLED_STATUSES:
            changed |= {
                "is_imported": True,
                "status": wanted.status,
                "settled_at": _noon(wanted.closed) if wanted.closed else timezone.now(),
                "evidence": wanted.evidence,
                "reasoning": wanted.reason,
            }
        if wanted.status == ActionStatus.WONT_DO:
            changed |= wanted.risk
        if wanted.status == ActionStatus.DONE and wanted.verification:
            day = wanted.verified_on or wanted.closed
            changed |= {"verification": wanted.verification, "verified_at": _noon(day) if day else timezone.now()}
        _save(action, changed)
        if wanted.status == ActionStatus.IN_PROGRESS:
            start_action(action, by=self.by)
        _tell(action, by=self.by)
        return action

    # one that is here
    def _steps(self, action: Action, alias: str, wanted: _Wanted, row: Row) -> Iterable[Callable[[], object]]:
        """Yield what has to be done, in order; nothing where the file says what is so."""
        if alias and not action.alias:
            yield lambda: _save(action, {"alias": alias})
        fields = {name: value for name, value in wanted.fields.items() if getattr(action, name) != value}
        if fields:
            yield lambda: self._change(action, fields)
        if action.status in SETTLED_STATUSES:
            if wanted.status is not None and wanted.status != action.status:
                row.notes.append(f"It is settled here ({action.get_status_display()}); that stays.")
            return
        if action.is_proposal and wanted.status in OPEN_STATUSES:
            yield lambda: commit_action(
                action,
                by=self.by,
                owner=wanted.owner or action.owner,
                due_on=wanted.due_on or action.due_on,
                outcome=str(wanted.fields.get("outcome", action.outcome)),
            )
        else:
            yield from self._move(action, wanted, row)
        yield from self._settle(action, wanted)

    def _move(self, action: Action, wanted: _Wanted, row: Row) -> Iterable[Callable[[], object]]:
        """Another owner, another date."""
        owner, due_on = wanted.owner, wanted.due_on
        if wanted.status == ActionStatus.PROPOSED and not action.is_proposal:
            row.notes.append("It is a commitment here; that stays.")
        if owner is not None and action.owner_id != owner.pk:
            if self.as_operator:
                yield lambda: hand_over_action(action, by=self.by, owner=owner, reason=SAID_BY_FILE)
            elif action.hand_overs.filter(answer=HandOverAnswer.OFFERED, to=owner).exists():
                row.notes.append(f"It is offered to {owner}, who has not answered yet.")
            else:
                row.notes += [f"It is offered to {owner}."] if owner != self.by else []
                yield lambda: offer_hand_over(action, by=self.by, to=owner, word=SAID_BY_FILE)
        if due_on is not None and action.due_on != due_on:
            if action.is_proposal:
                yield lambda: _save(action, {"due_on": due_on})
            else:
                yield lambda: reschedule_action(action, by=self.by, due_on=due_on, reason=SAID_BY_FILE)

    def _settle(self, action: Action, wanted: _Wanted) -> Iterable[Callable[[], object]]:
        if wanted.status == ActionStatus.IN_PROGRESS and action.status != ActionStatus.IN_PROGRESS:
            yield lambda: start_action(action, by=self.by)
        elif wanted.status == ActionStatus.DONE:
            if action.is_proposal:
                raise _Unfit("It is a proposal here: commit to it first.")
            if not wanted.evidence:
                raise _Unfit("Done carries its evidence: write `evidence:`.")
            yield lambda: complete_action(action, by=self.by, evidence=wanted.evidence)
        elif wanted.status == ActionStatus.WONT_DO:
            if not wanted.reason:
                raise _Unfit("Won't do keeps its reasoning: write `reason:`.")
            yield lambda: decline_action(action, by=self.by, reasoning=wanted.reason, **wanted.risk)

    def _change(self, action: Action, fields: dict[str, Any]) -> None:
        names = ("title", "details", "outcome", "team", "priority", "kind")
        now = {name: getattr(action, name) for name in names} | fields
        change_action(action, by=self.by, version=action.version, **now)

    # what is kept of the file
    def _is_news(self, action: Action, values: dict[str, Any]) -> bool:
        """Whether the item says what we would not write of ourselves."""
        return bool(action.extra.get("item") != _as_json(values)) and item_of(action, self.directory) != values

    @staticmethod
    def _keep_as_written(action: Action, values: dict[str, Any], position: int) -> None:
        """Keep the item whole; its place may change without the action having changed."""
        extra = {"position": position, "item": _as_json(values)}
        if action.extra != extra:
            Action.objects.filter(pk=action.pk).update(extra=extra)

    def _keep_head(self, incident: Incident) -> None:
        if incident.pk in self._heads_kept:
            return
        self._heads_kept.add(incident.pk)
        ItemsFileHead.objects.update_or_create(
            incident=incident,
            defaults={"list_key": self.file.list_key, "values": _as_json(self.file.head)},
        )


def _as_json(values: dict[str, Any]) -> str:
    """Text, not an object: Postgres keeps no order of keys."""
    return json.dumps(values, ensure_ascii=False)


def _line(values: dict[str, Any], key: str, longest: int) -> str:
    """One line of text. Raises _Unfit where it is longer than we keep."""
    text = " ".join(str(values.get(key) or "").split())
    if len(text) > longest:
        raise _Unfit(f"Its {key} is longer than {longest} characters.")
    return text


def _text(values: dict[str, Any], key: str) -> str:
    return str(values.get(key) or "").strip()


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def _save(action: Action, changed: dict[str, Any]) -> None:
    for name, value in changed.items():
        setattr(action, name, value)
    action.save(update_fields=list(changed))


def _tell(action: Action, *, by: User) -> None:
    ActionEvent.objects.create(action=action, kind=ActionEventKind.IMPORTED, by=by, reason=SAID_BY_FILE)
    action_changed(action.pk)


# --- out ---------------------------------------------------------------------------------------------
def export_file(incidents: Iterable[Incident]) -> str:
    """Return the file of these incidents' actions. Those without a reference are given one, which is kept.

    The caller has asked the door about each incident.
    """
    wanted = [incident.pk for incident in incidents]
    for action in Action.objects.filter(incident__in=wanted, alias="").select_related("incident").order_by("number"):
        give_alias(action)
    actions = Action.objects.filter(incident__in=wanted).select_related(*LOADED)
    heads = ItemsFileHead.objects.filter(incident__in=wanted).order_by("incident__number")
    return file_text(actions, heads, directory())


@transaction.atomic
def give_alias(action: Action) -> str:
    """Give the action its reference from the day of its incident, PIR-2026-05-24-001, and return it.

    Two at once are told apart by the unique constraint: the later one takes the next number.
    """
    action = Action.objects.select_for_update(no_key=True).get(pk=action.pk)
    if action.alias:
        return action.alias
    start = f"PIR-{action.incident.happened_at.astimezone(UTC):%Y-%m-%d}-"
    for attempt in range(TRIES):
        taken = Action.objects.filter(alias__startswith=start).values_list("alias", flat=True)
        numbers = [int(last) for alias in taken if (last := alias.removeprefix(start)).isdecimal()]
        try:
            with transaction.atomic():
                _save(action, {"alias": f"{start}{max(numbers, default=0) + 1:03}"})
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
            continue
        break
    action_changed(action.pk)
    return action.alias


def directory() -> Directory:
    """Return everybody and every team that a file may name; two queries."""
    people = User.objects.only("pk", "email", "display_name", "is_active")
    return Directory(people, Team.objects.filter(is_active=True))
