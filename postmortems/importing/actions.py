"""The actions a section lists: points of a list, ticked boxes, rows of a table, labelled sentences."""

import html
import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, NamedTuple

from incidents.timeline_text import is_delimiter, split_cells
from lens import is_given_name
from postmortems.importing.document import Block, ImportedAction
from postmortems.importing.fields import days_in, whole_day
from postmortems.importing.outline import code_lines

Status = Literal["open", "done", "closed"]
TITLE_LENGTH = 240
LONG_BEFORE = 60  # days

_BULLET = re.compile(r"^(\s*)((?:[-*+\u2022]|\d{1,3}[.)])\s+|[-*+](?=\[[ xX]\]))(.*)$")
_IN_BRACKETS = re.compile(r"^\[[^\]]{1,20}\]\s+")  # "[P1] …"
_NUMBERED = re.compile(r"\d{1,3}[.)]\s")
_BOX = re.compile(r"^\[([ xX]?)\]\s*")
_TITLE_HEAD = re.compile(
    r"^(?:#?\s*)?(?:.*\b(?:actions?|action items?|tasks?|items?|what|description|to.?do|improvement|recommendation|follow.?up|measure|summary|title|name|step)s?\b.*|ma\u00dfnahme.*)$",
    re.IGNORECASE,
)
_OWNER_HEAD = re.compile(
    r".*\b(?:owners?|assignees?|who|responsible|dri|assigned( to)?|lead|team|person|champion)\b.*", re.IGNORECASE
)
_DUE_HEAD = re.compile(
    r".*\b(?:due|deadline|eta|by when|target|when|date|finish|timeline|timeframe)\b.*", re.IGNORECASE
)
_WHO_HEAD = re.compile(r"(?:action )?(?:owner|assignee|responsible|by whom|assigned to|dri)s?$", re.IGNORECASE)
_BY_WHEN_HEAD = re.compile(r"(?:due(?: date| by)?|by when|deadline|eta|target(?: date)?|until)$", re.IGNORECASE)
_STATUS_HEAD = re.compile(r".*\b(?:status|state|done\??|completed?\??|progress)\b.*", re.IGNORECASE)
_TICKET_HEAD = re.compile(
    r".*\b(?:tickets?|bugs?|issues?|jira|links?|tracking|prs?|pull requests?|reference|url|github)\b.*", re.IGNORECASE
)
_ID_HEAD = re.compile(r"^(?:#|no\.?|nr\.?|id|key|number|action id|item id)$", re.IGNORECASE)
_DONE = re.compile(
    r"(?:\u2705|\u2714|\u2611|:white_check_mark:|:heavy_check_mark:|:ballot_box_with_check:|\bdone\b|\bcompleted?\b|\bfixed\b|\bmerged\b|\bimplemented\b|\bshipped\b|\bfinished\b|\bdeployed\b|\bresolved\b|\u2611)",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"\b(?:closed|won'?t (?:do|fix)|wontfix|rejected|cancell?ed|dropped|abandoned|not doing|obsolete|superseded)\b",
    re.IGNORECASE,
)
_OPENED = re.compile(
    r"\b(?:not (?:yet )?(?:done|started|complete)|in progress|ongoing|open|to ?do|pending|wip|planned|incomplete)\b",
    re.IGNORECASE,
)
_TICKET = re.compile(
    r"https?://[^\s)>\]]*(?:/issues?/|/pull/|/pulls/|/browse/|/merge_requests/|/-/issues|/projects?/|/t/|ticket|jira|linear\.app|trello\.com|shortcut\.com|bugs?\.)[^\s)>\]]*"
    r"|(?<![\w/&])#\d{2,6}\b|\b(?!UTC|GMT|SEV|PM|AM|HTTP|SHA|UTF|ISO|CVE)[A-Z][A-Z0-9]{1,9}-\d{1,6}\b"
)
_LEADING_TICKET = re.compile(r"^<?https?://[^\s>]+>?\s+[-\u2013\u2014:]\s+(?=\S)")
_LAST_TICKET = re.compile(rf"\s*(?:[(\[](?:{_TICKET.pattern})[)\]]|(?<=\s)(?:{_TICKET.pattern}))\.?$")
_OWNER = re.compile(
    r"(?:\bowners?|\bassignees?|\bassigned to|\bDRI|\bresponsible|\bwho)\s*(?:\*\*|__)?\s*[:=]\s*(?:\*\*|__)?\s*(@?[\w][\w.\-' ]{0,40}?)(?=\s*(?:[,;.()\]*|]|$|\bdue\b|\s[-\u2013\u2014]\s))|\((@[\w.-]+(?:,?\s+@[\w.-]+)*)\)\s*\.?$|(?:\s[-\u2013\u2014]\s*|,\s+)(@[\w.-]+)\s*$",
    re.IGNORECASE,
)
# "(@layla, due 2026-12-15)", "(Priya Nair, 1 Dec)": who has it and for when, behind what is to be done
_WHO_AND_WHEN = re.compile(
    r"\(\s*(@[\w.-]+|[A-Z][\w.'\u2019-]*(?: [A-Z][\w.'\u2019-]*){0,2})\s*[,;:\u2013\u2014-]\s*"
    r"(?:(?i:due|by|until|before|eta|target)(?i:\s+(?:date|by|on))?\s*:?\s*)?([^(),;]{4,24})\)\s*\.?$"
)
# "… - Ana Silva", "… @Ana Silva (KAF-88)", "… @Ana Silva 20 Nov 2024": a name at the very end
_LAST = re.compile(
    r"(?:\s[-\u2013\u2014]\s+|(?:^|\s)(?=@))(@?)([^\W\d_][\w.'\u2019-]*)((?: [A-Z][\w.'\u2019-]*){0,2})$"
)
_INITIAL = re.compile(r"[A-Z]\.")
_UNTIL = re.compile(r",?\s+(?:by|due|until|before)(?:\s+(?:on|by))?:?\s+$", re.IGNORECASE)
_FIRST = re.compile(r"\[?([A-Z][\w'\u2019-]+)(?: (?:to|will) [a-z]|[\],])")  # "Maya to add …", "[Maya] Add …"
# "R1. …", "AI-2: …", "(3) …", "4.1 …"
_LABELLED = re.compile(r"^(?:(?:[A-Z]{1,3}[ .-]?\d{1,2}|\(\d{1,2}\))[.):]|\d{1,2}\.\d{1,2}[.):]?)\s+(?=[^\W\d])")
_DUE = re.compile(
    r"\b(?:due(?:\s+(?:date|by|on))?|deadline|eta|target(?:\s+date)?|by)\s*(?:\*\*|__)?\s*[:=]?\s*(?:\*\*|__)?\s*(?=[\dA-Z])",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"^(?:none|n/?a|nothing|tbd|todo|to be (?:done|determined|added|written|filled in)|-+|\.+|\u2026|no action items?\.?|no actions?( needed| required)?\.?|\?+|x+)$",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"^(?:we|you|they|i|it|our|the|this|these|there|all|an?|some|already|no|many|most|any|once|after|since|by|in|as|with)\b",
    re.IGNORECASE,
)
_PROMISING = re.compile(
    r"\b(?:will|should|shall|must|needs?|going to|plan(?:s|ned|ning)?|ought|have to|has to|already|we are|we're|we've|we have|is being|are being|has been|have been|to be|consider|let'?s|want to|could)\b",
    re.IGNORECASE,
)
_TELLING = re.compile(r"\b(?:didn'?t|did not|wasn'?t|weren'?t|never|only had|had|was|were|is|are)\b", re.IGNORECASE)


