"""The lines of a text: which of them are events, in lists, tables, headings or plain lines, and which are prose."""

import re
from dataclasses import dataclass, field, replace

from incidents.timeline_text.chat import LEADS_ON, SPEAKER
from incidents.timeline_text.days import Day
from incidents.timeline_text.events import Part
from incidents.timeline_text.stamps import WEEKDAY, Stamp, read_stamp
from incidents.timeline_text.zones import ZONE

_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_BULLET = re.compile(r"^(\s*)(?:[-*+\u2022\u2023\u25e6\u00b7]|\d{1,3}[.)](?=\s))\s+(?:\[[ xX]?\]\s+)?(.*)$")
_FENCE = re.compile(r"^\s*(```+|~~~+)")
_DELIMITER = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-*:?\s*)*\|?\s*$")
_CELL = re.compile(r"(?<!\\)\|")
_WRAPPED = re.compile(r"(?:[,(/\u2013\u2014-]|\b([A-Za-z]+))[*_`]*$")
_GOES_ON = LEADS_ON | {"a", "an", "and", "between", "for", "in", "of", "on", "or", "than", "the", "which"}
"""A line that ends so is not done: a time at the head of the next one belongs to its sentence."""


@dataclass
class WrittenEvent:
    """An event while its lines are still coming in."""

    stamp: Stamp
    mode: str  # bullet, heading, plain, row
    indent: int = 0
    level: int = 0
    lines: list[str] = field(default_factory=list)
    zone: str = ""  # its column's
    context: Day | None = None  # the day of the heading it stands under
    fresh_day: bool = False
    is_tight: bool = False  # a plain line right below another entry: what stands behind a blank line is no part of it

    def text(self) -> str:
        """What happened, without the indentation that only lists need."""
        lines = [self.stamp.rest, *self.lines]
        body = [line for line in lines[1:] if line.strip()]
        margin = min((len(line) - len(line.lstrip()) for line in body), default=0)
        joined = "\n".join(line.rstrip() for line in [lines[0], *(line[margin:] for line in lines[1:])])
        return joined.strip("\n").rstrip().removeprefix(": ")


def split_cells(row: str) -> list[str]:
    """The cells of a table's row, with or without outer pipes."""
    row = row.strip()
    row = row.removeprefix("|")
    if row.endswith("|") and not row.endswith("\\|"):
        row = row[:-1]
    return [cell.strip() for cell in _CELL.split(row)]


def is_delimiter(line: str) -> bool:
    """Whether a line is the rule under a table's headings."""
    return "|" in line and "-" in line and bool(_DELIMITER.match(line))


