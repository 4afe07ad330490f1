"""From a file's text to an `ImportedDocument`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import PurePosixPath

from incidents.timeline_text import (
    Day,
    ParsedEvent,
    ParsedTimeline,
    Stamp,
    day_order,
    parse_timeline,
    read_stamp,
    stated_zone,
    unfold_chat,
    zone_named,
)
from incidents.timeline_text.zones import ZONE
from postmortems.importing.actions import Dates, Found, find_actions, plain_text
from postmortems.importing.document import Block, ImportedDocument, ImportedIncident, ImportedSection, Moment
from postmortems.importing.fields import (
    IS_LABEL,
    day_in_name,
    days_in,
    field_stamps,
    moment,
    severity_in,
    split_front_matter,
    unquoted,
    whole_day,
)
from postmortems.importing.html import as_markdown_only
from postmortems.importing.outline import Chunk, assign_kinds, code_lines, kind_of, outline, plain, split_labels
from postmortems.importing.words import word_count

NOT_POSTMORTEMS = {
    "index", "source", "readme", "license", "licence", "contributing", "code_of_conduct", "changelog", "security",
    "codeowners", "authors", "notice", "template", "summary", "toc", "_index", "postmortem-template",
    "postmortem_template", "post-mortem-template",
}  # fmt: skip
ENDINGS = {"", ".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd", ".txt", ".text", ".html", ".htm"}
LARGEST_SHARE = 0.4
OPENING = 1500  # how far into a text its first date may be taken for its own

_CHAT = re.compile(r"\b(chat|logs?|transcript|slack|appendix|references|irc|discord|emails?)\b", re.IGNORECASE)
_WEAK = re.compile(r"\b(prevent\w*|better|moving forward|next time|improve|avoid|change)\b", re.IGNORECASE)
_BEGINNING = re.compile(r"\b(?:start(?:ed|ing)|beg[au]n|beginning)\s+(?:on|at|from)?\s*(?:the\s+)?$", re.IGNORECASE)
_POSTED = re.compile(r"[\s*_]*(?:Posted|Updated|Published)(?: (?:on|at))?:?\s+(?=[\dA-Z])(.{8,60})$")
_TIME_IN_ZONE = re.compile(rf"\b\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s?[aApP]\.?[mM]\.?)?\s?\(?({ZONE})")
_SINGULAR = {"action item", "action taken", "action planned", "action"}
_REFERENCE = re.compile(r"^ {0,3}\[([^\]^]+)\]:\s*<?(\S+?)>?(?:\s+[\"'(].*[\"')])?\s*$")


def read_document(path: str, content: str | bytes) -> ImportedDocument:
    """One file as a post-mortem, or a document whose `skipped` says why it is none."""
    document = ImportedDocument(path=path)
    text = _decoded(content, document)
    document.skipped = document.skipped or _reason_to_skip(path, text)
    if document.skipped:
        return document
    return _Reading(document, text).read()


def _decoded(content: str | bytes, document: ImportedDocument) -> str:
    text = content if isinstance(content, str) else _text_of(content, document)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _text_of(content: bytes, document: ImportedDocument) -> str:
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in content[:8000] and not is_wide:
        document.skipped = "not a text file"
        return ""
    try:
        return content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        document.warnings.append("The file is not UTF-8; it was read as Windows-1252.")
        return content.decode("cp1252", errors="replace")


def _reason_to_skip(path: str, text: str) -> str:
    name = PurePosixPath(path.replace("\\", "/"))
    if name.suffix.lower() not in ENDINGS and not re.fullmatch(r"\.\d+.*", name.suffix):
        return f"files ending in {name.suffix} are not read"
    if name.stem.lower() in NOT_POSTMORTEMS:
        return f"{name.name} is not a post-mortem but a file about the others"
    if not text.strip():
        return "the file is empty"
    _, body = split_front_matter(text)
    if not re.search(r"\w", body):
        return "the file holds no text"
    if _is_index(body):
        return "this is a list of other documents, not a post-mortem"
    return ""


def _is_index(text: str) -> bool:
    """Whether a text is a list of links to files and little else."""
    lines = [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    links = [line for line in lines if re.match(r"^\s*(?:[-*+|]|\d+\.)\s*.*\]\((?!https?:)[^)]+\.\w{2,8}\)", line)]
    return len(lines) >= 5 and len(links) * 10 >= len(lines) * 8


@dataclass
class _Days:
    """The dates a document gives, by where it gives them."""

    name: date | None = None
    front: date | None = None
    title: date | None = None
    field: date | None = None
    opening: date | None = None
    opening_moment: Moment | None = None
    said_to_begin: bool = False  # a sentence of the opening calls that day the beginning
    near: date | None = None

    def best(self) -> date | None:
        """The day that times without one most likely belong to."""
        return self.field or self.title or self.opening or self.name or self.front


class _Reading:
    """The steps of reading one document; each leaves its result on `self.document`."""

    def __init__(self, document: ImportedDocument, text: str) -> None:
        self.document = document
        document.facts, body = split_front_matter(text)
        body, unseen = as_markdown_only(body)
        if any(unseen):
            document.warnings.append(f"{len(unseen)} comments that no reader sees were left out.")
        self.body = _with_links_inline(body.expandtabs(4))
        self.chunks = outline(self.body)
        self.fact_lines: list[str] = []
        self.day_first = day_order(self.body)
        self.zone = ""
        self.days = _Days()
        self.base = 0  # level of the title

    def read(self) -> ImportedDocument:
        self.read_title()
        self.chunks = split_labels(self.chunks)
        assign_kinds(self.chunks)
        self.fact_lines = self._lines_with_facts()
        self.read_days()
        self.read_incidents()
        self.read_sections()
        self.read_moments()
        self.document.severity = self.severity()
        self.cut_long_sections()
        return self.document

    def _lines_with_facts(self) -> list[str]:
        """Lines that may state a fact ("Start: ..."): neither code nor chat nor the timeline's own rows."""
        found = []
        for chunk in self.chunks:
            if (chunk.kind == "timeline" and not self._is_facts(chunk)) or _CHAT.search(chunk.heading):
                continue
            found += [line for line, is_code in zip(chunk.lines, code_lines(chunk.lines), strict=True) if not is_code]
            if chunk.label and chunk.lines:
                found.append(f"{chunk.heading}: {chunk.lines[0]}")
        return found

    def fact(self, *names: str) -> str:
        """A front matter value by any of its names."""
        return next((unquoted(value) for key, value in self.document.facts if key.lower() in names and value), "")

    # title

    def read_title(self) -> None:
        document = self.document
        first = next((chunk for chunk in self.chunks if chunk.heading), None)
        before = self.chunks[0].text.strip()
        alone = first is not None and sum(chunk.level == first.level for chunk in self.chunks if chunk.heading) == 1
        if (
            first
            and len(before) < 400
            and (first.level == 1 or (first.level == 2 and alone))
            and not self.is_section(first)
        ):
            document.title, document.title_from = plain_text(_unlinked(first.heading)), "heading"
            self.base = first.level
            first.heading, first.raw, first.level = "", [], 0
            return
        title = self.fact("title", "subject", "name")
        if title:
            document.title, document.title_from = plain_text(title), "front matter"
            document.title_key = next(key for key, value in document.facts if unquoted(value) == title)
            document.facts = [(key, value) for key, value in document.facts if unquoted(value) != title]
            return
        opening = next((line for line in before.split("\n") if line.strip()), "")
        if self._is_title_line(opening, before):
            document.title, document.title_from = plain_text(opening), "first line"
            self.chunks[0].lines.remove(opening)
            return
        document.title = _title_from_name(document.path)
        document.warnings.append("The document has no title; its file's name was taken.")

    @staticmethod
    def is_section(chunk: Chunk) -> bool:
        """Whether a heading names a section ("# Overview") rather than the whole."""
        return (
            kind_of(chunk.heading) is not None and not days_in(chunk.heading) and len(plain(chunk.heading).split()) <= 4
        )

    @staticmethod
    def _is_title_line(line: str, before: str) -> bool:
        words = plain_text(line).split()
        following = before.split("\n", 1)[1].split("\n", maxsplit=1)[0] if "\n" in before else ""
        alone = not following.strip() or re.match(r"[A-Z][A-Za-z /]{2,30}:\s", following) is not None
        return (
            1 < len(words) <= 14
            and alone
            and not re.search(r"[.:;,]$|^[-*>|]|://", line.strip())
            and not (read_stamp(line) or None)
        )

    # days and zones

    def read_days(self) -> None:
        days = self.days
        days.name = day_in_name(self.document.path)
        fronts = [whole_day(found[0][0], near=None, day_first=bool(self.day_first)) for key, value in self.document.facts
                  if "date" in key.lower() or key.lower() in ("start_time", "started_at") if (found := days_in(unquoted(value)))]  # fmt: skip
        days.front = next((day for day in fronts if day), None)
        prose = self.body
        known = [day for day, _, _ in days_in(prose) if day.year and day.day and not day.either_order]
        days.near = days.name or days.front or (whole_day(known[0], near=None, day_first=False) if known else None)
        self.zone = self.document.zone = stated_zone(
            "\n".join(chunk.text for chunk in self.chunks if chunk.kind != "prose" or not chunk.heading)
        )
        days.title = self._first_day(self.document.title)
        stamps = field_stamps(self.fact_lines)
        if not self.zone and len(zones := self._zones_told(stamps.values())) == 1:
            self.zone = self.document.zone = zones.pop()
            self.document.questions.append(f"All times are read in {self.zone}, the only zone named. Is that right?")
        for name in ("started", "date", "detected"):
            if name in stamps and stamps[name].day and days.field is None:
                found_at = moment(stamps[name], near=days.near, zone="", day_first=self.reads_day_first())
                days.field = found_at.day if found_at else None
        days.field = days.field or self._day_under_heading()
        days.opening = self._opening_day()

    def _zones_told(self, stamps: Iterable[Stamp]) -> set[str]:
        """The zones that its facts were told in; where none was, those of any time in its text."""
        return {stamp.zone for stamp in stamps if stamp.zone} or {
            match[1].upper() for match in _TIME_IN_ZONE.finditer(self.body) if zone_named(match[1])
        }

    def reads_day_first(self) -> bool:
        """The order of numbers such as 05/06 in this document."""
        return bool(self.day_first)

    @property
    def dates(self) -> Dates:
        """How this document writes its days, for the dates by which something is due."""
        return Dates(self.days.near, self.day_first is not False)

    def _first_day(self, text: str) -> date | None:
        for day, _, _ in days_in(text):
            if day.day:
                found = whole_day(day, near=self.days.near, day_first=self._nearest_order(day))
                if found:
                    return found
        return None

    def _nearest_order(self, day: object) -> bool:
        """Day-first where the document says so; else whichever is nearer to the days we know."""
        if self.day_first is not None or not isinstance(day, Day) or not day.either_order or self.days.near is None:
            return bool(self.day_first)
        near = self.days.near
        first, second = (whole_day(day, near=near, day_first=order) for order in (True, False))
        if first is None or second is None:
            return first is not None
        return abs((first - near).days) < abs((second - near).days)

    def _day_under_heading(self) -> date | None:
        for chunk in self.chunks:
            if re.fullmatch(
                r"(?:incident |outage )?(?:dates?|start|when)(?: of (?:the )?incident)?", plain(chunk.heading)
            ):
                return self._first_day(chunk.text[:200])
        return None

    def _opening_day(self) -> date | None:
        """The first day that the prose names, if it is not far from the day of the file."""
        prose = "\n".join(
            line for chunk in self.chunks for line in chunk.lines if chunk.kind not in ("timeline", "actions")
        )[:OPENING]
        anchor = self.days.name or self.days.front
        days = sorted(days_in(prose), key=lambda found: not _BEGINNING.search(prose[: found[1]]))
        for day, start, _ in days:
            if not day.day:
                continue
            found = whole_day(day, near=self.days.near, day_first=self._nearest_order(day))
            if found and (anchor is None or -45 <= (found - anchor).days <= 31):
                self.days.said_to_begin = bool(_BEGINNING.search(prose[:start]))
                stamp = read_stamp(prose[start : start + 80])
                if stamp and stamp.clock and stamp.day and stamp.day.year:
                    self.days.opening_moment = moment(
                        stamp, near=None, zone=self.zone, day_first=self._nearest_order(day)
                    )
                return found
        return None

    # sections

    def read_sections(self) -> None:
        chunks = self.chunks
        timelines = self._timeline_groups()
        index = 0
        while index < len(chunks):
            end = timelines.get(index)
            if end:
                self._add_timeline(chunks[index:end])
                index = end
                continue
            self._add_section(chunks[index])
            index += 1

    def _timeline_groups(self) -> dict[int, int]:
        """Where timelines begin and end, as indexes of chunks."""
        groups: dict[int, int] = {}
        index = 0
        while index < len(self.chunks):
            chunk = self.chunks[index]
            if chunk.kind == "timeline":
                end = self._group_end(index)
                if self._parsed(self.chunks[index:end]).events:
                    groups[index] = end
                    index = end
                    continue
            index += 1
        if groups and any(
            self.chunks[at].own_kind == "timeline" and not self._is_facts(self.chunks[at]) for at in groups
        ):
            return {at: end for at, end in groups.items() if not self._is_facts(self.chunks[at])}
        return self._unannounced_timelines() or groups

    @staticmethod
    def _is_facts(chunk: Chunk) -> bool:
        """Key times ("First detected: ...") are facts of the incident, not its timeline."""
        return plain(chunk.heading) == "key events"

    def _group_end(self, start: int) -> int:
        end = start + 1
        level = self.chunks[start].level
        while end < len(self.chunks) and self.chunks[end].level > level:
            own = self.chunks[end].own_kind
            if self.chunks[end].incident:
                break
            if own not in (None, "prose", "timeline") and not read_stamp(self.chunks[end].heading):
                break
            end += 1
        return end

    def _unannounced_timelines(self) -> dict[int, int]:
        """Timelines under another name: most of a section's points, or the headings themselves, are times."""
        stamped = [
            i
            for i, chunk in enumerate(self.chunks)
            if chunk.heading and not chunk.label and self._is_event_heading(chunk)
        ]
        if len(stamped) >= 2:
            start, level = stamped[0], self.chunks[stamped[0]].level
            end = stamped[0]
            while end < len(self.chunks) and (self.chunks[end].level > level or end in stamped):
                end += 1
            return {start: end}
        groups = {}
        for index, chunk in enumerate(self.chunks):
            if chunk.kind in ("actions", "lessons") or _CHAT.search(chunk.heading):
                continue
            if find_actions(chunk.text, heading="", tables_only=True).actions:
                continue  # its days are those by which something is due
            parsed = self._parsed([chunk])
            if sum(bool(IS_LABEL.fullmatch(event.text)) for event in parsed.events) * 2 > len(parsed.events):
                continue  # a table of facts: "Started", "Ended"
            clocked = [
                event
                for event in parsed.events
                if event.told
                and (
                    event.precision not in ("month", None)
                    or re.search(r"\d[:.h]\d\d|\d\s?[ap]m", event.told, re.IGNORECASE)
                )
            ]
            if len(clocked) >= 2 and len(clocked) >= 0.6 * self._points(parsed):
                groups[index] = index + 1
        if len(groups) > 1:
            told = {index: group for index, group in groups.items() if not self._is_facts(self.chunks[index])}
            groups = told or groups
        return groups

    @staticmethod
    def _is_event_heading(chunk: Chunk) -> bool:
        stamp = read_stamp(chunk.heading)
        return bool(stamp and (stamp.clock or (stamp.day and not stamp.rest)))

    @staticmethod
    def _points(parsed: ParsedTimeline) -> int:
        """Roughly how many points or paragraphs a section has, events included."""
        others = sum(
            1
            for part in parsed.parts
            if not part.is_events
            for block in re.split(r"\n\s*\n|\n(?=[-*+] )", part.text)
            if block.strip()
        )
        return len(parsed.events) + max(0, others - 1)

    def _parsed(self, chunks: list[Chunk]) -> ParsedTimeline:
        head, *below = chunks
        own = [] if head.own_kind == "timeline" or not (head.heading and read_stamp(head.heading)) else head.raw
        text = "\n".join(["\n".join([*own, *head.lines]), *("\n".join([*chunk.raw, *chunk.lines]) for chunk in below)])
        on = self._first_day(head.heading) if head.own_kind == "timeline" else None
        on = on or self._day_above(head) or self.days.best()
        zone = stated_zone(head.heading) or self.zone
        parsed = parse_timeline(text, on=on, zone=zone, day_first=self._order_for(text))
        if head.own_kind == "timeline" and not parsed.events:  # nothing but chat, as it is copied out of its window
            parsed = parse_timeline(unfold_chat(text), on=on, zone=zone, day_first=self._order_for(text))
        return parsed

    def _order_for(self, text: str) -> bool | None:
        return self.day_first if day_order(text) is None else day_order(text)

    def _day_above(self, chunk: Chunk) -> date | None:
        """A day in a heading that this chunk stands under."""
        index = self.chunks.index(chunk)
        level = chunk.level
        for above in reversed(self.chunks[:index]):
            if above.level < level and above.heading:
                level = above.level
                if found := self._first_day(above.heading):
                    return found
        return None

    def _add_timeline(self, chunks: list[Chunk]) -> None:
        document, head = self.document, chunks[0]
        parsed = self._parsed(chunks)
        is_event = bool(head.heading and head.own_kind != "timeline" and read_stamp(head.heading))
        section = ImportedSection("" if is_event else head.heading, self._level(head), "timeline")
        document.sections.append(section)
        offset = len(document.timeline)
        headings = {chunk.raw[0]: chunk for chunk in chunks[1:] if chunk.raw}
        for part in parsed.parts:
            if part.is_events:
                columns = part.columns
                section.blocks.append(
                    Block("events", first=part.first + offset, last=part.last + offset, columns=columns)
                )
                continue
            section = self._add_prose(section, part.text, headings)
        document.timeline += [replace(event, order=event.order + offset) for event in parsed.events]
        document.questions += [question.text for question in parsed.questions]
        document.zone = parsed.zone or document.zone

    def _add_prose(self, section: ImportedSection, text: str, headings: dict[str, Chunk]) -> ImportedSection:
        """Prose of a timeline; a heading in it that is no time begins a section of its own."""
        held: list[str] = []

        def flush() -> None:
            body = "\n".join(held).strip("\n")
            if body.strip():
                section.blocks.append(Block("prose", text=body))
            held.clear()

        for line in text.split("\n"):
            chunk = headings.get(line)
            if chunk and not read_stamp(chunk.heading):
                flush()
                kind = "timeline" if chunk.kind == "prose" else chunk.kind
                section = ImportedSection(chunk.heading, self._level(chunk), kind, mapped=chunk.known)
                self.document.sections.append(section)
            else:
                held.append(line)
        flush()
        return section

    def _level(self, chunk: Chunk) -> int:
        return min(6, max(2, chunk.level + (1 if self.base == 0 and self._has_top_level() else 0)))

    def _has_top_level(self) -> bool:
        return any(chunk.level == 1 for chunk in self.chunks)

    def _add_section(self, chunk: Chunk) -> None:
        document = self.document
        text = chunk.text
        if not chunk.heading and not text.strip():
            return
        section = ImportedSection(
            chunk.heading, self._level(chunk), chunk.kind, mapped=chunk.known or not chunk.heading
        )
        document.sections.append(section)
        singular = chunk.singular or plain(chunk.heading) in _SINGULAR
        if chunk.kind == "actions":
            found = find_actions(
                text,
                heading=self._headings_above(chunk),
                weak=bool(_WEAK.search(plain(chunk.heading)))
                and not re.search(r"\b(actions?|measures?|items?|steps?|improvements?)\b", plain(chunk.heading)),
                singular=singular,
                dates=self.dates,
            )
            self._add_found(section, found)
            return
        found = find_actions(text, heading="", tables_only=True, dates=self.dates)
        if found.actions:
            self._add_found(section, found)
        else:
            section.blocks += self._with_tickets(text)

    def _add_found(self, section: ImportedSection, found: Found) -> None:
        offset = len(self.document.actions)
        section.blocks += [
            replace(block, first=block.first + offset, last=block.last + offset) if block.kind == "actions" else block
            for block in found.blocks
        ]
        self.document.actions += found.actions

    def _headings_above(self, chunk: Chunk) -> str:
        """The heading and those it stands under, for "(completed)"."""
        index, level, names = self.chunks.index(chunk), chunk.level, [chunk.heading]
        for above in reversed(self.chunks[:index]):
            if above.level < level and above.kind == "actions":
                level = above.level
                names.append(above.heading)
        return " ".join(names)

    def _with_tickets(self, text: str) -> list[Block]:
        """Prose; a list that a sentence calls the tickets of the work to do is a list of actions."""
        lead = re.search(
            r"^(?=[^\n]*\b(?:created|opened|filed|raised)\b[^\n]*\b(?:tickets?|issues?)\b[^\n]*\b(?:track|follow|address|fill|fix)|[^\n]*\b(?:action items?|follow.?ups?|next steps)\b)[^\n]*:[ \t]*\n+(?=[ \t]*(?:[-*+]|\d+[.)])[ \t])",
            text,
            re.MULTILINE | re.IGNORECASE,
        )
        if not lead or lead[0].lstrip().startswith(("-", "*", "|", ">", "#")):
            return [Block("prose", text=text)] if text.strip() else []
        lines = text[lead.end() :].split("\n")
        end = next(
            (
                i
                for i, line in enumerate(lines)
                if i and line.strip() and not lines[i - 1].strip() and not re.match(r"\s|[-*+]|\d+[.)]", line)
            ),
            len(lines),
        )
        found = find_actions("\n".join(lines[:end]), heading="", dates=self.dates)
        offset = len(self.document.actions)
        self.document.actions += found.actions
        blocks = [Block("prose", text=text[: lead.end()].strip("\n"))]
        blocks += [
            replace(b, first=b.first + offset, last=b.last + offset) if b.kind == "actions" else b for b in found.blocks
        ]
        rest = "\n".join(lines[end:]).strip("\n")
        return [*blocks, Block("prose", text=rest)] if rest.strip() else blocks

    # moments

    def read_moments(self) -> None:
        document, days = self.document, self.days
        stamps = field_stamps(self.fact_lines)
        order = self.reads_day_first()

        def told(name: str) -> Moment | None:
            return (
                moment(
                    stamps[name],
                    near=days.field or days.title or days.best(),
                    zone=self.zone or document.zone,
                    day_first=order,
                )
                if name in stamps
                else None
            )

        document.detected_at, document.mitigated_at, document.ended_at = (
            told("detected"),
            told("mitigated"),
            told("ended"),
        )
        document.started_at = self._front_moment("start_time", "started_at", "start") or self._explicit_start(
            told("started")
        )
        if document.started_at is None:
            document.started_at = self._start_from_timeline() or self._first_posted() or self._bare_day()
        if document.ended_at is None:
            document.ended_at = self._front_moment("end_time", "ended_at", "resolved_at", "end")

    def _front_moment(self, *names: str) -> Moment | None:
        stamp = read_stamp(self.fact(*names))
        return moment(stamp, near=None, zone="", day_first=self.reads_day_first()) if stamp else None

    def _explicit_start(self, started: Moment | None) -> Moment | None:
        """What a label calls the start, unless it is a day and the timeline knows the hour."""
        if started is None or started.precision not in ("day", "month"):
            return started
        timed = self._start_from_timeline()
        return timed if timed and timed.day == started.day else started

    def _start_from_timeline(self) -> Moment | None:
        events = [event for event in self.document.timeline if event.at is not None and event.precision != "month"]
        if not events:
            return None
        if len(events) > 2 and all(a.at and b.at and a.at > b.at for a, b in pairwise(events)):
            events.reverse()  # told from its end
        day = self.days.field or self.days.title
        if day and events[0].at and events[0].at.date() == self.days.opening != day and self.days.field is None:
            return _as_moment(events[0])
        before = [event for event in events if day and event.at and (day - event.at.date()).days > 7]
        if day and len(before) * 4 < len(events) * 3:  # else it is the day of writing
            same = [event for event in events if event.at and event.at.date() == day]
            if same:
                return _as_moment(same[0])
            others = {known for known in (self.days.name, self.days.opening) if known}
            first = events[0].at.date() if events[0].at else day
            if (
                abs((first - day).days) > 7
                and first not in others
                and not any(abs((first - o).days) <= 2 for o in others)
            ):
                fresh = [event for event in events if event.at and abs((event.at.date() - day).days) <= 7]
                return _as_moment(fresh[0]) if fresh else None
        return _as_moment(events[0])

    def _first_posted(self) -> Moment | None:
        """When the first of several updates was posted ("Posted Jun 17, 2025 - 17:12 UTC"), whichever way they are ordered."""
        stamps = [read_stamp(match[1]) for line in self.body.split("\n") if (match := _POSTED.match(line))]
        found = [
            moment(stamp, near=None, zone=self.zone, day_first=self.reads_day_first()) for stamp in stamps if stamp
        ]
        known = [one for one in found if one and one.precision in ("minute", "second")]
        return min(known, key=lambda one: one.at) if len(known) > 1 else None

    def _bare_day(self) -> Moment | None:
        days = self.days
        day = days.field or days.title or days.opening or days.name or days.front
        if days.said_to_begin and days.opening and days.field is None:
            day = days.opening
        if day is None:
            return None
        if days.opening_moment and days.opening_moment.day == day:
            return days.opening_moment
        if day in (days.name, days.front) and day not in (days.field, days.title, days.opening):
            self.document.warnings.append("The day was taken from the file's name or date; the text states none.")
        stamp = read_stamp(day.isoformat())
        return moment(stamp, near=None, zone="", day_first=False) if stamp else None

    # the rest

    def severity(self) -> str:
        """The severity as written, from front matter or a labelled line."""
        return self.fact("severity", "sev", "priority") or severity_in(self.fact_lines)

    def read_incidents(self) -> None:
        """Several incidents in one file: headings of one level that each begin with a day and hold sections."""
        by_level: dict[int, list[Chunk]] = {}
        for index, chunk in enumerate(self.chunks):
            stamp = read_stamp(chunk.heading) if chunk.heading and not chunk.label else None
            if (
                stamp
                and stamp.day
                and stamp.day.day
                and stamp.clock is None
                and stamp.separated
                and len(stamp.rest) > 3
            ):
                below = self.chunks[index + 1 : self._subtree_end(index)]
                if any(other.own_kind not in (None, "prose") for other in below):
                    by_level.setdefault(chunk.level, []).append(chunk)
        told = max(by_level.values(), key=len, default=[])
        if len(told) < 2:
            return
        for chunk in told:
            chunk.incident, chunk.kind, chunk.known = True, "summary", True
            stamp = read_stamp(chunk.heading)
            at = moment(stamp, near=self.days.near, zone="", day_first=self.reads_day_first()) if stamp else None
            self.document.incidents.append(ImportedIncident(plain_text(chunk.heading), at))

    def _subtree_end(self, index: int) -> int:
        end = index + 1
        while end < len(self.chunks) and self.chunks[end].level > self.chunks[index].level:
            end += 1
        return end

    def cut_long_sections(self) -> None:
        """No section's prose is more than two fifths of a document with headings; events and actions are rows of their own."""
        document = self.document
        if sum(bool(section.heading) for section in document.sections) < 3:
            return
        total = word_count(document.title) + sum(self._words(block) for s in document.sections for block in s.blocks)
        limit = int(total * LARGEST_SHARE) - 1
        result: list[ImportedSection] = []
        for section in document.sections:
            result += self._cut(section, limit)
        document.sections = result

    def _words(self, block: Block) -> int:
        if block.kind == "prose":
            return word_count(block.text)
        if block.kind == "events":
            return sum(word_count(f"{e.told} {e.text}") for e in self.document.timeline[block.first : block.last])
        return sum(
            word_count(" ".join(c for _, c in a.cells) or a.source)
            for a in self.document.actions[block.first : block.last]
        )

    def _cut(self, section: ImportedSection, limit: int) -> list[ImportedSection]:
        if sum(self._words(block) for block in section.blocks if block.kind == "prose") <= limit:
            return [section]
        parts = [replace(section, blocks=[])]
        held = 0
        for block in section.blocks:
            for number, piece in enumerate(self._pieces(block, limit)):
                size = self._words(piece) if piece.kind == "prose" else 0
                cut = held and held + size > limit
                if cut:
                    parts.append(ImportedSection("", section.level, section.kind))
                    held = 0
                if number and not cut:
                    last = parts[-1].blocks[-1]
                    parts[-1].blocks[-1] = replace(last, text=f"{last.text}\n{piece.text}")
                else:
                    parts[-1].blocks.append(piece)
                held += size
        for part in parts:
            part.blocks = [replace(block, text=block.text.strip("\n")) for block in part.blocks]
        return parts

    def _pieces(self, block: Block, limit: int) -> list[Block]:
        """Prose in pieces that may be parted: paragraphs, points of lists, turns of a quoted chat."""
        if block.kind != "prose" or self._words(block) <= limit // 4:
            return [block]
        lines = block.text.split("\n")
        code = code_lines(lines)
        pieces: list[list[str]] = [[]]
        for index, line in enumerate(lines):
            free = index and not (code[index] and code[index - 1]) and line.strip() and not line.startswith((" ", "\t"))
            if free and (not lines[index - 1].strip() or self._may_part(lines, index)):
                pieces.append([])
            pieces[-1].append(line)
        return [Block("prose", text="\n".join(piece)) for piece in pieces]

    @staticmethod
    def _may_part(lines: list[str], index: int) -> bool:
        """Whether a list, a quoted chat or a run of lines may be parted before this line."""
        line, before = lines[index], lines[index - 1]
        if line.startswith(">"):
            return before.strip() == ">" or not before.startswith(">")
        return bool(re.match(r"(?:[-*+]|\d+[.)])\s", line))


