"""Who is who in a text: people, groups and systems, found in one pass, before any rule runs.

The result is the text in lower case, as long as it was, in which a person, a group or a known system has become a row
of one sign. What is not known is a system by default: it stays what it is, and rules about people do not see it.
The order of questions: the organisation's own names, its services, words for roles, names that many people have.
"""

import re
from functools import cache
from typing import NamedTuple

from lens.lexicons import lines, one_of, words
from lens.vocabulary import Vocabulary

# A text in lower case has no capitals of its own, so these can stand for themselves in a pattern.
NAME, GROUP, SYSTEM, SOMEBODY, ROLE = "N", "G", "S", "B", "R"

_TOKEN = re.compile(r"@?[^\W\d_](?:[\w'’.-]*\w)?")
# After these a verb stands behind the name: "why didn't Dave test it".
_ASKED = frozenset(("did", "didn't", "does", "doesn't", "could", "couldn't", "would", "wouldn't", "had", "hadn't"))
_ON_DUTY = re.compile(r" +(?:on|in) (?:call|duty|shift|charge|watch)\b(?! (?:schedule|rotation|shift)s?\b)")
_HEAD_OF = re.compile(r" +of +(?:the +|our +)?[\w&-]+(?: +(?:and|&) +\w+)?")
_OF_WORK = re.compile(
    r" +of +(?:the|this|that|our|said|both) +(?:\w+ +)?(?:change|commit|patch|script|code|migration|pull request|pr|ticket|"
    r"runbook|fix|query|config\w*|tool|design|proposal|job|playbook|module|feature)s?\b"
)
_OWN = (
    r"'s? +(?:\w+ +){0,2}?(?:mistakes?|errors?|faults?|carelessness|negligence|oversights?|lapses?|blunders?|failures?"
    r"|incompetence|inattention|inexperience|haste|laziness|sloppiness|misunderstanding|misconfiguration|typos?|doing)\b"
)
_BLAMED = r" +(?:is|was|were|are) +(?:\w+ +){0,2}?(?:to blame|at fault|careless|negligent|sloppy|reckless|distracted|asleep)\b"

# Nothing but a person has a he or a she about it: the producer, out of her depth.
_HIS = r"(?:, +| +)[^.;:]{0,50}?\b(?:his|her|himself|herself) +(?!majesty)"


class Token(NamedTuple):
    """A word: where it stands, how it is written, and in lower case without a possessive ending."""

    start: int
    end: int
    written: str
    base: str


@cache
def _humanly() -> re.Pattern[str]:
    """Match what follows a doubtful word when it is a person."""
    verbs = one_of(tuple(entry for line in lines("human_verbs") for entry in line.split(", ")))
    adverbs = r"(?: +(?:then|also|just|simply|only|still|apparently|had|has|have|clearly|probably|obviously|again|\w+ly)){0,3}"
    return re.compile(rf"(?:{adverbs} +(?:{verbs.replace(' ', ' +')})\b|{_OWN}|{_BLAMED}|{_HIS})")


def _tokens(masked: str, low: str) -> list[Token]:
    found: list[Token] = []
    for match in _TOKEN.finditer(masked):
        start, end = match.span()
        base = low[start:end]
        if base.endswith("'s"):
            base, end = base[:-2], end - 2
        found.append(Token(start, end, match.group(), base))
    return found


@cache
def _telling() -> frozenset[str]:
    """Return every word in lower case that may be, or begin, somebody or something."""
    lists = (
        "roles",
        "groups",
        "doubtful_roles",
        "doubtful_groups",
        "indefinite",
        "given_names",
        "surnames",
        "names_that_are_words",
    )
    return frozenset(entry.split()[0] for name in lists for entry in words(name)) | {"he", "she", "him"}


