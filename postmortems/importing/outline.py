"""The headings of a post-mortem, in whatever form its author gave them, and what each is about."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from incidents.timeline_text import read_stamp
from postmortems.importing.document import SectionKind

_ATX = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_LOOSE_ATX = re.compile(r"^(#{2,6})([A-Za-z].*?)\s*#*\s*$")
_SETEXT = re.compile(r"^ {0,3}(=+|-+|#{7,}|\^{4,})[ \t]*$")
_FENCE = re.compile(r"^\s*(```+|~~~+)")
_BULLET = re.compile(r"^(\s*)(?:[-*+\u2022]|\d{1,3}[.)])\s+(.*)$")
_LABEL = re.compile(
    r"^(?:\*\*|__)\s*(?P<label>[^*_:][^*:]{1,70}?)\s*(?P<inner>[:?]?)\s*(?:\*\*|__)(?P<outer>\s*:)?\s*(?P<rest>.*)$"
)

# What a heading is about, by its words. The first pattern that fits decides; `^...$` on the whole.
_KINDS: tuple[tuple[str, str], ...] = (
    ("lessons", r"(what|things that|where)\b.*\b(went|go|gone|going|goes|did(n.?t| not)|could have|worked|got|get)\b.*\b(well|right|wrong|poorly|bad(ly)?|better|lucky|luck|great|work(ed)?)\b.*"),
    ("lessons", r"(key |main )?(lessons?|learnings?|take ?aways?|insights?|reflections?)\b.*|what (did )?we (have )?learn(ed|t)?|.*\blessons? (learn(ed|t)?|identified)|retrospective"),
    ("actions", r"(corrective|prevent(at)?ive|follow.?up|remedial|planned|future|immediate|review|next|long.?term|short.?term|post.?mortem|resulting|further)?\s*(and |/ ?)?(corrective|prevent(at)?ive|mitigation|follow.?up|remediation|improvement)?\s*(actions?|action items?|action points?|actionables|steps|tasks|measures?|items)\b.*"),
    ("actions", r"actions?\b.*|follow.?ups?\b(?! timeline).*|to.?dos?|remediations?\b.*|recommendations?\b.*|(planned |process |technical |documentation |short.?term |medium.?term |long.?term |proposed |possible |future )*(improvements?|mitigations and improvements)\b.*|prevent(ion|ing|ative).*|what.* (are|is) (we|being) (doing|done)\b.*|what (we|they)('ve| have)( already)? (done|changed|fixed|improved|put in place)\b.*|(what|things that) (will|has|have|is going to) changed?\b.*|what we.?(re| will| are) .*\b(do|doing|change|changing|improve)\b.*|how (are|will|do|can|could|did) we .*\b(better|prevent\w*|improv\w*|avoid\w*)\b.*|(ma\u00dfnahmen|mesures|acciones)\b.*|(plan|plans) (for|to) .*|corrective.*|things to (do|improve|change).*|next time|(moving|going|looking) (forward|ahead)|(the )?(way|path|road) forward|what('s| is| comes| happens)? next|what.* (are|do|will|can|should) we (now )?(going to |plan to )?(do|change|improve|fix)\b.*|(open|outstanding|planned|future|further|follow.?up) (work|items|points)|work items|(our )?commitments|.*\b(happen(ing|s)?|recur\w*) again\b.*|.*\brecurrence\b.*|(permanent|long.?term|short.?term|proposed) (fix(es)?|solutions?)|(created |related |linked |jira |github )*(tickets|issues) (created|filed|opened|raised)"),
    ("timeline", r".*\b(time ?line|chronolog\w*|sequence of events|zeitverlauf|ablauf|chronologie|cronolog\w*)\b.*|events?( log)?|(incident )?log|what happened when|key events|order of events"),
    ("impact", r".*\bimpact(ed|s)?\b.*|affected( \w+)*|scope|damage|(user|customer|business) (effects?|experience)|auswirkung\w*|who was affected.*|severity|symptoms?"),
    ("factors", r".*\b(root )?causes?\b.*|.*\bcontributing\b.*|triggers?\b.*|why\b.*|.*five why.?s.*|.*\b5 why.?s.*|.*\banalysis\b.*|.*analy[sz]ing.*|contributory.*|factors|.*\bwhy did\b.*|ursachen?|the (bug|problem|vulnerability|issue)s?|what caused.*|problems?( description)?|what went on"),
    ("summary", r"(issue|incident|executive|event|problem|high.?level|brief|quick|short)?\s*(summary|overview|synopsis|abstract|description|introduction|intro|report)\b.*|tl.?dr.*|what happened.*|the (incident|outage)|zusammenfassung|r\u00e9sum\u00e9|resumen|in short|at a glance"),
    ("actions", r"(?!.*\bgithub actions\b)[^/]*\b(actions|action (items?|points?|plan)|follow.?ups|next steps|remediation (items?|plan)|corrective measures|work to do)\b[^/]*"),
    ("prose", r".*\b(detection|detected|resolution|resolved|recovery|mitigations?|response|repair(ed)?|fix(es|ed)?)\b.*|background|context|lead.?up|lead up|(time to|key) .*|identified|status|date|authors?.*|owners?.*|attendees|participants|involved.*|people.*|stats|statistics|metrics|appendix.*|references?|links?|supporting information|glossary|notes?\b.*|acknowledge?ments?|details|duration|technical details|level.*|contact.*|further reading|resources|conclusions?|start|end|communication.*|monitoring"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(pattern + r"$", re.IGNORECASE | re.DOTALL)) for kind, pattern in _KINDS)
_NOISE = re.compile(
    r":[a-z0-9_+-]+:|[*_`~#\[\]()<>\"\u201c\u201d]|^[\s\d.)\-\u2013]+(?=[A-Za-z])|[\U0001F300-\U0001FAFF\u2600-\u27BF\uFE0F]"
)

# Labels that head a section although they are only bold, or alone on a line.
LABELLED: dict[str, SectionKind] = {}
for _kind, _labels in {
    "summary": "summary|overview|incident summary|issue summary|executive summary|tl;dr|tldr|what happened|description",
    "impact": "impact|customer impact|user impact|user-facing impact|users affected|business impact",
    "timeline": "timeline|incident timeline|chronology|sequence of events",
    "factors": "root cause|root causes|cause|causes|trigger|contributing factors|analysis|root cause analysis|why did it happen",
    "actions": "action items|actions|action item|follow up|follow-up|follow-ups|follow up tasks|review actions|next steps|corrective actions"
    "|actions taken|actions planned|action taken|action planned|remediation|preventive measures|preventative measures|prevention|todo|to do"
    "|immediate actions|short-term actions|long-term actions|recommendations",
    "lessons": "lessons learned|lessons learnt|lessons|what went well|what went wrong|what went poorly|where we got lucky|what didn't go well"
    "|what could have gone better|what we learned",
    "prose": "detection|resolution|recovery|response|mitigation|background|identified|context",
}.items():
    for _label in _labels.split("|"):
        LABELLED[_label] = _kind  # type: ignore[assignment]


FEW_HEADINGS = 3  # below this, lines that end in a colon may head sections too


@dataclass
class Chunk:
    """A heading and the lines up to the next one."""

    heading: str = ""
    raw: list[str] = field(default_factory=list)  # the heading's own lines as they stood
    level: int = 0
    lines: list[str] = field(default_factory=list)
    kind: SectionKind = "prose"
    known: bool = True
    own_kind: SectionKind | None = None
    label: bool = False  # a bold label, a list's label or a bare line rather than a heading
    incident: bool = False  # one of several incidents that the file tells
    singular: bool = False  # "Action item: ..." names one action, not a list

    @property
    def text(self) -> str:
        """The body, without empty lines around it."""
        return "\n".join(self.lines).strip("\n")


def plain(text: str) -> str:
    """A heading without its decoration, for telling what it is about."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"\s+", " ", _NOISE.sub("", text)).strip(" :?.!-\u2013").lower().replace("\u2019", "'")


