"""What every expression of the rules needs, worked out once and kept beside them: `lens/<language>/needed.json`.

Working it out takes longer than looking through a few documents does. What is kept names the content that it was made
from: where rules or lists have changed since, it is worked out anew, and `python -m lens.keep` keeps it again.
"""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from lens.lexicons import HERE


@dataclass(slots=True)
class Needs:
    """The conditions of each expression as numbers, the one that tells most first; and which of them a word meets."""

    expressions: dict[str, list[int]] = field(default_factory=dict)
    words: dict[str, list[int]] = field(default_factory=dict)
    beginnings: dict[str, list[int]] = field(default_factory=dict)


def kept(language: str) -> Needs | None:
    """Return what is kept, or nothing where it was made from other rules than those that are here."""
    try:
        found = json.loads(kept_at(language).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Needs(**found["needs"]) if found["made_from"] == made_from(language) else None


def kept_at(language: str) -> Path:
    """Return the file in which it is kept."""
    return HERE / language / "needed.json"


def made_from(language: str) -> str:
    """Name the rules, the lists and the code that reads them, by their content."""
    folder = HERE / language
    files = [
        *sorted(folder.glob("rules/*.yaml")),
        *folder.glob("patterns.yaml"),
        *sorted(folder.glob("lexicons/*.txt")),
    ]
    told = hashlib.sha256()
    for path in (*files, *(HERE / name for name in ("lexicons.py", "needed.py", "patterns.py"))):
        told.update(path.read_text(encoding="utf-8").encode() if path.is_file() else b"")
    return told.hexdigest()[:16]