class _Tagger:
    def __init__(self, masked: str, low: str, known: Vocabulary) -> None:
        self.masked, self.low, self.known = masked, low, known
        self.tokens = _tokens(masked, low)
        self.signs = list(low)
        self.taken = [False] * len(self.tokens)

    def run(self) -> str:
        known, listed = _telling(), self.known.telling
        for place, token in enumerate(self.tokens):
            # Most words are lower case and on no list: nothing has to be asked about them.
            told = not token.written[0].islower() or token.base in known or token.base in listed
            if told and not self.taken[place]:
                self._look(place)
        return "".join(self.signs)

    # --- helpers ---------------------------------------------------------------------------------
    def _word(self, place: int) -> str:
        return self.tokens[place].base if 0 <= place < len(self.tokens) else ""

    def _touching(self, left: int, right: int) -> bool:
        """Whether two words stand in one phrase: nothing but spaces or a hyphen between them."""
        if left < 0 or right >= len(self.tokens):
            return False
        between = self.masked[self.tokens[left].end : self.tokens[right].start]
        return len(between) <= 3 and between.strip(" \t\n-") == ""

    def _followed_by(self, place: int) -> str:
        return self._word(place + 1) if self._touching(place, place + 1) else ""

    def _after(self, place: int) -> str:
        end = self.tokens[place].end
        return self.low[end : end + 90]

    def _put(self, first: int, last: int, sign: str, end: int | None = None) -> None:
        start, stop = self.tokens[first].start, end if end is not None else self.tokens[last].end
        self.signs[start:stop] = sign * (stop - start)
        for place in range(first, last + 1):
            self.taken[place] = True
        following = last + 1
        while following < len(self.tokens) and self.tokens[following].start < stop:
            self.taken[following] = True
            following += 1

    def _part_of_a_path(self, token: Token) -> bool:
        before = self.masked[token.start - 1] if token.start else " "
        after = self.masked[token.end] if token.end < len(self.masked) else " "
        within = before in "/\\_=#$.-@:" or (token.written[0] == "@" and before.isalnum())
        return within or after in "/\\_=@"

    # --- the questions, in their order -------------------------------------------------------------
    def _look(self, place: int) -> None:
        token = self.tokens[place]
        if self._part_of_a_path(token):
            return
        length = self.known.service_at(self.tokens, place)
        if length:
            self._put(place, place + length - 1, SYSTEM)
            return
        if token.written[0] == "@":
            self._handle(place)
        elif not (self._name(place) or self._somebody(place) or self._role(place) or self._group(place)):
            self._doubtful(place)

    def _handle(self, place: int) -> None:
        base = self._word(place)[1:]
        thing = base in words("tools") or base.endswith("bot") or base in {"here", "channel", "everyone", "all"}
        group = base in words("groups") or base.endswith(("-team", "team", "oncall", "on-call", "-ops", "devs"))
        self._put(place, place, SYSTEM if thing else GROUP if group else NAME)

    def _name(self, place: int) -> bool:  # noqa: PLR0911 - one question after the other
        token = self.tokens[place]
        capital = token.written[0].isupper() and not (len(token.written) > 2 and token.written.isupper())
        length = self.known.person_at(self.tokens, place)
        if length > 1:
            self._put(place, place + length - 1, NAME)
            return True
        doubtful = token.base in words("names_that_are_words")
        common = bool({token.base, token.base.split("-")[0]} & words("given_names")) or token.base in words("surnames")
        if not (length or common or doubtful or capital):
            return False
        sure = (length or common) and capital and not doubtful
        if token.base in words("tools") and not length:
            return False
        if token.base in {"mr", "mrs", "ms", "dr", "herr", "frau", "mme", "señor"} and capital:
            return self._titled(place)
        following = self._followed_by(place) if token.end - token.start == len(token.written) else ""
        thing = following in words("system_nouns") and (doubtful or not following.endswith("s"))
        if thing and self._word(place - 1) not in _ASKED:
            return False
        if not sure and not self._doubtful_name(
            place, capital=capital, doubtful=doubtful, listed=bool(length or common)
        ):
            return False
        last = place
        if (
            following
            and self.tokens[place + 1].written[0].isupper()
            and following not in words("tools")
            and following not in words("capital_words")
            and not self.tokens[place + 1].written.isupper()
        ):
            last = place + 1
        self._put(place, last, NAME)
        return True

    def _titled(self, place: int) -> bool:
        """Take `Mr Okafor` as a name, whatever comes after it."""
        following = place + 1
        near = following < len(self.tokens) and self.tokens[following].start - self.tokens[place].end <= 2
        if not near or not self.tokens[following].written[0].isupper():
            return False
        self._put(place, following, NAME)
        return True

    def _doubtful_name(self, place: int, *, capital: bool, doubtful: bool, listed: bool) -> bool:
        """Whether a word that may be a name does what only people do."""
        token = self.tokens[place]
        if not capital and not listed:
            return False
        if not listed and not doubtful:
            if token.base in words("capital_words") or token.base.endswith(
                ("ing", "tion", "ment", "ness", "ity", "ure")
            ):
                return False
            if token.base in words("roles") or token.base in words("groups") or token.base in words("system_nouns"):
                return False
            if token.base in words("doubtful_roles") or token.base in words("doubtful_groups"):
                return False
            if any(char.isupper() or char.isdigit() for char in token.written[1:]):
                return False
        return bool(_humanly().match(self._after(place)))

    def _somebody(self, place: int) -> bool:
        if self._word(place) in words("indefinite"):
            self._put(place, place, SOMEBODY)
            return True
        if self._word(place) in {"he", "she", "him"}:
            self._put(place, place, ROLE)
            return True
        return False

    def _role(self, place: int) -> bool:
        token = self.tokens[place]
        pair = f"{token.base} {self._followed_by(place)}"
        if pair in words("roles"):
            self._phrase(place, place + 1, ROLE)
            return True
        if token.base not in words("roles") and token.written not in words_as_written():
            return False
        own = token.end - token.start != len(token.written)
        following = self._followed_by(place)
        if not own and (following in words("system_nouns") or following in words("roles")):
            return False
        if not own and (following in words("groups") or following in words("doubtful_roles")):
            return False
        self._phrase(place, place, ROLE)
        return True

    def _group(self, place: int) -> bool:  # noqa: PLR0911 - one question after the other
        token = self.tokens[place]
        following = self._followed_by(place)
        if f"{token.base} {following}" in words("groups"):
            self._phrase(place, place + 1, GROUP)
            return True
        if self.known.is_team(token.base) and self._means_the_team(place, following):
            self._put(place, place + (1 if following in {"team", "squad"} else 0), GROUP)
            return True
        own = token.end - token.start != len(token.written)
        thing = not own and (
            following in words("system_nouns") or following in words("roles") or following in words("doubtful_roles")
        )
        if thing:
            return False
        if token.written == "Teams" and self._touching(place - 1, place):
            return False  # the product
        if token.base in words("groups"):
            self._phrase(place, place, GROUP)
            return True
        if token.base in words("doubtful_groups") and following not in words("groups"):
            alone = not self._touching(place - 1, place) or self._word(place - 1) in words("before_a_group")
            if alone or token.written[0].isupper():
                self._phrase(place, place, GROUP)
                return True
        return False

    def _means_the_team(self, place: int, following: str) -> bool:
        """Whether a team's name is not just the word that it is: card payments are not the team called Payments."""
        token = self.tokens[place]
        if following in {"team", "squad", "on-call", "oncall", "rota", "rotation"} or token.base not in words(
            "plain_team_names"
        ):
            return True
        if not token.written[0].isupper() or following in words("system_nouns"):
            return False
        before = self.masked[: token.start].rstrip(" \t*_-")
        begins = not before or before[-1] in ".!?:;|\n#"
        return not begins or bool(_humanly().match(self._after(place)))

    def _doubtful(self, place: int) -> None:
        """Decide on operator, manager, agent and their like by the words around them."""
        token = self.tokens[place]
        if token.base not in words("doubtful_roles"):
            return
        before = self._word(place - 1) if self._touching(place - 1, place) else ""
        following = self._followed_by(place)
        own = token.end - token.start != len(token.written)
        if not own and following in words("system_nouns"):
            return
        if not own and (following in words("roles") or following in words("doubtful_roles")):
            return
        on_duty = _ON_DUTY.match(self._after(place)) or _OF_WORK.match(self._after(place))
        outsider = token.base in words("outsiders")
        if outsider and token.base.endswith("s"):
            return
        human = before in words("human_modifiers") and not outsider
        if human and before in words("weak_modifiers") and token.base not in words("weak_heads"):
            human = False
        system = before in words("system_modifiers") and not human
        if before in words("groups") and token.base in words("weak_heads") | {"manager", "managers"}:
            human = True
        if (
            on_duty
            or human
            or (not system and token.base not in words("mostly_things") and _humanly().match(self._after(place)))
        ):
            self._phrase(place, place, ROLE)

    def _phrase(self, first: int, last: int, sign: str) -> None:
        """Take the words before and after that belong to the phrase: the two most senior engineers on call."""
        start = first
        place, steps, kept = first - 1, 0, first
        while steps < 5 and place >= 0 and self._touching(place, place + 1) and not self.taken[place]:
            word = self._word(place)
            if (
                word in words("determiners")
                and self._touching(place - 1, place)
                and self._word(place - 1) in words("determiners")
            ):
                place -= 1
                continue
            if word in words("determiners") or self.tokens[place].end - self.tokens[place].start != len(
                self.tokens[place].written
            ):
                start = place
                break
            if word in words("not_modifiers") or word in words("blame_adjectives"):
                break
            known = word in words("human_modifiers") or word in words("doubtful_groups") or word in words("groups")
            if known and kept == place + 1:
                kept = place
            place, steps = place - 1, steps + 1
        start = min(start, kept) if start != first else kept
        if (
            self._touching(start - 1, start)
            and self._word(start - 1) == "of"
            and self._word(start - 2) in words("parts")
        ):
            start -= 2
            sign = ROLE if sign == GROUP else sign
            while start > 0 and self._touching(start - 1, start) and self._word(start - 1) in words("determiners"):
                start -= 1
        self._put(start, *self._with_what_follows(last, sign))

    def _with_what_follows(self, last: int, sign: str) -> tuple[int, str, int | None]:
        """Take the end of a phrase too: the head of operations, the engineer on call."""
        last -= self._word(last) == "of"
        more = (_HEAD_OF if self._followed_by(last) == "of" else _ON_DUTY).match(self._after(last))
        return last, sign, self.tokens[last].end + more.end() if more else None


@cache
def words_as_written() -> frozenset[str]:
    """Return the short words for people that are written in capitals."""
    return frozenset(lines("upper_roles"))


def tag(masked: str, low: str, vocabulary: Vocabulary) -> str:
    """Return the text in lower case with every person, group and known system as a row of its sign."""
    return _Tagger(masked, low, vocabulary).run()
