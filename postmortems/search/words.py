"""What was typed, and what it means to Postgres: lexemes, how rare they are, other words for them."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from time import monotonic

import yaml
from django.db import connection
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from web.statements import prepared_cursor

SYNONYMS_FILE = Path(__file__).parent / "synonyms.yml"
SYNONYM_WEIGHT = 0.45
"""What another word for the same thing counts, of the weight of the words that were typed."""

OF_THE_ASKING = {
    *("concerning", "involve", "involved", "involves", "involving", "regarding"),
    *("incident", "incidents", "post-mortem", "post-mortems", "postmortem", "postmortems"),
}
"""Words of "all incidents involving auth" that say nothing of what is looked for, where another word does."""

LONG = 6
"""So long is a word at least that is taken for the listed one it nearly is; a shorter one is nearly too many."""

SWAPPED = 92
"""How alike two words are, in percent, of which two neighbouring letters have changed places."""

Known = tuple[list[str], int]
"""A word's lexemes, and in how many rows the rarest of them is."""

MANY_ROWS, EVERYWHERE, REMEMBERED_FOR = 1000, 0.25, 60.0
"""Of so many rows at least, this share holds a word whose count is remembered for so many seconds."""

NOT_KNOWN: tuple[float, Known] = (0.0, ([], 0))


@dataclass(frozen=True)
class Question:
    """A search as it was typed: words, "exact phrases", and -excluded words."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing to look for was typed."""
        return not (self.words or self.phrases)


@dataclass(frozen=True)
class Term:
    """One word of the question, ready for Postgres.

    Any of `lexemes` answers to it; each is a lexeme, or several that must follow one another. `weight` is how
    rare it is, `share` the share of rows that hold it, `rows` how many those are. `instead` is the near spelling
    that was taken for it, and `others` what it is also called, for a word that nobody has written.
    """

    word: str
    lexemes: tuple[tuple[str, ...], ...]
    weight: float
    share: float
    instead: str = ""
    is_synonym: bool = False
    rows: int = 0
    others: tuple[str, ...] = ()

    @property
    def tsquery(self) -> str:
        """The term as text for `to_tsquery('simple', …)`."""
        return " | ".join("(" + " <-> ".join(quoted(part) for part in parts) + ")" for parts in self.lexemes)


_PUBLIC_NUMBER = re.compile(r"(?:INC|AI)-[0-9]{1,9}|PIR-[0-9]{1,9}(?:-[0-9]{1,9}){0,3}", re.IGNORECASE)


