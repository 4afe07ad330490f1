"""Word lists as files a person can read: `lens/<language>/lexicons/*.txt`, and how a list becomes a pattern.

A line is a word or a phrase. In a list of verbs (its first line says `#: verbs`) a line is `base`, or `base past`, or
`base past participle`; the other forms follow by rule. `#` begins a remark.
"""

import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
_DOUBLED = re.compile(r"(?:^|[^aeiou]|qu)[aeiou][bdgklmnprt]$")
_VOWELS = re.compile(r"[aeiouy]+")
_STRESSED = frozenset(
    [
        "admit",
        "commit",
        "equip",
        "forget",
        "format",
        "misplan",
        "occur",
        "omit",
        "permit",
        "prefer",
        "refer",
        "regret",
        "rerun",
        "reset",
        "sidestep",
        "submit",
        "transfer",
        "unplug",
        "upset",
    ]
)


@cache
def lines(name: str, language: str = "en") -> tuple[str, ...]:
    """Return a list's entries, in the order of its file."""
    path = HERE / language / "lexicons" / f"{name}.txt"
    entries = (line.split("#", 1)[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(entry for entry in entries if entry)


@cache
def words(name: str, language: str = "en") -> frozenset[str]:
    """Return a list's entries in lower case."""
    return frozenset(entry.lower() for entry in lines(name, language))


def is_given_name(word: str) -> bool:
    """Whether a word is on the list of given names and means nothing else."""
    base = word.lower().partition("-")[0]
    return base in words("given_names") and base not in words("names_that_are_words")


def inflect(line: str) -> dict[str, str]:
    """Return the five forms of a verb; a particle or an object after the verb stays: `mix up`, `mixed up`."""
    head, _, tail = line.partition(" + ")
    parts = head.split()
    base = parts[0]
    past = parts[1] if len(parts) > 1 else _with_ed(base)
    participle = parts[2] if len(parts) > 2 else past
    forms = {"base": base, "third": _with_s(base), "past": past, "part": participle, "ing": _with_ing(base)}
    return {form: f"{word} {tail}" if tail else word for form, word in forms.items()}


def _doubles(base: str) -> bool:
    if base in _STRESSED:
        return True
    last = base.rsplit("-", 1)[-1]
    return len(_VOWELS.findall(last)) == 1 and bool(_DOUBLED.search(last))


def _with_ed(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ied"
    return base + base[-1] + "ed" if _doubles(base) else base + "ed"


def _with_s(base: str) -> str:
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def _with_ing(base: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("ic"):
        return base + "king"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    return base + base[-1] + "ing" if _doubles(base) else base + "ing"


@cache
def forms(name: str, wanted: str, language: str = "en") -> tuple[str, ...]:
    """Return one form of every verb of a list; `any` is all of them, `fin` the finite ones."""
    kinds = {"any": ("base", "third", "past", "part", "ing"), "fin": ("third", "past")}.get(wanted, (wanted,))
    return tuple({inflect(line)[kind]: None for line in lines(name, language) for kind in kinds})


def one_of(entries: tuple[str, ...]) -> str:
    """Return a pattern for any of the entries, the longest first, sorted by their first letter so that a miss is cheap."""
    by_first: dict[str, list[str]] = {}
    for entry in sorted(dict.fromkeys(entry.lower() for entry in entries), key=lambda entry: (-len(entry), entry)):
        by_first.setdefault(entry[0], []).append(re.escape(entry[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in sorted(by_first.items()))
