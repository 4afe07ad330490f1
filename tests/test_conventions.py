"""Rules of the house that no linter knows. Each is shown to catch what it is there for."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
APPS = ("reviews", "postmortems", "actions", "incidents", "notifications", "people", "collab", "web", "config")
PEOPLE = {"owner", "by", "user", "person", "recipient", "reviewer", "facilitator", "recorded_by", "created_by"}


def sources(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def committed() -> list[Path]:
    """Return the files of the repository, as text can be looked for in them."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a clone: no list of the repository's files")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and not path.is_symlink()]


def bare_query_counts(tree: ast.AST) -> list[int]:
    """Find `assert_num_queries(3)` as a statement: it builds a context manager and asserts nothing."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and "num_queries" in ast.unparse(node.value.func)
    ]


def groups_by_person(tree: ast.AST) -> list[int]:
    """Find `.values("owner").annotate(…)`: a figure for each person."""
    found = []
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "annotate"):
            continue
        inner = node.func.value
        while isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute):
            if inner.func.attr in {"values", "values_list"}:
                names = {
                    str(a.value).split("__")[0].removesuffix("_id") for a in inner.args if isinstance(a, ast.Constant)
                }
                if names & PEOPLE and any("Count" in ast.unparse(word.value) for word in node.keywords):
                    found.append(node.lineno)
            inner = inner.func.value
    return found


def saves_everything(tree: ast.AST) -> list[int]:
    """Find `row.save()` without `update_fields`: it would write what somebody else has changed meanwhile."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "save"
        and not node.args
        and not any(word.arg in {"update_fields", "force_insert", None} for word in node.keywords)
    ]


def test_a_query_count_is_always_asserted():
    assert bare_query_counts(ast.parse("django_assert_num_queries(3)")) == [1]
    assert not [(name, lines) for name, tree in sources("tests") if (lines := bare_query_counts(tree))]


def test_no_query_counts_by_person():
    assert groups_by_person(ast.parse('rows.values("owner_id").annotate(n=Count("pk"))')) == [1]
    assert groups_by_person(ast.parse('rows.values("team").annotate(n=Count("pk"))')) == []
    # A facilitator is proposed by rotation: who facilitated last, and never shown as a figure.
    allowed = {"postmortems/queries.py"}
    found = [(name, lines) for name, tree in sources(*APPS) if (lines := groups_by_person(tree))]
    assert not [row for row in found if row[0] not in allowed]


def asks_the_lens_about_a_person(tree: ast.AST) -> list[int]:
    """Find an answer to the lens that is selected, grouped or ordered by who gave it."""
    found = []
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        selects = node.func.attr in {"filter", "exclude", "values", "values_list", "order_by", "annotate", "aggregate"}
        if selects and re.search(r"LensAnswer\b|lens_answers", ast.unparse(node)):
            said = [word.arg or "" for word in node.keywords]
            said += [str(a.value).lstrip("-") for a in node.args if isinstance(a, ast.Constant)]
            if any(re.match(r"by(_id)?(__|$)", name) for name in said):
                found.append(node.lineno)
    return found


def test_nobodys_wording_is_counted():
    assert asks_the_lens_about_a_person(ast.parse("LensAnswer.objects.filter(by=user).count()")) == [1]
    assert asks_the_lens_about_a_person(ast.parse('incident.lens_answers.values("by_id")')) == [1]
    assert asks_the_lens_about_a_person(ast.parse('LensAnswer.objects.values("rule")')) == []
    assert not [(name, lines) for name, tree in sources(*APPS) if (lines := asks_the_lens_about_a_person(tree))]


def test_views_reach_rows_through_doors():
    found = [
        (name, node.lineno)
        for name, tree in sources(*APPS)
        if Path(name).name == "views.py" or "/views/" in name
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]
    assert found == []


def test_services_save_the_fields_they_changed():
    assert saves_everything(ast.parse("row.save()")) == [1]
    found = [
        (name, lines)
        for name, tree in sources(*APPS)
        if ("services" in name or "sending" in name) and (lines := saves_everything(tree))
    ]
    assert found == []


def test_our_own_words_blame_nobody():
    banned = re.compile(r"root cause|who did it|human error|at fault", re.IGNORECASE)
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")]
    files += [ROOT / "postmortems/defaults.py", ROOT / "incidents/choices.py", ROOT / "actions/choices.py"]
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in files
        if (match := banned.search(re.sub(r"{%\s*comment.*?endcomment\s*%}", "", path.read_text(), flags=re.DOTALL)))
    ]
    assert found == []


def test_no_file_names_a_package_registry_or_a_machine():
    hosts = ("pypi" + ".org", "registry.npmjs" + ".org", "pythonhosted" + ".org")
    places = re.compile("|".join(map(re.escape, hosts)) + r"|/ro" + r"ot/|/home/[a-z]+/|/wo" + r"rk/")
    found = []
    for path in committed():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in places.finditer(text)]
    assert found == []


def test_a_page_with_a_panel_of_the_lens_has_what_keeps_it_true() -> None:
    """The panel is drawn by the server; without the script it would be silent while somebody types."""
    texts = {path.relative_to(TEMPLATES).as_posix(): path.read_text() for path in TEMPLATES.rglob("*.html")}

    def whole(name: str, *above: str) -> str:
        included = re.findall(r'{% include "([^"]+)"', texts[name])
        return texts[name] + "".join(whole(one, name, *above) for one in included if one not in {name, *above})

    pages = [name for name in texts if "{% lens_panel" in whole(name) and '{% extends "base' in texts[name]]
    assert len(pages) > 12
    for name in pages:
        assert "js/lens.js" in texts[name], name
        assert "css/lens.css" in texts[name], name
        answers = re.search(r"{% lens_panel \S+ \S+ [\w.]*incident", whole(name))
        assert ("{% lens_form" in texts[name]) >= bool(answers), f"{name}: an answer has no form to go with"