class Dates(NamedTuple):
    """How a document writes its days: one near them all, and whether 05/06 begins with the day."""

    near: date | None = None
    day_first: bool = True


NO_DATES = Dates()


@dataclass
class Found:
    """The actions of one section, and the prose around them, in order."""

    actions: list[ImportedAction] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)

    def say(self, lines: list[str]) -> None:
        """Prose goes on."""
        self.prose += lines

    def end_prose(self) -> None:
        """What was said so far becomes a block."""
        text = "\n".join(self.prose).strip("\n")
        if text.strip():
            self.blocks.append(Block("prose", text=text))
        self.prose = []

    def add(self, action: ImportedAction, columns: tuple[str, ...] | None = None) -> None:
        """One more action, joined to the run before it where it belongs to that."""
        if not any(line.strip() for line in self.prose):
            self.prose = []
        self.end_prose()
        number = len(self.actions)
        self.actions.append(action)
        last = self.blocks[-1] if self.blocks else None
        if last and last.kind == "actions" and last.last == number and (columns is None) == (not last.columns):
            self.blocks[-1] = Block("actions", first=last.first, last=number + 1, columns=last.columns)
        else:
            self.blocks.append(Block("actions", first=number, last=number + 1, columns=columns or ()))


def find_actions(
    text: str,
    *,
    heading: str,
    weak: bool = False,
    singular: bool = False,
    tables_only: bool = False,
    dates: Dates = NO_DATES,
) -> Found:
    """The actions of a section about actions.

    `weak`: the heading only hints at actions, so a point has to sound like one. `singular`: the
    heading names one action, which is the paragraph below it. `tables_only`: the section is about
    something else, but a table in it may say of itself that it lists actions.
    """
    lines = text.split("\n")
    found = Found()
    status: Status = (
        "done" if re.search(r"\b(?:completed?|done|taken|implemented|finished)\b", heading, re.IGNORECASE) else "open"
    )
    tables = [span for span in _tables(lines) if _is_action_table(lines[span[0] : span[1]], strictly=tables_only)]
    if tables:
        _read_tables(lines, tables, found, status=status, dates=dates)
    elif tables_only:
        found.say(lines)
    elif singular and not _first_is_list(lines):
        _read_paragraph(lines, found, status=status, dates=dates)
    else:
        _read_lists(lines, found, status=status, weak=weak, dates=dates)
        if not found.actions and not weak and not any(_BULLET.match(line) for line in lines):
            found.prose, found.blocks = [], []
            _read_sentences(lines, found, status=status, dates=dates)
    found.end_prose()
    return found