def kind_of(heading: str) -> SectionKind | None:
    """What a heading is about; None where its words do not say."""
    words = plain(heading)
    if not words or len(words) > 110:
        return None
    without_aside = re.sub(r"\s*\(.*", "", re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading))
    for candidate in dict.fromkeys((plain(without_aside), words)):
        if len(candidate.split()) > 12:
            continue
        for kind, pattern in _COMPILED:
            if pattern.match(candidate):
                return kind  # type: ignore[return-value]
    return None


def code_lines(lines: list[str]) -> list[bool]:
    """Which lines are fenced code."""
    inside, fence = [], ""
    for line in lines:
        mark = _FENCE.match(line)
        if fence:
            inside.append(True)
            if mark and mark[1].startswith(fence) and line.strip() == mark[1]:
                fence = ""
        else:
            inside.append(bool(mark))
            fence = mark[1] if mark else ""
    return inside


def outline(text: str) -> list[Chunk]:
    """The text cut at its headings; the first chunk is what stands before any."""
    lines = text.split("\n")
    code = code_lines(lines)
    chunks = [Chunk()]
    numbered = _numbered_headings(lines, code)
    index = 0
    while index < len(lines):
        line = lines[index]
        if index in numbered:
            heading = re.sub(
                r"^\d{1,2}[.)]\s+", "", line
            ).strip()  # Markdown reads that as a list's number, not as a word
            chunks.append(Chunk(heading=heading, raw=[line], level=2))
            index += 1
            continue
        atx = None if code[index] else (_ATX.match(line) or _LOOSE_ATX.match(line))
        following = lines[index + 1] if index + 1 < len(lines) else ""
        under = None if code[index] or index + 1 >= len(lines) or code[index + 1] else _SETEXT.match(following)
        if atx:
            chunks.append(Chunk(heading=(atx[2] or "").strip(), raw=[line], level=len(atx[1])))
        elif under and _may_be_underlined(lines, index) and (following.strip()[0] == "=" or len(following.strip()) > 2):
            level = 2 if following.strip()[0] in "-^" else 1
            chunks.append(Chunk(heading=line.strip(), raw=[line, following], level=level))
            index += 1
        else:
            chunks[-1].lines.append(line)
        index += 1
    return chunks


