"""import_postmortems and export_postmortem on the command line."""

import json

import pytest
from django.core.management import CommandError, call_command

from people.models import User
from people.services.first_run import first_run_is_open
from postmortems.models import Postmortem
from tests.importing.test_reader import PLAIN

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A folder with a post-mortem, an index and a picture."""
    (tmp_path / "team").mkdir()
    (tmp_path / "team" / "checkout.md").write_text(PLAIN)
    (tmp_path / "INDEX.md").write_text("# All")
    (tmp_path / "graph.png").write_bytes(b"\x89PNG")
    return tmp_path


def lines(capsys):
    """What was printed, each line read as JSON."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_line_of_json_is_printed_for_each_file(folder, capsys):
    call_command("import_postmortems", str(folder), "--json")
    skipped, picture, document = lines(capsys)
    assert (document["path"], document["started_at"], document["severity"]) == (
        "team/checkout.md",
        "2026-05-24T23:50+02:00",
        "SEV-2",
    )
    assert document["incident"] == Postmortem.objects.get().lead_incident.public_number
    assert document["incidents"] == [document["incident"]]
    assert document["timeline_events"][0] == {"at": "2026-05-24T23:50+02:00", "text": "First 5xx seen"}
    assert [action["title"] for action in document["actions"]] == ["Limit the cache", "Give the alert an owner"]
    assert document["unmapped_headings"] == ["Zebra"]
    assert document["skipped"] is None
    assert "not a post-mortem" in skipped["skipped"]
    assert ".png" in picture["skipped"]


def test_the_zone_of_times_that_state_none_can_be_said(tmp_path, capsys):
    (tmp_path / "slow.md").write_text("# Slow\n\nDate: 2025-07-04\n\n## Timeline\n\n- 09:12 down\n- 09:40 up\n")
    (tmp_path / "told.md").write_text("# Told\n\nDate: 2025-07-04\n\n## Timeline\n\n- 09:12 UTC down\n- 09:40 up\n")
    call_command("import_postmortems", str(tmp_path), "--json", "--dry-run", "--zone", "Europe/Berlin")
    slow, told = lines(capsys)
    assert [event["at"] for event in slow["timeline_events"]] == ["2025-07-04T09:12+02:00", "2025-07-04T09:40+02:00"]
    assert slow["started_at"] == "2025-07-04T09:12+02:00"
    assert "+02:00" not in str(told)
    with pytest.raises(CommandError, match="Write one such as Europe/Berlin"):
        call_command("import_postmortems", str(tmp_path), "--zone", "Middle/Earth")


def test_a_second_run_changes_nothing(folder, capsys):
    call_command("import_postmortems", str(folder), "--json")
    call_command("import_postmortems", str(folder), "--json")
    said = lines(capsys)
    assert said[:3] == said[3:]
    assert Postmortem.objects.count() == 1


def test_a_dry_run_writes_nothing(folder, capsys):
    call_command("import_postmortems", str(folder), "--json", "--dry-run")
    assert [line["incident"] for line in lines(capsys)] == [None, None, None]
    assert not Postmortem.objects.exists()
    assert not User.objects.exists()


def test_the_importer_cannot_sign_in_and_leaves_the_first_run_open(folder, capsys):
    call_command("import_postmortems", str(folder))
    importer = User.objects.get()
    assert not importer.has_usable_password()
    assert not importer.is_active
    assert first_run_is_open()


def test_a_missing_path_is_refused(tmp_path):
    with pytest.raises(CommandError, match="There is no"):
        call_command("import_postmortems", str(tmp_path / "nowhere"))


def test_a_file_that_cannot_be_stored_is_counted_and_the_others_come_in(folder, capsys, monkeypatch):
    (folder / "team" / "broken.md").symlink_to(folder / "team" / "gone.md")
    (folder / "team" / "other.md").write_text("# Slow on 24 May 2026\n\nIt was.\n")
    call_command("import_postmortems", str(folder))
    assert Postmortem.objects.count() == 2


def test_an_export_is_written_and_read_back(folder, tmp_path, capsys):
    call_command("import_postmortems", str(folder))
    number = Postmortem.objects.get().lead_incident.public_number
    call_command("export_postmortem", number, "--to", str(tmp_path / "out"))
    (written,) = (tmp_path / "out").iterdir()
    assert written.name == f"{number}-checkout-was-slow-on-24-may-2026.md"
    assert "First 5xx seen" in written.read_text()


@pytest.mark.parametrize("number", ["INC-999999", "twelve"])
def test_a_number_without_a_post_mortem_is_refused(number, tmp_path):
    with pytest.raises(CommandError):
        call_command("export_postmortem", number, "--to", str(tmp_path))