def _first_is_list(lines: list[str]) -> bool:
    first = next((line for line in lines if line.strip()), "")
    return bool(_BULLET.match(first))


def _read_sentences(lines: list[str], found: Found, *, status: Status, dates: Dates) -> None:
    """Paragraphs, or lines that each hold a sentence, which say what to do without any bullet."""
    code = code_lines(lines)
    is_numbered = sum(bool(_LABELLED.match(line)) for line in lines) > 1
    index = 0
    while index < len(lines):
        end = index + 1
        if not lines[index].strip() or code[index] or lines[index].lstrip().startswith(("|", ">", "!", "#")):
            found.say([lines[index]])
            index += 1
            continue
        while end < len(lines) and lines[end].strip() and not code[end]:
            if (re.search(r"[.!?)`]\s*$", lines[end - 1]) and re.match(r"[A-Z]", lines[end])) or _LABELLED.match(
                lines[end]
            ):
                break
            end += 1
        unit = " ".join(lines[index:end])
        if len(unit.split()) <= 80 and (_orders(unit) or (is_numbered and _LABELLED.match(unit))):
            found.add(replace(make_action(lines[index:end], status=status, dates=dates), listed=False))
        else:
            found.say(lines[index:end])
        index = end


def _orders(text: str) -> bool:
    """Whether a sentence without a bullet says what to do: an imperative, or a plan."""
    words = _LABELLED.sub("", plain_text(text), count=1)
    first = re.split(r"(?<=[.!?])\s", words)[0]
    if re.search(
        r"\b(?:will be|we will|we'll|will|are going to|is going to|need to|should|must|plan to|(?:is|are) planned)\b",
        first,
    ):
        return not re.match(r"(?:this|that|these|it|if|when|while)\b", first, re.IGNORECASE)
    return (
        sounds_like_action(first)
        and len(first.split()) > 2
        and not re.match(r"(?:No|None|Not|See|TODO|TBD|N/A)\b", first)
    )