def _numbered_headings(lines: list[str], code: list[bool]) -> set[int]:
    """Lines of a plain text that head its sections by number: "2. Timeline", each alone and counted from 1."""
    found = [
        (int(match[1]), index)
        for index, line in enumerate(lines)
        if not code[index]
        and (match := re.fullmatch(r"(\d{1,2})[.)]? {1,3}[A-Z][^.:;]{2,60}\??", line))
        and not "".join(lines[max(index - 1, 0) : index]).strip()
        and not "".join(lines[index + 1 : index + 2]).strip()
        and kind_of(match[0]) is not None
    ]
    numbers = [number for number, _ in found]
    is_outline = len(found) >= FEW_HEADINGS and numbers == sorted(set(numbers)) and numbers[0] <= 2
    return {index for _, index in found} if is_outline and not any(_ATX.match(line) for line in lines) else set()


def _may_be_underlined(lines: list[str], index: int) -> bool:
    line = lines[index]
    before = lines[index - 1] if index else ""
    return bool(
        line.strip()
        and not before.strip()
        and "|" not in line
        and not _BULLET.match(line)
        and not line.lstrip().startswith((">", "#"))
        and len(line) < 120
    )


def split_labels(chunks: list[Chunk]) -> list[Chunk]:
    """Cuts chunks further at bold labels, labelled lists and bare lines that head a section."""
    result: list[Chunk] = []
    bare = sum(bool(chunk.heading) for chunk in chunks) < FEW_HEADINGS
    for chunk in chunks:
        result += _split_list_labels(chunk) or _split_bold_labels(chunk, bare=bare)
    return result


def _split_list_labels(chunk: Chunk) -> list[Chunk]:
    """A list whose points are all labels: `- **Impact**: ...`."""
    code = code_lines(chunk.lines)
    starts: list[tuple[int, re.Match[str]]] = []
    for index, line in enumerate(chunk.lines):
        bullet = None if code[index] else _BULLET.match(line)
        if bullet and not bullet[1] and not line[0].isdigit():
            label = _LABEL.match(bullet[2])
            if label and read_stamp(label["label"]):
                return []
            if label:
                starts.append((index, label))
    known = [label for _, label in starts if plain(label["label"]) in LABELLED]
    colons = [label for _, label in starts if label["inner"] or label["outer"]]
    if len(starts) < 3 or len(known) < 2 or len(colons) * 2 < len(starts):
        return []
    head = Chunk(chunk.heading, chunk.raw, chunk.level, chunk.lines[: starts[0][0]])
    parts = [head]
    for position, (index, label) in enumerate(starts):
        end = starts[position + 1][0] if position + 1 < len(starts) else len(chunk.lines)
        parts.append(
            Chunk(
                heading=label["label"].strip(),
                raw=[f"**{label['label'].strip()}**"],
                level=chunk.level + 1,
                lines=[label["rest"].strip(), *dedent(chunk.lines[index + 1 : end])],
                label=True,
            )
        )
    return parts


