"""`python -m lens.keep`: work out what the expressions of the rules need, and keep it (see `lens.kept`)."""

import json
import sys

from lens.kept import Needs, kept_at, made_from
from lens.lexicons import HERE
from lens.rulebook import book


def as_text(language: str, needs: Needs) -> str:
    """Return what is kept as JSON, a line for each word, so that a change of the rules shows as what it is."""
    parts = []
    for name in ("expressions", "words", "beginnings"):
        lines = [f"{json.dumps(key)}: {json.dumps(numbers)}" for key, numbers in sorted(getattr(needs, name).items())]
        parts.append(f'"{name}": {{\n' + ",\n".join(lines) + "\n}")
    return f'{{"made_from": "{made_from(language)}", "needs": {{\n' + ",\n".join(parts) + "\n}}\n"


def main() -> int:
    """Keep it for every language."""
    for path in sorted(HERE.glob("*/patterns.yaml")):
        language = path.parent.name
        kept_at(language).write_text(as_text(language, book(language).conditions.needs), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