def _read_paragraph(lines: list[str], found: Found, *, status: Status, dates: Dates) -> None:
    end = 0
    while end < len(lines) and not lines[end].strip():
        end += 1
    start = end
    while end < len(lines) and lines[end].strip():
        end += 1
    if start < end:
        found.add(replace(make_action(lines[start:end], status=status, dates=dates), listed=False))
    found.say(lines[end:])


# -- tables --------------------------------------------------------------------------------------


def _tables(lines: list[str]) -> list[tuple[int, int]]:
    code = code_lines(lines)
    spans = []
    index = 0
    while index + 1 < len(lines):
        if not code[index] and "|" in lines[index] and is_delimiter(lines[index + 1]):
            end = index + 2
            while end < len(lines) and "|" in lines[end] and lines[end].strip():
                end += 1
            spans.append((index, end))
            index = end
        else:
            index += 1
    return spans


def _is_action_table(rows: list[str], *, strictly: bool = False) -> bool:
    heads = [re.sub(r"[*_`]", "", head).strip() for head in split_cells(rows[0])]
    if strictly:
        if any(_WHO_HEAD.match(head) for head in heads) and any(_BY_WHEN_HEAD.match(head) for head in heads):
            return True
        return any(
            re.fullmatch(
                r"(?:corrective |follow.?up )?(?:actions?|action items?|follow.?ups?|to.?dos?)(?: items?)?",
                h,
                re.IGNORECASE,
            )
            for h in heads
        )
    signs = sum(bool(p.match(h)) for h in heads if h for p in (_OWNER_HEAD, _DUE_HEAD, _STATUS_HEAD, _TICKET_HEAD))
    titled = any(_TITLE_HEAD.match(head) for head in heads if head)
    return titled or signs >= 1 or (len(rows) > 2 and not any(heads))


def _read_tables(
    lines: list[str], tables: list[tuple[int, int]], found: Found, *, status: Status, dates: Dates
) -> None:
    position = 0
    for start, end in tables:
        found.say(lines[position:start])
        heads = split_cells(lines[start])
        title = _title_column(heads, [split_cells(line) for line in lines[start + 2 : end]])
        for line in lines[start + 2 : end]:
            cells = split_cells(line)
            cells += [""] * (len(heads) - len(cells))
            named = title < len(cells) and cells[title] and not _NOTHING.match(re.sub(r"[*_`]", "", cells[title]))
            if named or any(cell for cell in cells):
                if not named and not any(_TICKET.search(cell) for cell in cells):
                    found.say([" ".join(cell for cell in cells if cell)])
                    continue
                found.add(_row_action(heads, cells, title, status=status, dates=dates), tuple(heads))
        position = end
    found.say(lines[position:])


def _title_column(heads: list[str], rows: list[list[str]]) -> int:
    names = [re.sub(r"[*_`]", "", head).strip() for head in heads]

    def length(column: int) -> int:
        return sum(len(row[column]) for row in rows if column < len(row))

    named = [
        column
        for column, name in enumerate(names)
        if name and _TITLE_HEAD.match(name) and not _ID_HEAD.match(name) and not _OWNER_HEAD.match(name)
        and not (_STATUS_HEAD.match(name) or _DUE_HEAD.match(name))
    ]  # fmt: skip
    if named:
        return max(named, key=length)
    return max(range(len(heads)), key=length, default=0)