def dedent(lines: Iterable[str]) -> list[str]:
    """Lines without the margin they share."""
    lines = list(lines)
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return [line[margin:] for line in lines]


def _split_bold_labels(chunk: Chunk, *, bare: bool) -> list[Chunk]:
    code = code_lines(chunk.lines)
    parts = [Chunk(chunk.heading, chunk.raw, chunk.level, label=chunk.label)]
    for index, line in enumerate(chunk.lines):
        before = chunk.lines[index - 1] if index else ""
        found = (
            None if code[index] or (before.strip() and not _LABEL.match(before)) else _label_at(chunk, index, bare=bare)
        )
        if found is None:
            parts[-1].lines.append(line)
            continue
        heading, rest, singular = found
        parts.append(
            Chunk(heading, [f"**{heading}**"], chunk.level + 1, [rest] if rest else [], label=True, singular=singular)
        )
    return parts


def _label_at(chunk: Chunk, index: int, *, bare: bool) -> tuple[str, str, bool] | None:
    """The label at the head of this line, the rest of it, and whether it names a single action."""
    line = chunk.lines[index]
    label = _LABEL.match(line)
    if label:
        words, rest = plain(label["label"]), label["rest"].strip()
        colon = bool(label["outer"] or label["inner"] == ":")
        if words in LABELLED and words != "context" and (colon or not rest):
            return label["label"].strip(), rest, words in ("action item", "action taken", "action planned")
        if bare and not rest and kind_of(label["label"]) is not None:
            return label["label"].strip(), "", False
        return None
    line_alone = re.fullmatch(r"([A-Za-z][A-Za-z' /&-]{2,40}?)\s*(:?)\s*", line)
    if not line_alone:
        return None
    is_shouted = bare and line.isupper() and kind_of(line_alone[1]) is not None
    known = plain(line_alone[1]) in LABELLED and plain(line_alone[1]) not in ("context", "identified", "response")
    if bare and not known and line[0].isupper() and _begins_a_list(chunk.lines[index + 1 : index + 2]):
        known = kind_of(line_alone[1]) in ("actions", "timeline", "lessons")
    if not known and not is_shouted and not (bare and line_alone[2] and kind_of(line_alone[1]) not in (None, "prose")):
        return None
    after = next((other for other in chunk.lines[index + 1 :] if other.strip()), "")
    known_list = _begins_a_list([after])
    alone = index + 1 < len(chunk.lines) and not chunk.lines[index + 1].strip()
    leads = alone or (bare and known and plain(line_alone[1]) in LABELLED)
    return (line_alone[1].strip(), "", False) if known_list or (leads and after and line[0].isupper()) else None


def _begins_a_list(lines: list[str]) -> bool:
    """Whether what comes next is a list, a table or a time."""
    return any(bool(_BULLET.match(line)) or "|" in line or read_stamp(line) is not None for line in lines)


def assign_kinds(chunks: list[Chunk]) -> None:
    """Each chunk's kind: its own where its heading says, else that of the heading above it."""
    stack: list[Chunk] = []
    for chunk in chunks:
        while stack and stack[-1].level >= chunk.level:
            stack.pop()
        if chunk.heading:
            words = plain(chunk.heading)
            own = LABELLED.get(words) if chunk.label else kind_of(chunk.heading)
            if chunk.label and own is None:
                own = kind_of(chunk.heading)
            chunk.own_kind = own
            inherited = stack[-1].kind if stack and stack[-1].level > 0 else None
            if own in (None, "prose") and inherited in ("actions", "lessons", "factors", "impact"):
                chunk.kind = inherited
            else:
                chunk.kind = own or ("timeline" if inherited == "timeline" else "prose")
            if own == "factors" and inherited == "actions" and not chunk.label:
                chunk.kind = "actions"
            chunk.known = own is not None or (inherited is not None and chunk.kind != "prose")
        stack.append(chunk)
