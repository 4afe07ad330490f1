"""`python -m lens`: what it prints, and how it ends."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lens.command import main

ROOT = Path(__file__).resolve().parent.parent.parent
BLAME = "# Checkout slow\n\n## Causes\n\nDave forgot to check\nthe config, as 50% do.\n"


def lines_of(*asked: dict[str, str]) -> list[dict[str, list[dict[str, object]]]]:
    answer = subprocess.run(
        [sys.executable, "-m", "lens", "--jsonl"],
        input="\n".join(json.dumps(one) for one in asked) + "\n",
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    return [json.loads(line) for line in answer.stdout.splitlines()]


def test_lines_of_json_are_answered_line_by_line():
    first, second, third, fourth = lines_of(
        {"text": "The flag was turned off.", "section": "timeline"},
        {"text": "The flag was turned off."},
        {"text": "We should have noticed.", "section": "no such section"},
        {"text": ""},
    )
    [found] = first["findings"]
    assert set(found) == {"category", "level", "rule", "start", "end", "message", "ask"}
    assert (found["category"], found["level"]) == ("agentless_passive", "count")
    assert second == fourth == {"findings": []}
    assert third["findings"][0]["category"] == "counterfactual"


def test_a_line_that_is_not_json_ends_it(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", iter(["nonsense\n"]))
    assert main(["--jsonl"]) == 2
    assert "line 1" in capsys.readouterr().err


def test_a_mark_ends_with_one_and_says_where(tmp_path, capsys):
    path = tmp_path / "one.md"
    path.write_text(BLAME)
    assert main([str(tmp_path)]) == 1
    told = capsys.readouterr().out
    assert f"{path}\n  5:1  mark" in told
    assert "Dave forgot" in told
    assert told.endswith("1 document: 1 to mend or answer, 0 to think about, 0 with steps nobody takes.\n")


def test_hints_alone_end_well(tmp_path, capsys):
    path = tmp_path / "one.md"
    path.write_text("# Checkout slow\n\n## Actions\n\n- Improve monitoring\n")
    assert main([str(path)]) == 0
    assert "hint" in capsys.readouterr().out


def test_annotations_have_the_form_a_workflow_reads(tmp_path, capsys):
    path = tmp_path / "a,b.md"
    path.write_text(BLAME)
    assert main([str(path), "--format", "github"]) == 1
    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith(f"::warning file={tmp_path}/a%2Cb.md,line=5,endLine=5,col=1,endColumn=")
    assert ",title=lens%3A person-failed::" in line


def test_a_report_as_json(tmp_path, capsys):
    (tmp_path / "one.md").write_text(BLAME)
    (tmp_path / "LICENSE.txt").write_text("Dave forgot to check.")
    main([str(tmp_path), "--format", "json"])
    [document] = json.loads(capsys.readouterr().out)["documents"]
    [found] = document["findings"]
    assert (found["line"], found["column"], found["rule"]) == (5, 1, "person-failed")


def test_what_cannot_be_read_is_said(tmp_path, capsys):
    assert main([str(tmp_path / "no.md")]) == 2
    assert "No such file" in capsys.readouterr().err
    assert main([]) == 2


def test_an_organisation_brings_its_words(tmp_path, capsys):
    (tmp_path / "one.md").write_text(BLAME)
    (tmp_path / "words.json").write_text('{"services": ["Dave"], "off": ["person-did-not"]}')
    assert main([str(tmp_path / "one.md"), "--vocabulary", str(tmp_path / "words.json")]) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ('{"peopel": ["Dave"]}', "nothing is called 'peopel'"),
        ('{"people": ["Dave"', "no JSON"),
        ('["Dave"]', "no names with their lists"),
        ('{"off": ["person-faild"]}', "no rule is called 'person-faild'"),
        ('{"levels": {"person-faild": "hint"}}', "no rule is called 'person-faild'"),
    ],
)
def test_words_that_are_not_understood_are_no_clean_report(tmp_path, capsys, words, said):
    (tmp_path / "one.md").write_text(BLAME)
    (tmp_path / "words.json").write_text(words)
    assert main([str(tmp_path / "one.md"), "--vocabulary", str(tmp_path / "words.json")]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert not told.out


def test_a_folder_without_texts_is_no_clean_report(tmp_path, capsys):
    assert main([str(tmp_path)]) == 2
    assert "there is no text in" in capsys.readouterr().err


def test_the_hook_for_pre_commit_runs_this_command():
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text()
    assert "python -m lens" in hooks
    assert "markdown" in hooks