def _row_action(heads: list[str], cells: list[str], title: int, *, status: Status, dates: Dates) -> ImportedAction:
    owner = due = ticket = ""
    for column, head in enumerate(re.sub(r"[*_`]", "", head).strip() for head in heads):
        cell = cells[column] if column < len(cells) else ""
        if column == title or not cell or cell.strip("-\u2013\u2014 ") == "":
            continue
        if not owner and _OWNER_HEAD.match(head):
            owner = "" if _NOTHING.match(plain_text(cell)) else plain_text(cell)
        elif _STATUS_HEAD.match(head):
            status = status_of(cell) or status
        elif not ticket and _TICKET_HEAD.match(head):
            status = "done" if re.search(r"\bDONE\b", cell) else status
            ticket = ticket_in(cell) or plain_text(cell)
        elif not due and _DUE_HEAD.match(head):
            due = plain_text(cell)
    text = cells[title] or next((cell for cell in cells if _TICKET.search(cell)), "")
    box = _BOX.match(text)
    made = make_action([text], status=status, dates=dates)
    return ImportedAction(
        title=made.title,
        details=made.details,
        owner=owner or made.owner,
        due=due or made.due,
        due_on=_day(due, dates) or made.due_on,
        status=made.status if made.status != "open" else status,
        ticket=ticket or made.ticket or next((t for cell in cells if (t := ticket_in(cell))), ""),
        ticked=box[1].lower() == "x" if box else None,
        cells=tuple(zip(heads, cells, strict=False)),
    )


# -- lists ---------------------------------------------------------------------------------------


def _read_lists(lines: list[str], found: Found, *, status: Status, weak: bool, dates: Dates) -> None:
    code = code_lines(lines)
    several = sum(bool(_NUMBERED.match(line)) for line in lines) > 1
    index = 0
    here = status
    while index < len(lines):
        bullet = None if code[index] else _BULLET.match(lines[index])
        if not bullet or (len(bullet[1]) > 3 and not found.blocks):
            if re.match(r"^\*\*.*\*\*:?\s*$", lines[index].strip()):
                here = "done" if re.search(r"\b(?:completed?|done|taken)\b", lines[index], re.IGNORECASE) else status
            found.say([lines[index]])
            index += 1
            continue
        end = _item_end(lines, code, index, len(bullet[1]), several=several)
        item = lines[index:end]
        inner = _children(item, len(bullet[1]))
        if inner is not None:
            found.say(item[:inner])
            _read_lists(_dedented(item[inner:]), found, status=here, weak=weak, dates=dates)
        elif (
            _NOTHING.match(plain_text(bullet[3]))
            or not plain_text(bullet[3])
            or (weak and not _BOX.match(bullet[3]) and not sounds_like_action(bullet[3]))
        ):
            found.say(item)
        else:
            found.add(make_action(item, status=here, dates=dates))
        index = end


def _item_end(lines: list[str], code: list[bool], start: int, indent: int, *, several: bool) -> int:
    """Where the list point that begins at `start` ends; `several` where the text has more than one numbered point."""
    index = start + 1
    in_order = several and bool(re.match(r"\s*\d", lines[start]))
    while index < len(lines):
        line = lines[index]
        if code[index]:
            index += 1
            continue
        margin = len(line) - len(line.lstrip())
        blank_before = not lines[index - 1].strip()
        bullet = _BULLET.match(line)
        if in_order and bullet and not re.match(r"\s*\d", line):
            index += 1  # points below a numbered point, at the same margin
            continue
        if line.strip() and margin <= indent and (bullet or blank_before):
            break
        index += 1
    while index > start + 1 and not lines[index - 1].strip():
        index -= 1
    return index


_CATEGORY = re.compile(
    r"(?:(?:short|medium|mid|long|near)[ -]?term|immediate(?:ly)?|prevent(?:ion)?|detect(?:ion)?|mitigat(?:e|ion)|process|technical"
    r"|documentation|monitoring|other|miscellaneous|done|completed|open|in progress|to ?do)(?: (?:actions?|items|tasks|improvements))?",
    re.IGNORECASE,
)


