"""`python -m lens`: a folder of Markdown, or lines of JSON, looked at from the command line and in CI."""

import argparse
import json
import os
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from lens.documents import check_document
from lens.engine import check
from lens.findings import SECTIONS, Finding
from lens.rulebook import prepare, retired, rules
from lens.vocabulary import Vocabulary

ENDINGS = (".md", ".markdown", ".mdown", ".txt")
NOT_WHOSE = {"license.txt", "licence.txt", "license.md", "source.md", "copying.txt"}
MANY = 24  # documents, from which on it is worth while to share them out
VOCABULARY = {field.name for field in fields(Vocabulary) if field.init}
GITHUB = {"mark": "warning", "hint": "notice", "count": "notice"}


class Unusable(Exception):
    """What was handed in cannot be used, in words for whoever did."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 1 means that there is a mark, 2 that something could not be read."""
    wanted = _arguments(arguments)
    try:
        vocabulary = _vocabulary(wanted.vocabulary)
    except Unusable as refused:
        sys.stderr.write(f"{wanted.vocabulary}: {refused}\n")
        return 2
    if wanted.jsonl:
        return _answer_lines(sys.stdin, sys.stdout, vocabulary)
    if not wanted.paths:
        sys.stderr.write("Nothing to look at: name a file or a folder, or use --jsonl.\n")
        return 2
    read: list[tuple[Path, str]] = []
    marks, failed, report = 0, False, _REPORTS[wanted.format]()
    for path in _files(wanted.paths):
        try:
            read.append((path, path.read_text(encoding="utf-8", errors="replace")))
        except OSError as error:
            sys.stderr.write(f"{path}: {error.strerror}\n")
            failed = True
    for (path, text), found in zip(read, _looked_at([text for _, text in read], vocabulary), strict=True):
        marks += sum(one.level == "mark" for one in found)
        sys.stdout.write(report.of(path, text, found))
    if not read and not failed:  # a wrong path in a workflow must not pass for a clean one
        sys.stderr.write(f"Nothing to look at: there is no text in {', '.join(map(str, wanted.paths))}.\n")
        return 2
    sys.stdout.write(report.end())
    return 2 if failed else 1 if marks else 0


def _looked_at(texts: list[str], vocabulary: Vocabulary) -> Iterator[list[Finding]]:
    """Return what is found in each text; many are shared out between the processors."""
    look = partial(check_document, vocabulary=vocabulary)
    if len(texts) < MANY or not hasattr(os, "fork"):
        yield from map(look, texts)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - a single document does not wait for it
    from multiprocessing import get_context  # noqa: PLC0415

    prepare()  # once, before the others begin with a copy of it
    with ProcessPoolExecutor(min(os.cpu_count() or 1, 4), get_context("fork")) as others:
        yield from others.map(look, texts, chunksize=8)


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m lens",
        description="Points at wording that stops at a person, and asks for the system behind it.",
        epilog="Exit status: 0 without a mark, 1 with one, 2 where something could not be read.",
    )
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="Markdown files, or folders of them")
    parser.add_argument("--format", choices=sorted(_REPORTS), default="text", help="how to report (text)")
    parser.add_argument(
        "--jsonl", action="store_true", help='read {"text", "section"} a line, answer {"findings"} a line'
    )
    parser.add_argument(
        "--vocabulary", type=Path, help="a JSON file with people, services, teams, systems, allowed, off, levels"
    )
    return parser.parse_args(arguments)


def _vocabulary(path: Path | None) -> Vocabulary:
    """Read an organisation's words. Raises Unusable where a word of the file is not understood: a slip must not pass."""
    if path is None:
        return Vocabulary()
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unusable(error.strerror) from error
    except ValueError as error:
        raise Unusable(f"no JSON: {error}") from error
    if not isinstance(known, dict):
        raise Unusable("it holds no names with their lists: write {} around them.")
    if strange := sorted(set(known) - VOCABULARY):
        raise Unusable(f"nothing is called {strange[0]!r} here; known are {', '.join(sorted(VOCABULARY))}.")
    rules_here = {rule.id for rule in rules()} | set(retired())
    if strange := sorted({*known.get("off", ()), *known.get("levels", {})} - rules_here):
        raise Unusable(f"no rule is called {strange[0]!r}.")
    return Vocabulary(**known)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            inside = (one for one in sorted(path.rglob("*")) if one.suffix.lower() in ENDINGS and one.is_file())
            yield from (one for one in inside if one.name.lower() not in NOT_WHOSE)
        else:
            yield path