class LineReader:
    """Walks over the lines once; `events` and `parts` are what it leaves behind."""

    def __init__(self, text: str) -> None:
        self.lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")
        self.events: list[WrittenEvent] = []
        self.parts: list[Part] = []
        self.prose: list[str] = []
        self.current: WrittenEvent | None = None
        self.context: Day | None = None
        self.fresh = False
        self.skipped: list[str] = []

    def read(self) -> None:
        index = 0
        fence = ""
        while index < len(self.lines):
            line = self.lines[index]
            mark = _FENCE.match(line)
            if fence or mark:
                self.take_plain(line, index, inside=True)
                if fence and mark and mark[1].startswith(fence) and line.strip() == mark[1]:
                    fence = ""
                elif not fence and mark:
                    fence = mark[1]
                index += 1
                continue
            if rows := self.table_at(index):
                self.take_table(rows)
                index += len(rows)
                continue
            if heading := _HEADING.match(line):
                self.take_heading(line, len(heading[1]), heading[2], index)
            elif bullet := _BULLET.match(line):
                self.take_bullet(line, len(bullet[1]), bullet[2], index)
            else:
                self.take_plain(line, index, inside=False)
            index += 1
        self.end_prose()

    # tables

    def table_at(self, index: int) -> list[str]:
        """The lines of the table that begins here; none if none does."""
        line = self.lines[index]
        if "|" not in line or line.lstrip().startswith(">"):
            return []
        piped = [line]
        for other in self.lines[index + 1 :]:
            if "|" not in other or not other.strip():
                break
            piped.append(other)
        outer = line.strip().startswith("|") and len(split_cells(line)) > 1
        ruled = any(is_delimiter(other) for other in piped[:2])
        timed = len(piped) > 1 and all(self.pure(split_cells(other)[0]) for other in piped[:2])
        return piped if outer or ruled or timed else []

    @staticmethod
    def pure(cell: str) -> bool:
        """Whether a cell holds a time and nothing else."""
        stamp = read_stamp(cell)
        return bool((stamp and not stamp.rest) or WEEKDAY.fullmatch(cell.strip("*_ ")))

    def take_table(self, lines: list[str]) -> None:
        heads: list[str] = []
        body = [split_cells(line) for line in lines if not is_delimiter(line)]
        if (len(lines) > 1 and is_delimiter(lines[1])) or (
            body and not any(self.pure(cell) for cell in body[0]) and not is_delimiter(lines[0])
        ):
            heads, body = body[0], body[1:]
        width = max((len(row) for row in body), default=0)
        stamps = self.stamp_columns(heads, body, width)
        if not stamps:
            self.close()
            for line in lines:
                self.say(line)
            return
        self.end_prose()
        self.current = None
        first = len(self.events)
        told = " ".join(head for column, head in enumerate(heads) if head and column in stamps)
        others = " ".join(head for column, head in enumerate(heads) if head and column not in stamps)
        columns = (told, others) if told or others else ()
        for row in body:
            self.take_row(row, stamps, heads)
        if len(self.events) > first:
            self.parts.append(Part(first=first, last=len(self.events), columns=columns))
        else:
            for line in lines:
                self.say(line)

    def stamp_columns(self, heads: list[str], body: list[list[str]], width: int) -> list[int]:
        found = []
        for column in range(min(width, 5)):
            cells = [row[column] for row in body if column < len(row) and row[column]]
            pure = sum(self.pure(cell) for cell in cells)
            head = heads[column].strip("*_ ").lower() if column < len(heads) else ""
            named = re.match(
                r"(?:time|date|when|timestamp|day|zeit|datum|uhrzeit|heure|hora|fecha|at\b)",
                head,
            )
            if cells and (pure * 2 >= len(cells) and (pure > 1 or named or len(cells) == 1)):
                found.append(column)
            elif found:
                break
        return found

    def take_row(self, row: list[str], columns: list[int], heads: list[str]) -> None:
        stamp, zone = None, ""
        told = [row[column] for column in columns if column < len(row) and row[column]]
        for column in columns:
            if column >= len(row):
                continue
            found = read_stamp(row[column])
            if not found:
                continue
            head_zone = re.search(rf"(?<![A-Za-z])({ZONE})", heads[column]) if column < len(heads) else None
            if stamp is None:
                stamp = found
            else:
                stamp = replace(
                    stamp, day=stamp.day or found.day, clock=stamp.clock or found.clock, over=stamp.over + found.over,
                    zone=stamp.zone or found.zone, around=stamp.around or found.around,
                    has_seconds=stamp.has_seconds or found.has_seconds, broken=stamp.broken or found.broken,
                    link=stamp.link or found.link,
                )  # fmt: skip
            if found.clock and head_zone and not zone:
                zone = head_zone[1]
        cells = [
            (heads[i].lower() if i < len(heads) else "", cell)
            for i, cell in enumerate(row)
            if i not in columns and cell.strip("-\u2013\u2014 ")
        ]
        cells.sort(
            key=lambda pair: (
                not re.match(
                    r"(?:event|descr|what|detail|update|message|entry|ereignis)",
                    pair[0],
                )
            )
        )
        text = " \u2014 ".join(re.sub(r"<br\s*/?>", "\n", cell) for _, cell in cells)
        if stamp is None and not (told and text):
            missing = " ".join([*told, text]).strip()
            if self.current and missing:
                self.current.lines += ["", missing]
            elif missing:
                self.say(missing)
            return
        written = " ".join(re.sub(r"[*`]+", "", piece) for piece in told)
        leftover = stamp.rest if stamp else ""
        if leftover:
            text = f"{leftover} {text}".strip()
            written = stamp.told if stamp and len(told) == 1 else written.replace(leftover, "").strip()
        known = replace(stamp, told=written, rest=text) if stamp else Stamp(told=written, rest=text)
        self.begin(WrittenEvent(known, "row", zone=zone), listed=False)

    # headings, bullets, lines

    def take_heading(self, line: str, level: int, text: str, index: int) -> None:
        stamp = read_stamp(text)
        if stamp and stamp.day and not stamp.clock and self.only_times_follow(index, level):
            self.enter(stamp, line)
        elif stamp and (stamp.clock or stamp.separated):
            self.begin(WrittenEvent(stamp, "heading", level=level))
        else:
            self.close()
            self.say(line)

    def take_bullet(self, line: str, indent: int, text: str, index: int) -> None:
        stamp = read_stamp(text)
        above = self.current
        if above and above.mode == "heading":
            above.lines.append(line)
            return
        if (
            stamp and stamp.day and not stamp.clock and (not stamp.rest or stamp.rest.endswith(":"))
        ) and self.only_times_follow(index, 7, deeper_than=indent):
            self.enter(stamp, line)
            return
        inside = above is not None and above.mode == "bullet" and indent > above.indent
        if stamp and not (inside and not stamp.clock):
            self.begin(WrittenEvent(stamp, "bullet", indent=indent))
        elif above and (inside or above.mode == "plain"):
            above.lines.append(line)
        else:
            self.close()
            self.say(line)

    def take_plain(self, line: str, index: int, *, inside: bool) -> None:
        above = self.current
        after_blank = index == 0 or not self.lines[index - 1].strip()
        if not line.strip():
            if above and above.mode != "row":
                above.lines.append("")
            else:
                self.say("")
            return
        if above and above.mode == "heading":
            above.lines.append(line)
            return
        indent = len(line) - len(line.lstrip())
        if above and above.mode == "bullet" and (indent > above.indent or (not after_blank and not inside)):
            stamp = None if indent > above.indent else self.line_stamp(line, index, after_blank=False)
            if not (stamp and stamp.clock):
                above.lines.append(line)
                return
        stamp = (
            None if inside or line.lstrip().startswith(">") else self.line_stamp(line, index, after_blank=after_blank)
        )
        if stamp:
            if stamp.day and not stamp.clock and not stamp.rest and self.only_times_follow(index, 7):
                self.enter(stamp, line)
            else:
                is_tight = above is not None and above.mode == "plain" and not after_blank
                self.begin(WrittenEvent(stamp, "plain", indent=indent, is_tight=is_tight))
        elif above and above.mode == "plain" and not (above.is_tight and after_blank):
            above.lines.append(line)
        else:
            self.close()
            self.say(line)

    def line_stamp(self, line: str, index: int, *, after_blank: bool) -> Stamp | None:
        """A time at the head of a line that no bullet announces: it has to look more like one."""
        stamp = read_stamp(line.strip())
        if stamp is None or (
            stamp.separated and (stamp.clock or re.search(r"[:\-\u2013\u2014|]|^$", self.after(line, stamp)))
        ):
            return stamp
        if stamp.clock is None:
            return None
        return stamp if after_blank or SPEAKER.match(stamp.rest) or self.heads_an_entry(line, stamp, index) else None

    def heads_an_entry(self, line: str, stamp: Stamp, index: int) -> bool:
        """Whether a time with only a blank behind it begins an entry below the line above, or goes on with its sentence."""
        above, before = self.current, self.lines[index - 1].rstrip()
        if above is None:
            return before.endswith(":")
        if above.mode == "plain" and not above.stamp.separated:
            return True
        told = stamp.told
        leads = told[:1].isdigit() or told[:1] in "~\u2248" or WEEKDAY.match(told)
        wrapped = _WRAPPED.search(before)
        goes_on = wrapped is not None and (wrapped[1] is None or wrapped[1].lower() in _GOES_ON)
        return bool(leads) and len(line) - len(line.lstrip()) <= above.indent and not goes_on

    @staticmethod
    def after(line: str, stamp: Stamp) -> str:
        """What stood between the time and the text."""
        rest = stamp.rest.lstrip("*_`[(")
        before = line[: line.rfind(rest)] if rest else line
        return before[before.find(stamp.told[-4:]) + 4 :].strip("*_`]) ") if stamp.told[-4:] in before else ":"

    def only_times_follow(self, index: int, level: int, deeper_than: int = -1) -> bool:
        """Whether the next written time below this line is a time of day without a day of its own."""
        fenced = False
        for line in self.lines[index + 1 :]:
            if _FENCE.match(line):
                fenced = not fenced
            if fenced or not line.strip() or is_delimiter(line):
                continue
            heading, bullet = _HEADING.match(line), _BULLET.match(line)
            if heading and len(heading[1]) < level:
                return False
            if bullet and len(bullet[1]) <= deeper_than:
                return False
            if deeper_than >= 0 and not bullet and len(line) - len(line.lstrip()) <= deeper_than:
                return False
            if "|" in line and not heading and not bullet:
                stamps = [stamp for cell in split_cells(line)[:3] if (stamp := read_stamp(cell))]
                if not stamps:
                    continue
                return any(stamp.clock for stamp in stamps) and not any(stamp.day for stamp in stamps)
            text = heading[2] if heading else bullet[2] if bullet else line.strip()
            stamp = read_stamp(text)
            if stamp and (stamp.clock or stamp.day):
                return stamp.clock is not None and stamp.day is None
            if heading:
                return False
        return False

    # bookkeeping

    def enter(self, stamp: Stamp, line: str) -> None:
        """From here on, times belong to this day."""
        self.close()
        self.context, self.fresh = stamp.day, True
        self.say(line)

    def begin(self, event: WrittenEvent, *, listed: bool = True) -> None:
        event.context, event.fresh_day = self.context, self.fresh
        self.fresh = False
        if listed:
            self.end_prose()
            if (
                self.parts
                and self.parts[-1].is_events
                and not self.parts[-1].columns
                and self.parts[-1].last == len(self.events)
            ):
                self.parts[-1] = replace(self.parts[-1], last=len(self.events) + 1)
            else:
                self.parts.append(Part(first=len(self.events), last=len(self.events) + 1))
        self.events.append(event)
        self.current = event

    def close(self) -> None:
        self.current = None

    def say(self, line: str) -> None:
        self.prose.append(line)

    def end_prose(self) -> None:
        text = "\n".join(self.prose).strip("\n")
        if text.strip():
            self.parts.append(Part(text=text))
            self.skipped += [line.strip() for line in text.split("\n") if line.strip()]
        self.prose = []
