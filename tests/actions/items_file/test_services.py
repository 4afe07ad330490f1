"""The file in and out: what it changes, what it leaves, and that nothing is lost on the way."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from actions.choices import ActionStatus, Priority
from actions.items_file.reading import read_items
from actions.items_file.services import apply_file, export_file, give_alias
from actions.models import Action, ActionEvent
from actions.trackers.models import TrackerConnection, TrackerLink
from incidents.models import Incident
from notifications.models import Message
from tests.actions.items_file.test_reading import SEED
from tests.factories import make_action, make_incident, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_user("Alice", email="alice@example.org")


@pytest.fixture
def bob():
    return make_user("Bob", email="bob@example.org")


@pytest.fixture
def incident(alice):
    return make_incident(by=alice)


def named(text, incident):
    return text.replace("INC-2891", incident.public_number)


def take(text, *, by, **options):
    return apply_file(read_items(text), by=by, **options)


def results(report):
    return [row.result for row in report.rows]


def test_the_form_of_the_article_makes_commitments(alice, bob, incident):
    report = take(named(SEED, incident), by=alice)
    assert str(report) == "2 added, 0 changed, 0 unchanged, 0 skipped"
    first, second = Action.objects.order_by("number")
    assert (first.alias, first.owner, first.due_on) == ("PIR-2026-05-24-001", alice, date(2026, 5, 31))
    assert (second.owner, second.priority, second.status) == (bob, Priority.CRITICAL, ActionStatus.TODO)
    assert Message.objects.get().recipient == bob


def test_applying_it_again_changes_nothing(alice, bob, incident):
    take(named(SEED, incident), by=alice)
    before = list(Action.objects.order_by("pk").values()), ActionEvent.objects.count(), Message.objects.count()
    report = take(named(SEED, incident), by=alice)
    assert results(report) == ["unchanged", "unchanged"]
    assert (
        list(Action.objects.order_by("pk").values()),
        ActionEvent.objects.count(),
        Message.objects.count(),
    ) == before


def test_a_dry_run_says_the_same_and_writes_nothing(alice, bob, incident):
    report = take(named(SEED, incident), by=alice, dry_run=True)
    assert results(report) == ["added", "added"]
    assert not Action.objects.exists()


FULL = """\
postmortem: INC-2891
x-generator: {name: ours, b: 1, a: 2}
items:
- title: Alert on the age of the queue
  id: PIR-2026-05-24-007
  priority: high
  owner: "@alice"
  team: payments
  due: "2026-05-31"
  status: in_progress
  outcome: A drill pages within 60 s
  kind: detect
  factors: [F-1, F-2]
  ticket:
    url: https://tracker.example.org/1
    provider: jira
    key: OPS-1
  review_again_on: "2027-01-01"
  x-unknown: {z: [1, 2.50, null, "yes"], a: on}
  created: "2026-05-24"
- id: PIR-2026-05-24-003
  title: An idea
  status: proposed
  owner: somebody elsewhere
- id: PIR-2026-05-24-004
  title: Shipped long ago
  status: verified
  closed: "2026-06-01"
  verified_on: "2026-07-01"
  evidence: "The alert fired on 1 July.\\nTwice."
- id: PIR-2026-05-24-005
  title: Not worth it
  status: wont_do
  reason: The part is being removed.
  decided_by: "@carol"