def _children(item: list[str], indent: int) -> int | None:
    """Where the points below a mere category begin ("- Short term:"); None where the point is an action itself."""
    first = _BULLET.match(item[0])
    if not first or len(item) < 2:
        return None
    words = plain_text(_BOX.sub("", first[3]))
    below = next((number for number, line in enumerate(item[1:], 1) if line.strip()), None)
    if below is None or not (inner := _BULLET.match(item[below])) or len(inner[1]) <= indent or _BOX.match(first[3]):
        return None
    bare = words.rstrip(":")
    if _CATEGORY.fullmatch(bare):
        return below
    if len(bare.split()) <= 3 and (
        words.endswith(":") or re.fullmatch(r"(?:\*\*|__).*(?:\*\*|__):?", first[3].strip())
    ):
        return below
    return None


def _dedented(lines: list[str]) -> list[str]:
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return [line[margin:] for line in lines]


def make_action(item: list[str], *, status: Status, dates: Dates) -> ImportedAction:
    """One point of a list as an action: its first paragraph is the title, the rest its details."""
    first = _BULLET.match(item[0])
    width = len(first[1]) + len(first[2]) if first else 0
    head = first[3] if first else item[0].strip()
    box = _BOX.match(head)
    head = head[box.end() :] if box else head
    body = [head, *(_outdent(line, width) for line in item[1:])]
    end = 1
    while (
        end < len(body)
        and body[end].strip()
        and not _BULLET.match(body[end])
        and not body[end].lstrip().startswith(("```", "|", ">"))
    ):
        end += 1
    opening = " ".join(line.strip() for line in body[:end]).strip()
    body = [line.rstrip() for line in body]
    rest = "\n".join(body[end:]).strip("\n")
    title, overflow = _shorten(_LABELLED.sub("", _LEADING_TICKET.sub("", opening, count=1), count=1))
    words = plain_text(opening)
    if (
        (box and box[1].lower() == "x")
        or re.match(
            r"^(?:\u2705|\u2714|\u2611|:white_check_mark:)|^~~.*~~\W*$|^\(?(?:done|completed)\b[):]",
            opening,
            re.IGNORECASE,
        )
    ) or re.search(
        r"\((?:done|completed|fixed|merged|implemented)\)|[-\u2013\u2014:]\s*(?:done|completed|fixed|merged)\b[^.]{0,30}$|\u2705|:white_check_mark:",
        words,
        re.IGNORECASE,
    ):
        status = "done"
    elif re.search(
        r"\((?:closed|won'?t (?:do|fix)|cancelled)\)|[-\u2013\u2014:]\s*(?:closed|won'?t (?:do|fix))\W*$",
        words,
        re.IGNORECASE,
    ):
        status = "closed"
    owner, due = _who_and_when(words)
    return ImportedAction(
        title=plain_text(title) or title,
        details="\n\n".join(piece for piece in (overflow, rest) if piece),
        owner=owner,
        due=due,
        due_on=_day(due, dates),
        status=status,
        ticket=ticket_in(opening) or ticket_in(rest),
        ticked=box[1].lower() == "x" if box else None,
        source="\n".join([opening, *body[end:]]).rstrip(),
    )


def _at_the_end(words: str) -> tuple[str, str]:
    """A name that ends what is to be done, a ticket aside, and a day behind it: "Publish the list @Ana Silva 20 Nov"."""
    while (ticket := _LAST_TICKET.search(words)) is not None:
        words = words[: ticket.start()]
    day = next(((start, end) for _, start, end in days_in(words) if end == len(words) and start), None)
    before = words[: day[0]] if day else ""
    behind = _LAST.search(_UNTIL.sub("", before).rstrip(" ,")) if day else None
    named = behind if behind and (behind[1] or _UNTIL.search(before)) else _LAST.search(words)
    if not named or not (named[1] or is_given_name(named[2]) or (_INITIAL.fullmatch(named[2]) and named[3])):
        return "", ""
    return named[1] + named[2] + named[3], words[day[0] :] if day and named is behind else ""