def quoted(lexeme: str) -> str:
    """Quote a lexeme for a tsquery."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def parse_question(text: str) -> Question:
    """Split what was typed into words, quoted phrases and exclusions. Never fails, whatever it gets.

    A public number alone is a phrase: who types INC-47 means neither `inc` nor 47 elsewhere.
    """
    text = text[:400].replace("\x00", " ").replace("“", '"').replace("”", '"')
    if _PUBLIC_NUMBER.fullmatch(text.strip()):
        return Question(phrases=(text.strip(),))
    phrases = [part.strip() for part in re.findall(r'(?<!-)"([^"]+)"', text)]
    rest = re.sub(r'"[^"]*"', " ", text).replace('"', " ")
    words, excluded = [], []
    for token in rest.split():
        if token.startswith("-") and token.strip("-"):
            excluded.append(token.lstrip("-"))
        else:
            words.append(token.strip("-"))
    return Question(
        tuple(word for word in words[:24] if word),
        tuple(phrase for phrase in phrases[:6] if phrase),
        tuple(excluded[:12]),
    )


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    """Return, for each listed expression, the others of its group. The file says why each group is there."""
    groups = yaml.safe_load(SYNONYMS_FILE.read_text())["groups"]
    table: dict[str, tuple[str, ...]] = {}
    for group in groups:
        sought = {expression for expression in group if not expression.startswith("?")}
        for expression in (each.removeprefix("?") for each in group):
            table[expression] = tuple(sorted({*table.get(expression, ()), *sought} - {expression}))
    return table


def understand_question(question: Question) -> list[Term]:
    """Turn the words into weighted terms, those typed first, then other words for the same; one to three statements."""
    typed = question.words
    subject = tuple(word for word in typed if word.lower() not in OF_THE_ASKING)
    meant = _nearly_listed(typed)
    expressions = _expressions_in(_spoken(typed, meant))
    others = {other for alternatives in expressions.values() for other in alternatives}
    joined = {f"{first}{second}" for words in (typed, subject) for first, second in pairwise(words)}
    known = _look_up([*typed, *meant.values(), *joined, *others])
    if any(_is_written(known[word]) for word in meant):  # what somebody has written is no slip
        meant = {word: listed for word, listed in meant.items() if not _is_written(known[word])}
        expressions = _expressions_in(_spoken(typed, meant))
    if any(known[word][0] for word in subject):
        typed = subject
    rows = max(known.pop("", ([], 1))[1], 1)
    terms = _typed_terms(typed, known, rows, meant)
    slips = {term.word: term.instead for term in terms if term.instead}
    if more := {one: other for one, other in _expressions_in(_spoken(typed, slips)).items() if one not in expressions}:
        known |= _look_up({other for alternatives in more.values() for other in alternatives})
        expressions |= more  # a word that was put right may be in a listed expression: "sigin in"
    terms = [
        replace(term, others=expressions.get(term.word.lower(), ())) if not (term.rows or term.instead) else term
        for term in terms
    ]
    stems = {part for term in terms for parts in term.lexemes for part in parts}
    for expression, alternatives in expressions.items():
        found = [tuple(known[other][0]) for other in alternatives if _is_written(known[other])]
        new = tuple(parts for parts in found if not stems.issuperset(parts))
        if new:
            said = sum(term.weight for term in terms if (term.instead or term.word).lower() in expression.split())
            count = sum(known[other][1] for other in alternatives if tuple(known[other][0]) in new)
            terms.append(Term(expression, new, said * SYNONYM_WEIGHT, count / rows, is_synonym=True, rows=count))
    return terms


def _is_written(known: Known) -> bool:
    lexemes, count = known
    return bool(lexemes) and count > 0


@cache
def listed_words() -> frozenset[str]:
    """The single words among the listed expressions."""
    return frozenset(expression for expression in _synonyms() if " " not in expression)


def is_listed(spelling: str) -> bool:
    """Whether an expression is one of our own list, which gives nothing away."""
    return spelling in _synonyms()


def _nearly_listed(typed: Iterable[str]) -> dict[str, str]:
    """Return, for words that are nearly a listed one, that one: it is understood even where nobody has written it."""
    near = {}
    for word in {word for word in typed if len(word) >= LONG and word.lower() not in listed_words()}:
        spelt = _closed_up(word.lower())
        choices = {closed: listed for closed, listed in _listed_closed_up().items() if closed[0] == spelt[:1]}
        found = process.extractOne(spelt, choices.keys(), scorer=fuzz.ratio, score_cutoff=SWAPPED)
        swapped = next((closed for closed in choices if _is_swapped(spelt, closed)), "")
        if found or swapped:
            near[word] = choices[found[0] if found else swapped]
    return near


def _closed_up(expression: str) -> str:
    return re.sub(r"[\s-]+", "", expression)


@cache
def _listed_closed_up() -> dict[str, str]:
    """Each listed expression by how it looks in one word: "sign in" as "signin", which stands for "sign-in" too."""
    return {_closed_up(expression): expression for expression in sorted(_synonyms(), reverse=True)}


def _spoken(typed: Iterable[str], meant: Mapping[str, str]) -> str:
    return " ".join(meant.get(word, word) for word in typed).lower()


def _expressions_in(spoken: str) -> dict[str, tuple[str, ...]]:
    """Return the listed expressions that were typed, each with the others of its group."""
    return {
        expression: others
        for expression, others in _synonyms().items()
        if expression in spoken and re.search(rf"\b{re.escape(expression)}\b", spoken)
    }


def _typed_terms(typed: tuple[str, ...], known: dict[str, Known], rows: int, meant: Mapping[str, str]) -> list[Term]:
    """One term a different word; a word nobody has written becomes its near spelling, or the listed one it nearly is."""
    unknown = [word.lower() for word in typed if known[word][0] and not known[word][1] and len(word) > 3]
    near = _near_spellings(unknown)
    terms: dict[str, Term] = {}
    for place, word in enumerate(typed):
        lexemes, count = known[word]
        if not lexemes or lexemes[0] in terms:
            continue
        instead = ""
        answers: list[tuple[str, ...]] = [(lexeme,) for lexeme in lexemes]
        if word in meant:
            instead, count = meant[word], known[meant[word]][1]
            answers = [tuple(known[instead][0])]
        elif word.lower() in near:
            lexeme, instead, count = near[word.lower()]
            answers = [(lexeme,)]
        neighbours = [f"{first}{second}" for first, second in pairwise(typed[max(place - 1, 0) : place + 2])]
        answers += [(known[pair][0][0],) for pair in neighbours if _is_written(known[pair])]
        terms[lexemes[0]] = Term(word, tuple(answers), _rarity(count, rows), count / rows, instead, rows=count)
    return list(terms.values())


def _rarity(count: int, rows: int) -> float:
    """Inverse document frequency as BM25 has it, never negative."""
    return math.log(1 + (rows - min(count, rows) + 0.5) / (count + 0.5))


_everywhere: dict[str, tuple[float, Known]] = {}
"""Words that a large share of very many rows hold, with "" for the number of rows, and until when that is believed."""


def _look_up(words: Iterable[str]) -> dict[str, Known]:
    """Return for each word its lexemes and how many rows hold them all at most; "" holds the number of rows.

    Of words that stand nearly everywhere that is remembered for a minute: counts are older than that as it is.
    """
    asked, now = {*words, ""}, monotonic()
    remembered = {word: known for word in asked for until, known in [_everywhere.get(word, NOT_KNOWN)] if until > now}
    if len(remembered) == len(asked):
        return remembered
    found = _ask_for(asked - {""})
    rows = found.get("", ([], 0))[1]
    if rows > MANY_ROWS:
        for word in [word for word, (until, _) in _everywhere.items() if until <= now]:
            _everywhere.pop(word, None)  # as it is typed: there is no end to the ways of writing one
        common = {word: known for word, known in found.items() if known[1] > rows * EVERYWHERE}
        _everywhere.update({word: (now + REMEMBERED_FOR, known) for word, known in common.items()})
    return found


def _ask_for(words: Iterable[str]) -> dict[str, Known]:
    """Ask the database; one statement."""
    sql = """
        SELECT asked.word, asked.lexemes, COALESCE(min(COALESCE(known.rows, 0)), 0)
        FROM (SELECT word, tsvector_to_array(to_tsvector('english', word)) AS lexemes
              FROM unnest(%s::text[]) AS word) AS asked
        LEFT JOIN LATERAL unnest(asked.lexemes) AS part (lexeme) ON true
        LEFT JOIN postmortems_searchword AS known ON known.lexeme = part.lexeme
        GROUP BY asked.word, asked.lexemes
        UNION ALL
        SELECT '', '{}', rows FROM postmortems_searchword WHERE lexeme = ''
    """
    with prepared_cursor() as cursor:
        cursor.execute(sql, [sorted(words)])
        return {word: (_in_order(word, lexemes), count) for word, lexemes, count in cursor.fetchall()}


def _in_order(word: str, lexemes: list[str]) -> list[str]:
    """Put lexemes into the order in which the words they stand for were typed."""
    lowered = word.lower()
    return sorted(lexemes, key=lambda lexeme: (lowered.find(lexeme[: max(len(lexeme) - 1, 2)]), lexeme))


def _near_spellings(words: list[str]) -> dict[str, tuple[str, str, int]]:
    """Return for each unknown word the nearest written one: (lexeme, word, rows); one statement for them all.

    Same first letter, at most two letters longer or shorter, at least 85 % alike or two neighbours swapped:
    swapped, doubled and dropped letters pass, other words do not.
    """
    if not words:
        return {}
    sql = """
        SELECT asked.word, written.word, known.lexeme, known.rows
        FROM unnest(%s::text[]) AS asked (word), postmortems_searchword AS known,
             unnest(known.spellings) AS written (word)
        WHERE known.lexeme >= left(asked.word, 1) AND known.lexeme < left(asked.word, 1) || chr(1114111)
          AND length(written.word) BETWEEN length(asked.word) - 2 AND length(asked.word) + 2
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [words])
        known: dict[str, dict[str, tuple[str, int]]] = {}
        for asked, written, lexeme, rows in cursor.fetchall():
            known.setdefault(asked, {})[written] = (lexeme, rows)
    found = {}
    for word in words:
        choices = known.get(word, {})
        alike = process.extract(word, choices.keys(), scorer=fuzz.ratio, score_cutoff=85, limit=5)
        near = {written: score for written, score, _ in alike}
        near |= {written: max(SWAPPED, near.get(written, 0)) for written in choices if _is_swapped(word, written)}
        if near:
            best = max(near.values())
            chosen = max((written for written, score in near.items() if score >= best - 1), key=lambda w: choices[w][1])
            found[word] = (choices[chosen][0], chosen, choices[chosen][1])
    return found


def _is_swapped(word: str, written: str) -> bool:
    """Whether two neighbouring letters changed places, and nothing else."""
    return sorted(word) == sorted(written) and OSA.distance(word, written) == 1
