"""References to actions in a code base: `TODO PIR-2026-05-24-001`, `FIXME(AI-17)`. Pure but for reading files.

Each file is read once, line by line; the time grows with the bytes, whatever they are.
"""

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LARGEST_FILE = 20_000_000
SNIFFED = 8000
SKIPPED_FOLDERS = {".git", ".hg", ".svn", "node_modules", ".venv", "venv", "__pycache__"}

_MARKER = re.compile(rb"\b(?:TODO|FIXME)\b", re.IGNORECASE)
_REFERENCE = re.compile(rb"[\s:;,(\[\])#@-]{0,8}([A-Za-z][A-Za-z0-9]{1,9}(?:-[A-Za-z0-9]{1,16}){1,5})(?![A-Za-z0-9_])")
_OURS = re.compile(r"AI-\d{1,18}|PIR-\d{4}-\d{2}-\d{2}-\d{3,6}")


@dataclass(frozen=True)
class Mention:
    """One reference, where it stands."""

    path: str
    line: int
    column: int
    reference: str

    @property
    def is_surely_ours(self) -> bool:
        """Whether it has one of our own forms; `TODO OPS-12` may well be somebody else's."""
        return _OURS.fullmatch(self.reference) is not None


def files_below(path: Path) -> Iterator[Path]:
    """Every file to look at: what git knows or would add, where there is git; else all but the usual leftovers."""
    if not path.is_dir():
        yield path
        return
    listed = _git_files(path)
    if listed is not None:
        yield from (path / name for name in listed)
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if name not in SKIPPED_FOLDERS)
        yield from (Path(folder) / name for name in sorted(names))


def _git_files(path: Path) -> list[str] | None:
    # a repository may name a program to ask about changes: not for us to run
    command = ["git", "-c", "core.fsmonitor=false", "-C", str(path), "ls-files", "-z", "-c", "-o", "--exclude-standard"]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=120)  # noqa: S603 - no shell
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode:
        return None
    return sorted({os.fsdecode(name) for name in done.stdout.split(b"\0") if name})


def mentions_in(path: Path, *, name: str = "") -> Iterator[Mention]:
    """Every reference in a file of text; nothing for links, folders, binary and huge files."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST_FILE:
        return
    with path.open("rb") as file:
        if b"\0" in file.read(SNIFFED):
            return
        file.seek(0)
        for number, line in enumerate(file, start=1):
            for column, reference in references_in(line):
                yield Mention(name or str(path), number, column, reference)


def references_in(line: bytes) -> Iterator[tuple[int, str]]:
    """Column (from 1) and reference, each once: one or several right after a TODO or FIXME."""
    end = 0
    for marker in _MARKER.finditer(line):
        if marker.end() <= end:
            continue
        end = marker.end()
        while found := _REFERENCE.match(line, end):
            yield found.start(1) + 1, found[1].decode().upper()
            end = found.end()