"""


def test_nothing_is_lost_on_the_way_in_and_out(alice, incident):
    make_team("Payments", slug="payments")
    source = named(FULL, incident)
    assert results(take(source, by=alice)) == ["added"] * 4
    out = export_file([incident])
    before, after = read_items(source), read_items(out)
    assert (after.list_key, after.head) == (before.list_key, before.head)
    assert list(after.head["x-generator"]) == ["name", "b", "a"]
    for old, new in zip([i.values for i in before.items], [i.values for i in after.items], strict=True):
        assert list(new)[: len(old)] == list(old), "the order of keys"
        assert {key: new[key] for key in old} == old


def test_the_file_we_write_reads_back_the_same(alice, bob, incident):
    team = make_team("Payments", slug="payments")
    facts: dict[str, Any] = {"due_on": date(2026, 12, 3), "owner": bob, "team": team, "kind": "prevent"}
    make_action(incident, "A: with a colon, “quotes” and # signs", details="Several\nlines\n\nof it", **facts)
    make_action(incident, status=ActionStatus.DONE, evidence="A link", **facts)
    again: dict[str, Any] = {"risk_accepted_by": alice, "look_again_on": date(2027, 6, 1), "reopen_if": "It comes back"}
    make_action(incident, status=ActionStatus.WONT_DO, **facts, **again)
    held: dict[str, Any] = {"verified_at": timezone.now(), "verification": "It fired on 1 July"}
    make_action(incident, status=ActionStatus.DONE, evidence="A link", **facts, **held)
    make_action(incident, status=ActionStatus.PROPOSED)
    make_action(incident, status=ActionStatus.IN_PROGRESS, **facts)
    written = export_file([incident])
    assert results(take(written, by=alice, as_operator=True)) == ["unchanged"] * 6
    Action.objects.all().delete()
    assert results(take(written, by=alice)) == ["added"] * 6
    again_here = Action.objects.get(status=ActionStatus.WONT_DO)
    assert (again_here.risk_accepted_by, again_here.look_again_on) == (alice, date(2027, 6, 1))
    assert export_file([incident]) == written


def test_the_ticket_is_written_and_is_what_it_is_here(alice, incident):
    connection = TrackerConnection.objects.create(
        name="x", kind="github", base_url="https://a.example", project="a/b", token_sealed="x", created_by=alice
    )
    action = make_action(incident, alias="PIR-2026-05-24-001", owner=alice, due_on=date(2026, 12, 1))
    take("- {id: PIR-2026-05-24-001, ticket: {url: 'https://old.example/1', note: x}}", by=alice, incident=incident)
    assert "https://old.example/1" in export_file([incident])
    url = "https://a.example/a/b/issues/17"
    TrackerLink.objects.create(action=action, connection=connection, key="17", url=url, asked_by=alice)
    item = yaml.safe_load(export_file([incident]))["action_items"][0]
    assert item["ticket"] == {"provider": "github", "key": "17", "url": url}


def test_what_changed_here_is_written_as_it_is_here(alice, bob, incident):
    take(named(SEED, incident), by=alice)
    Action.objects.filter(alias="PIR-2026-05-24-001").update(due_on=date(2027, 1, 2), owner=bob, priority="low")
    first = yaml.safe_load(export_file([incident]))["action_items"][0]
    assert (first["due"], first["owner"], first["severity"]) == ("2027-01-02", "@bob", "low")
    assert list(first)[:6] == ["id", "title", "owner", "due", "severity", "linked_incident"]


def test_what_changed_in_the_file_changes_here_with_its_history(alice, bob, incident):
    take(named(SEED, incident), by=alice)
    changed = named(SEED, incident).replace("2026-05-31", "2026-06-30").replace("@bob", "@alice")
    report = take(changed.replace("Add JSON", "Put JSON"), by=alice, as_operator=True)
    assert results(report) == ["changed", "changed"]
    first, second = Action.objects.order_by("number")
    assert (first.title[:8], first.due_on, first.date_changes) == ("Put JSON", date(2026, 6, 30), 1)
    assert second.owner == alice
    assert first.events.filter(kind="date_changed", reason="From action-items.yml.").exists()


def test_a_person_offers_by_the_file_what_they_would_offer_by_hand_and_once(alice, bob, incident):
    action = make_action(incident, alias="PIR-2026-05-24-001", owner=alice, due_on=date(2026, 12, 1))
    rows = "- {id: PIR-2026-05-24-001, owner: '@bob'}"
    assert take(rows, by=alice, incident=incident).rows[0].notes == ["It is offered to Bob."]
    assert results(take(rows, by=alice, incident=incident)) == ["unchanged"]
    action.refresh_from_db()
    assert (action.owner, action.hand_overs.get().to) == (alice, bob)


def test_an_unknown_owner_is_an_error_on_a_commitment_and_a_warning_on_a_proposal(alice, incident):
    rows = "- {title: One, owner: '@zoe', due: 2026-12-01}\n- {title: Two, owner: '@zoe', status: proposed}\n"
    report = take(rows, by=alice, incident=incident)
    assert results(report) == ["skipped", "added"]
    assert "Nobody here is “@zoe”" in report.rows[0].words
    assert report.rows[1].notes == ["Nobody here is “@zoe”."]
    assert Action.objects.get().owner_as_written == "@zoe"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{id: PIR-2026-05-24-001}", "no title"),
        ("{id: 17, title: x}", "is no reference"),
        ("{id: AI-99999, title: x}", "has no AI-99999"),
        ("{title: x, linked_incident: INC-999999}", "There is no INC-999999"),
        ("{title: x, linked_incident: 24 May}", "is no incident's number"),
        ("{title: x, status: someday}", "is no status"),
        ("{title: x, status: committed}", "names no owner. It has no date"),
        ("{title: x, owner: '@sam', due: 2026-12-01}", "More than one person"),
        ("{title: x, owner: '@gone', due: 2026-12-01}", "has left"),
        ("{title: x, owner: '@alice', due: soon}", "is no date"),
        (f"{{title: {'x' * 301}}}", "longer than 300"),
        ("- x", "not an item"),
    ],
)
def test_a_bad_row_is_skipped_and_counted_with_its_line(alice, incident, row, said):
    make_user("Sam", email="sam@a.example.org")
    make_user("Sam", email="sam@b.example.org")
    make_user("Gone", email="gone@example.org", is_active=False)
    report = take(f"- {{title: before}}\n- {row}\n- {{title: after}}\n", by=alice, incident=incident)
    assert results(report) == ["added", "skipped", "added"]
    assert report.rows[1].line == 2
    assert said in report.rows[1].words


def test_what_is_settled_or_committed_here_is_not_undone_by_an_old_file(alice, incident):
    make_action(incident, alias="PIR-2026-05-24-001", status=ActionStatus.DONE, evidence="x", owner=alice)
    make_action(incident, alias="PIR-2026-05-24-002", owner=alice, due_on=date(2026, 12, 1))
    rows = (
        "- {id: PIR-2026-05-24-001, title: A, owner: '@alice', due: 2026-05-31}\n"
        "- {id: PIR-2026-05-24-002, title: B, status: proposed}\n"
    )
    report = take(rows, by=alice, incident=incident)
    assert [action.status for action in Action.objects.order_by("number")] == [ActionStatus.DONE, ActionStatus.TODO]
    assert "It is a commitment here; that stays." in report.rows[1].notes


def test_settling_by_the_file_keeps_its_evidence_and_its_reasoning(alice, incident):
    for number in (1, 2, 3, 4):
        make_action(incident, alias=f"PIR-2026-05-24-00{number}", owner=alice, due_on=date(2026, 12, 1))
    rows = (
        "- {id: PIR-2026-05-24-001, status: done, evidence: The alert fired}\n"
        "- {id: PIR-2026-05-24-002, status: done}\n"
        "- {id: PIR-2026-05-24-003, status: wont_do, reason: Removed}\n"
        "- {id: PIR-2026-05-24-004, status: wont_do}\n"
    )
    report = take(rows, by=alice, incident=incident)
    assert results(report) == ["changed", "skipped", "changed", "skipped"]
    done, _, wont, _ = Action.objects.order_by("number")
    assert (done.evidence, wont.reasoning) == ("The alert fired", "Removed")


def test_nobody_changes_by_a_file_what_they_may_not_change_by_hand(bob, incident, alice):
    make_action(incident, "Mine", alias="PIR-2026-05-24-001", owner=alice, due_on=date(2026, 12, 1))
    report = take("- {id: PIR-2026-05-24-001, title: Yours}", by=bob, incident=incident)
    assert "Only those who carry it" in report.rows[0].words
    assert Action.objects.get().title == "Mine"


def test_a_stranger_learns_nothing_of_a_restricted_incident_by_a_file(alice, bob):
    hidden = make_incident(by=alice, is_restricted=True)
    make_action(hidden, "Rotate the leaked key", alias="PIR-2026-05-24-001", owner=alice)
    report = take(named(SEED, hidden), by=bob)
    missing = take(SEED.replace("INC-2891", "INC-999999"), by=bob)
    assert [row.notes[0].replace(hidden.public_number, "INC-999999") for row in report.rows] == [
        row.notes[0] for row in missing.rows
    ]
    shown = " ".join(
        row.words for row in take("- {id: PIR-2026-05-24-001, title: x}", by=bob, incident=make_incident()).rows
    )
    assert "cannot be used here" in shown
    assert "key" not in shown
    with pytest.raises(CommandError, match=f"There is no {hidden.public_number}, or it is restricted"):
        call_command("export_actions", hidden.public_number, "--to=-")
    with pytest.raises(CommandError):
        call_command("export_actions", hidden.public_number, "--to=-", f"--as={bob.email}")


def test_an_owner_who_may_not_see_the_incident_is_none(alice, bob):
    hidden = make_incident(by=alice, is_restricted=True)
    report = take("- {title: x, owner: '@bob', due: 2026-12-01}", by=alice, incident=hidden)
    assert f"Bob cannot see {hidden.public_number}" in report.rows[0].words


def test_a_reference_is_given_by_the_day_of_the_incident_and_kept(alice):
    incident = make_incident(by=alice, began_at=datetime(2026, 5, 24, 2, 47, tzinfo=UTC))
    make_action(make_incident(), alias="PIR-2026-05-24-004")
    one, two = make_action(incident), make_action(incident)
    assert (give_alias(one), give_alias(two)) == ("PIR-2026-05-24-005", "PIR-2026-05-24-006")
    assert give_alias(one) == "PIR-2026-05-24-005"


@pytest.mark.parametrize("alias", ["AI-17", "INC-3", "lower-1", "PIR", "PIR-", "PIR 1", "P" * 61])
def test_the_database_refuses_what_is_no_reference(alias):
    action = make_action()
    with pytest.raises(Exception, match=r"action_alias_form|too long"), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(alias=alias)


def test_the_database_keeps_a_reference_to_one_action():
    make_action(alias="PIR-2026-05-24-001")
    other = make_action()
    with pytest.raises(IntegrityError, match="action_alias_once"), transaction.atomic():
        Action.objects.filter(pk=other.pk).update(alias="PIR-2026-05-24-001")


def test_the_commands_write_and_read(tmp_path, alice, bob, incident, capsys):
    make_action(incident, "Alert on queue age", owner=bob, due_on=date(2026, 12, 1))
    path = tmp_path / "action-items.yml"
    call_command("export_actions", incident.public_number, f"--to={path}")
    call_command("import_actions", str(path), "--json")
    assert '"result": "unchanged"' in capsys.readouterr().out
    path.write_text(path.read_text().replace("2026-12-01", "2026-12-02") + "  - nonsense\n")
    with pytest.raises(CommandError, match="1 rows were skipped") as ended:
        call_command("import_actions", str(path))
    assert ended.value.returncode == 1
    assert Action.objects.get().due_on == date(2026, 12, 2)
    path.write_text("[")
    with pytest.raises(CommandError, match="Line 1") as ended:
        call_command("import_actions", str(path))
    assert ended.value.returncode == 2


def test_many_rows_cost_few_statements_each(alice, bob, incident, django_assert_max_num_queries):
    rows = "".join(f"- {{title: Idea {n}}}\n" for n in range(20))
    take(rows, by=alice, incident=incident)
    with django_assert_max_num_queries(4 + 20 * 4):
        take(rows, by=alice, incident=Incident.objects.get(pk=incident.pk))