def _answer_lines(source: TextIO, target: TextIO, vocabulary: Vocabulary) -> int:
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
            text, section = "" + asked["text"], asked.get("section") or "prose"
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            sys.stderr.write(f"line {number}: {error}\n")
            return 2
        found = check(text, section=section if section in SECTIONS else "prose", vocabulary=vocabulary)
        target.write(json.dumps({"findings": [_as_data(one) for one in found]}, ensure_ascii=False) + "\n")
        target.flush()
    return 0


def _as_data(one: Finding) -> dict[str, Any]:
    return {
        "category": one.category,
        "level": one.level,
        "rule": one.rule,
        "start": one.start,
        "end": one.end,
        "message": one.message,
        "ask": one.ask,
    }


class _Places:
    """Lines and columns of a text, counted from one."""

    def __init__(self, text: str) -> None:
        self.begins = [0, *(place + 1 for place, char in enumerate(text) if char == "\n")]

    def of(self, place: int) -> tuple[int, int]:
        line = bisect_right(self.begins, place)
        return line, place - self.begins[line - 1] + 1


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 90 else plain[:89] + "…"


class _TextReport:
    def __init__(self) -> None:
        self.levels: Counter[str] = Counter()
        self.documents = 0

    def of(self, path: Path, text: str, found: list[Finding]) -> str:
        self.documents += 1
        self.levels.update(one.level for one in found)
        if not found:
            return ""
        places = _Places(text)
        lines = [f"{path}\n"]
        for one in found:
            line, column = places.of(one.start)
            told = f"{len(one.places)} steps, the first: " if len(one.places) > 1 else ""
            lines.append(
                f"  {line}:{column}  {one.level:5}  {told}“{_short(one.text)}”  [{one.rule}]\n"
                f"      {one.message}\n      {one.ask}\n"
            )
        return "".join([*lines, "\n"])

    def end(self) -> str:
        documents = "1 document" if self.documents == 1 else f"{self.documents} documents"
        marks, hints, counts = (self.levels[level] for level in ("mark", "hint", "count"))
        return f"{documents}: {marks} to mend or answer, {hints} to think about, {counts} with steps nobody takes.\n"


class _JsonReport:
    def __init__(self) -> None:
        self.documents: list[dict[str, Any]] = []

    def of(self, path: Path, text: str, found: list[Finding]) -> str:
        places = _Places(text)
        findings = []
        for one in found:
            line, column = places.of(one.start)
            findings.append({**_as_data(one), "line": line, "column": column, "text": one.text, "why": one.why})
        self.documents.append({"path": str(path), "findings": findings})
        return ""

    def end(self) -> str:
        return json.dumps({"documents": self.documents}, ensure_ascii=False, indent=1) + "\n"


class _GithubReport:
    """Commands that a workflow's log turns into annotations beside the lines."""

    def of(self, path: Path, text: str, found: list[Finding]) -> str:
        places = _Places(text)
        lines = []
        for one in found:
            (line, column), (last, end) = places.of(one.start), places.of(one.end)
            where = f"file={_property(str(path))},line={line},endLine={last},col={column}"
            where += f",endColumn={end}" if last == line else ""
            told = _escaped(f"{one.message} {one.ask}")
            lines.append(f"::{GITHUB[one.level]} {where},title={_property(f'lens: {one.rule}')}::{told}\n")
        return "".join(lines)

    def end(self) -> str:
        return ""


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


_REPORTS: dict[str, type[_TextReport] | type[_JsonReport] | type[_GithubReport]] = {
    "text": _TextReport,
    "json": _JsonReport,
    "github": _GithubReport,
}
