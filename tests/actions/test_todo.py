"""TODOs in a code base: what is found, what is said of it, and to whom."""

import json
import subprocess
import time
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from actions.choices import ActionStatus
from actions.todo import files_below, mentions_in, references_in
from tests.factories import make_action, make_incident, make_user


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("# TODO PIR-2026-05-24-001: smoke test", ["PIR-2026-05-24-001"]),
        ("// todo: pir-2026-05-24-001", ["PIR-2026-05-24-001"]),
        ("/* FIXME(AI-17) */", ["AI-17"]),
        ("TODO [AI-17], AI-18, PIR-2026-05-24-001", ["AI-17", "AI-18", "PIR-2026-05-24-001"]),
        ("TODO AI-17 and TODO: AI-18", ["AI-17", "AI-18"]),
        ("TODO ask about AI-17", []),
        ("AI-17 is what the TODO is about", []),
        ("TODOS AI-17", []),
        ("TODO AI-17_b", []),
        ("TODO AI-", []),
        ("TODO", []),
    ],
)
def test_a_reference_right_after_the_marker_is_found(line, found):
    assert [reference for _, reference in references_in(line.encode())] == found


def test_the_column_is_where_the_reference_begins():
    assert list(references_in(b"x = 1  # TODO AI-17")) == [(15, "AI-17")]


def test_git_says_which_files_count(tmp_path):
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text("built/\n")
    for name in ("built/a.py", "src/b.py", "c ü.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("# TODO AI-1\n")
    assert [path.name for path in files_below(tmp_path)] == [".gitignore", "c ü.py", "b.py"]
    assert [path.name for path in files_below(tmp_path / "src")] == ["b.py"]


def test_without_git_leftovers_are_passed_over(tmp_path):
    for name in ("node_modules/a.js", "src/b.py"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("// TODO AI-1\n")
    assert [path.name for path in files_below(tmp_path)] == ["b.py"]


def test_binary_files_links_and_what_is_gone_are_passed_over(tmp_path):
    (tmp_path / "a.bin").write_bytes(b"\0 TODO AI-1\n")
    (tmp_path / "b.txt").write_bytes(b"\xff\xfe TODO AI-2\n")
    (tmp_path / "c.txt").symlink_to(tmp_path / "b.txt")
    names = ("a.bin", "b.txt", "c.txt", "gone")
    assert [one.reference for name in names for one in mentions_in(tmp_path / name)] == ["AI-2"]


def test_the_time_grows_with_the_bytes(tmp_path):
    def seconds(times):
        path = tmp_path / f"{times}.js"
        path.write_bytes(b"TODO " * 40_000 * times + b"TODO A-" * 20_000 * times)
        begun = time.process_time()
        assert not list(mentions_in(path))
        return time.process_time() - begun

    assert min(seconds(8) for _ in range(3)) < 20 * min(seconds(1) for _ in range(3))


@pytest.fixture
def code(tmp_path, db):
    actions = {
        "open": make_action(title="Alert on queue age", alias="PIR-2026-05-24-001", due_on=date(2026, 12, 3)),
        "done": make_action(status=ActionStatus.DONE, alias="PM-4"),
        "wont_do": make_action(status=ActionStatus.WONT_DO),
    }
    lines = ["PIR-2026-05-24-001", "PM-4", actions["wont_do"].public_number, "AI-99999999", "OPS-12"]
    (tmp_path / "code.py").write_text("".join(f"# TODO {reference}\n" for reference in lines))
    return tmp_path


def run(capsys, *arguments):
    """Return the exit code and what was printed."""
    try:
        call_command("todo", *map(str, arguments))
    except SystemExit as end:
        return end.code, capsys.readouterr().out
    return 0, capsys.readouterr().out


def test_each_reference_is_said_to_be_open_done_dropped_or_unknown(code, capsys):
    code_, out = run(capsys, code, "--format=json")
    told = [json.loads(line) for line in out.splitlines()]
    assert [(one["line"], one["state"]) for one in told] == [(1, "open"), (2, "done"), (3, "wont_do"), (4, "unknown")]
    assert (told[0]["title"], told[0]["due"]) == ("Alert on queue age", "2026-12-03")
    assert code_ == 1
    assert run(capsys, code, "--fail-on=open")[0] == 1
    assert run(capsys, code, "--fail-on=none")[0] == 0


def test_annotations_cannot_be_ended_by_a_title(code, capsys):
    make_action(title="One%\n::error::two", alias="PIR-2026-05-24-002")
    (code / "a,b.py").write_text("TODO PIR-2026-05-24-002\n")
    out = run(capsys, code / "a,b.py", "--format=github")[1]
    assert out.startswith("::notice file=")
    assert "a%2Cb.py,line=1,col=6,title=PIR-2026-05-24-002::" in out
    assert "(One%25%0A::error::two)" in out
    assert len(out.splitlines()) == 1


def test_a_restricted_incident_is_unknown_to_a_person_outside(tmp_path, capsys, db):
    alice, bob = make_user("Alice"), make_user("Bob")
    hidden = make_action(
        make_incident(by=alice, is_restricted=True), "Rotate the leaked key", alias="PIR-2026-05-24-009"
    )
    (tmp_path / "a.py").write_text(f"# TODO PIR-2026-05-24-009\n# TODO {hidden.public_number}\n# TODO AI-88888888\n")
    for asker in ([], [f"--as={bob.email}"]):
        for form in ("text", "json", "github"):
            out = run(capsys, tmp_path, f"--format={form}", *asker)[1]
            assert "leaked" not in out
            lines = [line.replace("PIR-2026-05-24-009", "X").split("a.py")[1] for line in out.splitlines()]
            assert lines[1].replace(hidden.public_number, "X").replace(":2", ":3").replace("=2", "=3").replace(
                '"line": 2', '"line": 3'
            ) == lines[2].replace("AI-88888888", "X"), "it answers as one that does not exist"
    inside = run(capsys, tmp_path, f"--as={alice.email}")[1]
    assert "is open" in inside
    assert "leaked" not in inside, "logs are read by others"


def test_what_cannot_be_done_ends_with_2(tmp_path, db):
    for arguments in (["missing"], [str(tmp_path), "--as=nobody@example.org"], [str(tmp_path), "--fail-on=never"]):
        with pytest.raises(CommandError) as ended:
            call_command("todo", *arguments)
        assert ended.value.returncode == 2


def test_asking_costs_one_statement(code, capsys, django_assert_num_queries):
    run(capsys, code)
    with django_assert_num_queries(2):
        run(capsys, code)
