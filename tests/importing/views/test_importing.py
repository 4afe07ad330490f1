"""The pages of an import: bring files, look, decide, watch, undo."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from actions.models import Action
from incidents.models import Incident
from postmortems.choices import ImportState, PostmortemEventKind, PostmortemStatus
from postmortems.models import ImportBatch, Postmortem
from postmortems.search.finding import search
from postmortems.search.services import refresh_action
from postmortems.services.import_batches import import_waiting, start_import, upload_import, wake_importer
from postmortems.tasks import run_imports
from tests.factories import make_action, make_user
from tests.importing.test_reader import PLAIN

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_user("Alice", is_facilitator=True)


@pytest.fixture
def browser(alice):
    client = Client()
    client.force_login(alice)
    return client


def bring(alice, *texts):
    """A batch of these texts, looked at but not begun."""
    return upload_import([(f"old/{n}.md", text.encode()) for n, text in enumerate(texts)], by=alice)


def test_files_and_a_pasted_text_are_kept_to_be_looked_at(browser):
    file = SimpleUploadedFile("checkout.md", PLAIN.encode())
    answer = browser.post(reverse("postmortems:import_upload"), {"documents": [file], "text": "# Slow\n\nIt was.\n"})
    batch = ImportBatch.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == batch.get_absolute_url()
    assert list(batch.files.values_list("name", flat=True)) == ["checkout.md", "pasted.md"]
    assert not Postmortem.objects.exists()


def test_nothing_brought_is_answered_with_what_to_do(browser):
    answer = browser.post(reverse("postmortems:import_upload"), {"text": " "})
    assert answer.status_code == 422
    assert "Choose files, or paste a document." in answer.content.decode()


def test_an_empty_file_among_others_does_not_keep_them_out(browser):
    files = [SimpleUploadedFile("empty.md", b""), SimpleUploadedFile("checkout.md", PLAIN.encode())]
    answer = browser.post(reverse("postmortems:import_upload"), {"documents": files})
    assert answer.status_code == 303
    page = browser.get(answer["Location"]).content.decode()
    assert "Skipped: the file is empty." in page
    assert "Checkout was slow on 24 May 2026" in page


def test_a_file_too_large_is_named(browser):
    file = SimpleUploadedFile("large.md", b"x" * 1_000_001)
    answer = browser.post(reverse("postmortems:import_upload"), {"documents": [file]})
    assert answer.status_code == 422
    assert "large.md is larger than 1 MB." in answer.content.decode()


def test_the_preview_says_what_was_understood_and_writes_nothing(browser, alice):
    page = browser.get(bring(alice, PLAIN, "").get_absolute_url()).content.decode()
    assert "Checkout was slow on 24 May 2026" in page
    assert "2 timeline entries" in page
    assert "kept under its own heading" in page
    assert "Skipped: the file is empty." in page
    assert "Import 1 document" in page
    assert '<details class="disclosure" open><summary>What comes in' in page, "to look at it is what the page is for"
    assert "What comes in is</legend>" in page  # one of the two holds, so it is not “optional”
    assert "” is</label>" in page
    assert not Incident.objects.exists()


@pytest.mark.parametrize(("zone", "asked"), [("", True), (" UTC", False)])
def test_times_without_a_zone_are_said_to_be_read_as_utc_and_shown_so(browser, alice, zone, asked):
    alice.time_zone = "Europe/Berlin"
    alice.save(update_fields=["time_zone"])
    text = f"# DNS fails\n\nDate: 2025-03-04\n\n## Timeline\n\n- 09:12{zone} - Alerts fire\n- 09:40{zone} - Mended\n"
    page = browser.get(bring(alice, text).get_absolute_url()).text
    assert ("No zone is stated: its times are read as UTC unless" in page) is asked
    assert ("10:12" not in page) is asked
    assert ("Times that state no zone were told in" in page) is asked


ZONELESS = "# DNS fails\n\nDate: 2025-07-04\n\n## Timeline\n\n- 09:12 - Alerts fire\n- 09:40 - Mended\n"


def test_times_without_a_zone_come_in_as_told_in_the_one_that_is_chosen(browser, alice):
    batch = bring(alice, ZONELESS)
    answer = browser.post(batch.get_absolute_url(), {"as_draft": "", "zone": "berlin"})
    assert answer.status_code == 303
    run_imports()
    postmortem = Postmortem.objects.get()
    incident = postmortem.lead_incident
    assert incident.began_at.isoformat() == "2025-07-04T07:12:00+00:00"
    assert incident.time_zone == "Europe/Berlin"
    events = incident.timeline.order_by("position").values_list("at", "time_zone", "told")
    assert [(at.isoformat(), zone, told) for at, zone, told in events] == [
        ("2025-07-04T07:12:00+00:00", "Europe/Berlin", "09:12"),
        ("2025-07-04T07:40:00+00:00", "Europe/Berlin", "09:40"),
    ]
    details = postmortem.events.get(kind=PostmortemEventKind.IMPORTED).details
    assert "No zone is stated: its times were read as Europe/Berlin." in details["warnings"]


def test_one_of_several_may_have_a_zone_of_its_own(browser, alice):
    batch = bring(alice, ZONELESS, ZONELESS + "\nMore.\n", ZONELESS.replace("09:12", "09:12 CET"))
    first, second, stated = batch.files.all()
    page = browser.get(batch.get_absolute_url()).text
    assert f'name="zone_{second.pk}"' in page
    assert f'name="zone_{stated.pk}"' not in page
    browser.post(
        batch.get_absolute_url(),
        {"as_draft": "", "zone": "", f"zone_{first.pk}": "", f"zone_{second.pk}": "Asia/Tokyo"},
    )
    run_imports()
    began = Postmortem.objects.order_by("pk").values_list("lead_incident__began_at", flat=True)
    assert [at.strftime("%H:%M") for at in began] == ["09:12", "00:12", "08:12"]


def test_a_zone_nobody_knows_comes_back_with_what_to_do(browser, alice):
    batch = bring(alice, ZONELESS, ZONELESS + "\nMore.\n")
    second = batch.files.all()[1]
    answer = browser.post(batch.get_absolute_url(), {"as_draft": "draft", f"zone_{second.pk}": "Middle/Earth"})
    assert answer.status_code == 422
    assert 'value="Middle/Earth"' in answer.text
    assert "is not a time zone. Write one such as Europe/Berlin." in answer.text
    assert '<details class="disclosure" open><summary>Another zone' in answer.text
    batch.refresh_from_db()
    assert batch.started_at is None


def test_importing_begins_in_the_background(browser, alice, django_capture_on_commit_callbacks):
    batch = bring(alice, PLAIN)
    with django_capture_on_commit_callbacks() as callbacks:
        answer = browser.post(batch.get_absolute_url(), {"as_draft": "", "person_0": ""})
    assert answer.status_code == 303
    assert callbacks == [wake_importer]
    assert not Postmortem.objects.exists()


def test_names_are_offered_and_mapped_to_people(browser, alice):
    ana = make_user("Ana")
    batch = bring(alice, PLAIN)
    page = browser.get(batch.get_absolute_url()).content.decode()
    assert f'<option value="{ana.pk}" selected>Ana</option>' in page
    browser.post(batch.get_absolute_url(), {"as_draft": "", "person_0": str(ana.pk)})
    run_imports()
    assert Action.objects.get(owner=ana).owner_as_written == "Ana"


def test_as_draft_leaves_drafts(browser, alice):
    batch = bring(alice, PLAIN)
    browser.post(batch.get_absolute_url(), {"as_draft": "draft", "person_0": ""})
    run_imports()
    assert Postmortem.objects.get().status == PostmortemStatus.DRAFT


def test_one_of_several_comes_in_as_a_draft(browser, alice):
    batch = bring(alice, PLAIN, "# Slow on 25 May 2026\n\nIt was.\n", "# Slow on 26 May 2026\n\nIt was.\n")
    second = batch.files.all()[1]
    assert f'value="{second.pk}" form="import-decision"' in browser.get(batch.get_absolute_url()).content.decode()
    browser.post(batch.get_absolute_url(), {"as_draft": "", "drafts": [str(second.pk)], "person_0": ""})
    run_imports()
    states = Postmortem.objects.order_by("pk").values_list("status", flat=True)
    assert list(states) == [PostmortemStatus.PUBLISHED, PostmortemStatus.DRAFT, PostmortemStatus.PUBLISHED]


def test_a_file_of_another_import_cannot_be_chosen(browser, alice):
    batch, other = bring(alice, PLAIN), bring(alice, "# Slow on 25 May 2026\n\nIt was.\n")
    answer = browser.post(batch.get_absolute_url(), {"drafts": [str(other.files.get().pk)], "person_0": ""})
    assert answer.status_code == 422
    assert not ImportBatch.objects.get(pk=other.pk).files.get().as_draft


def imported(alice, text, *, as_draft=False):
    batch = bring(alice, text)
    start_import(batch, as_draft=as_draft, people={}, by=alice)
    import_waiting()
    return Incident.objects.latest("pk")


def row_of(browser, address, title):
    page = browser.get(address).content.decode()
    return next(row for row in page.split("<li ") if title in row)


def test_lists_say_of_an_import_that_it_is_one_and_its_own_day(browser, alice):
    imported(alice, PLAIN)
    for name in ("incidents:list", "postmortems:list"):
        row = row_of(browser, reverse(name), "Checkout was slow")
        assert "Imported" in row
        assert "Published" not in row
    assert "24 May 2026" in row_of(browser, reverse("incidents:list"), "Checkout was slow")


def test_an_import_that_names_no_day_is_not_dated_by_its_import(browser, alice):
    imported(alice, "# Checkout was slow once\n\n## Summary\n\nNobody wrote down when.\n")
    row = row_of(browser, reverse("incidents:list"), "Checkout was slow once")
    assert "no day told" in row
    assert "<time" not in row


def test_an_import_that_came_in_as_a_draft_is_shown_as_a_draft(browser, alice):
    imported(alice, PLAIN, as_draft=True)
    for name in ("incidents:list", "postmortems:list"):
        assert "Draft" in row_of(browser, reverse(name), "Checkout was slow")


def test_search_marks_imports_and_what_was_added_to_them_here_not(browser, alice):
    incident = imported(alice, PLAIN)
    refresh_action(make_action(incident, "Draw the checkout cache", status="proposed").pk)
    found = {hit.title: hit.is_imported for hit in search(alice, "checkout cache").hits}
    assert found.pop("Draw the checkout cache") is False
    assert set(found.values()) == {True}
    page = browser.get(reverse("postmortems:search"), {"q": "checkout"}).content.decode()
    assert "Imported" in page


def test_progress_is_shown_and_asked_for_again_while_it_runs(browser, alice):
    batch = bring(alice, PLAIN, "# Slow on 25 May 2026\n\nIt was.\n")
    start_import(batch, as_draft=False, people={}, by=alice)
    page = browser.get(batch.get_absolute_url()).content.decode()
    assert "0 of 2" in page
    assert "data-poll" in page
    assert "Look again" in page
    import_waiting()
    fragment = browser.get(
        batch.get_absolute_url(), headers={"HX-Request": "true", "HX-Target": "section#import-progress"}
    ).content.decode()
    assert "<html" not in fragment
    assert "data-poll" not in fragment
    assert "2 documents imported." in fragment


def test_a_batch_goes_on_where_it_was_and_imports_nothing_twice(alice):
    batch = bring(alice, PLAIN)
    start_import(batch, as_draft=False, people={}, by=alice)
    assert (import_waiting(), import_waiting()) == (1, 0)
    again = bring(alice, PLAIN)
    start_import(again, as_draft=False, people={}, by=alice)
    import_waiting()
    assert again.files.get().state == ImportState.THERE_ALREADY
    assert Postmortem.objects.count() == 1


def test_a_batch_that_was_not_begun_imports_nothing(alice):
    bring(alice, PLAIN)
    assert import_waiting() == 0


def test_the_bytes_are_let_go_once_they_are_a_document(alice):
    batch = bring(alice, PLAIN)
    start_import(batch, as_draft=False, people={}, by=alice)
    import_waiting()
    assert bytes(batch.files.get().content) == b""


def test_a_whole_import_is_undone_after_asking(browser, alice):
    batch = bring(alice, PLAIN)
    start_import(batch, as_draft=False, people={}, by=alice)
    import_waiting()
    url = reverse("postmortems:import_undo", args=[batch.pk])
    assert "would be taken out again" in browser.get(url).content.decode()
    assert Postmortem.objects.exists()
    browser.post(url)
    assert not Postmortem.objects.exists()
    assert batch.files.get().state == ImportState.UNDONE


def test_what_was_restricted_since_keeps_its_title(browser, alice):
    batch = bring(alice, PLAIN)
    start_import(batch, as_draft=False, people={}, by=alice)
    import_waiting()
    incident = Incident.objects.get()
    incident.accesses.all().delete()
    Incident.objects.update(is_restricted=True)
    assert "Checkout was slow" not in browser.get(batch.get_absolute_url()).content.decode()


def test_who_may_not_import_is_told_so_and_others_see_nothing_of_it(alice):
    batch = bring(alice, PLAIN)
    bob, charlie = Client(), Client()
    bob.force_login(make_user("Bob", is_facilitator=True))
    charlie.force_login(make_user("Charlie"))
    for name, args in (("import_batch", [batch.pk]), ("import_undo", [batch.pk])):
        assert bob.get(reverse(f"postmortems:{name}", args=args)).status_code == 404
        assert charlie.get(reverse(f"postmortems:{name}", args=args)).status_code == 403
    refused = charlie.post(reverse("postmortems:import_upload"), {"text": "# x"})
    assert refused.status_code == 403
    assert "This takes a facilitator or an administrator" in refused.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_progress_page_asks_as_little_of_many_files_as_of_one(browser, alice, count, django_assert_num_queries):
    batch = bring(alice, *(f"# Slow {n} on 24 May 2026\n\nIt was.\n" for n in range(count)))
    start_import(batch, as_draft=False, people={}, by=alice)
    import_waiting()
    with django_assert_num_queries(5):
        browser.get(batch.get_absolute_url())


def test_the_report_says_how_many_passages_the_lens_asks_about(browser, alice, django_capture_on_commit_callbacks):
    make_user("Dave Okafor")
    blaming = "# Checkout was down\n\n## Summary\n\nDave forgot to check the config. We should have noticed.\n"
    batch = bring(alice, blaming, "# Search was slow\n\n## Summary\n\nIt was slow for an hour.\n")
    page = browser.get(batch.get_absolute_url()).content.decode()
    assert page.count("The lens asks about") == 1
    assert "The lens asks about 2 passages." in page
    start_import(batch, as_draft=True, people={}, by=alice)
    import_waiting()
    assert list(batch.files.values_list("note", flat=True)) == ["The lens asks about 2 passages.", ""]
    assert "The lens asks about 2 passages." in browser.get(batch.get_absolute_url()).content.decode()