def _who_and_when(words: str) -> tuple[str, str]:
    """Who has an action and for when, as both are written in its words; they stay there, too."""
    named = _OWNER.search(words)
    owner = next((group.strip() for group in named.groups() if group), "") if named else ""
    due_at = _DUE.search(words)
    due = ""
    if due_at and (days := [d for d in days_in(words[due_at.end() : due_at.end() + 30]) if d[1] == 0]):
        due = words[due_at.end() : due_at.end() + days[0][2]]
    both = _WHO_AND_WHEN.search(words)
    if both and any(start == 0 for _, start, _ in days_in(both[2])):
        owner, due = owner or both[1], due or both[2].strip()
    last_named, last_due = _at_the_end(words)
    first = _FIRST.match(words)
    owner = owner or last_named or (first[1] if first and is_given_name(first[1]) else "")
    return owner, due or last_due


def _outdent(line: str, width: int) -> str:
    margin = len(line) - len(line.lstrip())
    return line[min(margin, width) :]


def _shorten(text: str) -> tuple[str, str]:
    """A title of bearable length, cut between sentences, and what is left."""
    if len(plain_text(text)) <= TITLE_LENGTH:
        return text, ""
    for match in re.finditer(r"(?<=[.!?])\s+(?=[A-Z`*\[])", text):
        if 20 <= match.start() <= TITLE_LENGTH and text[: match.start()].count("[") == text[: match.start()].count("]"):
            best = match
            return text[: best.start()], text[best.end() :]
    cut = text.rfind(" ", 0, TITLE_LENGTH)
    if cut < 40 or text[:cut].count("[") != text[:cut].count("]") or text[:cut].count("(") != text[:cut].count(")"):
        return text, ""
    return text[:cut], text[cut + 1 :]


# -- words ---------------------------------------------------------------------------------------


def plain_text(markdown: str) -> str:
    """Inline Markdown as the words a reader sees."""
    text = re.sub(
        r"!?\[([^\]]*)\]\(\s*(?:<[^>]*>|[^()\s]*(?:\([^()]*\)[^()\s]*)*)(?:\s+\"[^\"]*\")?\s*\)", r"\1", markdown
    )
    text = re.sub(r"<(https?://[^>]+|[^@\s>]+@[^\s>]+)>", r"\1", text)
    text = re.sub(r"(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<!\w)([*_])(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", text)
    text = re.sub(r"(`+)(.+?)\1", r"\2", text)
    text = re.sub(r"\\([\\`*_{}\[\]()#+\-.!|<>~])", r"\1", text)
    return re.sub(r"\s+", " ", html.unescape(text)).strip()


def status_of(cell: str) -> Status | None:
    """What a status cell says."""
    words = plain_text(cell)
    if _OPENED.search(words) and not re.fullmatch(r"\W*(?:done|completed)\W*", words, re.IGNORECASE):
        return "open"
    if _CLOSED.search(words):
        return "closed"
    if _DONE.search(words) or re.fullmatch(r"\W*(?:yes|y|x|\[x\]|100 ?%)\W*", words, re.IGNORECASE):
        return "done"
    return None


def ticket_in(text: str) -> str:
    """The first ticket that a text names or links to."""
    found = [match[0].rstrip(".,;") for match in _TICKET.finditer(text)]
    return next((ticket for ticket in found if "://" in ticket), found[0] if found else "")


def _day(text: str, dates: Dates) -> date | None:
    """The day by which something is due. Of one without a year it is the first that is not long before the others."""
    days = days_in(text)
    if not days or not days[0][0].day:
        return None
    found = whole_day(days[0][0], near=dates.near, day_first=dates.day_first)
    if found and dates.near and not days[0][0].year and (dates.near - found).days > LONG_BEFORE:
        return whole_day(replace(days[0][0], year=found.year + 1), near=None, day_first=dates.day_first)
    return found


def sounds_like_action(text: str) -> bool:
    """Whether a point reads as something to do or done, not as something that was so."""
    words = _IN_BRACKETS.sub("", plain_text(_BOX.sub("", text)), count=1)
    opening = " ".join(words.split()[:14])
    if _PROMISING.search(opening):
        return True
    first = words.split()[0] if words.split() else ""
    if re.fullmatch(r"[A-Z][a-z]+", first) and not _ASKING.match(words):
        return not _TELLING.search(" ".join(words.split()[:7]))
    return False