def _as_moment(event: ParsedEvent) -> Moment | None:
    if event.at is None or event.precision is None:
        return None
    return Moment(event.at, event.precision, event.zone, event.told)


def _title_from_name(path: str) -> str:
    stem = PurePosixPath(path.replace("\\", "/")).name
    stem = re.sub(r"\.(?:md|markdown|mdown|mkd|mdx|qmd|rmd|txt|text|html?)$", "", stem, flags=re.IGNORECASE)
    words = re.sub(r"[-_\s]+", " ", re.sub(r"^\d{4}-\d{2}-\d{2}[-_ ]?", "", stem)).strip() or stem
    return words[:1].upper() + words[1:]


def _unlinked(heading: str) -> str:
    return re.sub(r"\s+#+\s*$", "", heading)


def _with_links_inline(text: str) -> str:
    """Reference links written out where they stand, so that each section carries its own."""
    lines = text.split("\n")
    code = code_lines(lines)
    targets: dict[str, str] = {}
    kept = []
    for line, is_code in zip(lines, code, strict=True):
        reference = None if is_code else _REFERENCE.match(line)
        if reference:
            targets[_label(reference[1])] = reference[2]
        kept.append("\0" if reference else line)
    if not targets:
        return text
    used: set[str] = set()

    def inline(match: re.Match[str]) -> str:
        label = _label(match[2] or match[1])
        if label not in targets:
            return match[0]
        used.add(label)
        return f"[{match[1]}]({targets[label]})"

    result = []
    for original, line, is_code in zip(lines, kept, code, strict=True):
        if line == "\0":
            result.append(original)
        elif is_code:
            result.append(line)
        else:
            result.append(re.sub(r"\[([^\[\]]+)\](?:\[([^\[\]]*)\])?(?![(:\[])", inline, line))
    final = []
    for line, mark in zip(result, kept, strict=True):
        reference = _REFERENCE.match(line) if mark == "\0" else None
        if not (reference and _label(reference[1]) in used):
            final.append(line)
    return "\n".join(final)


def _label(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().lower()
