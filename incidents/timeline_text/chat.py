"""Chat as it is copied out of its window: who and when on one line, what was said on the next."""

import re

from incidents.timeline_text.stamps import read_stamp

CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\b\.?)?"
HEADER = re.compile(
    rf"^\s*(?P<who>@?[^\W\d_][\w.'\u2019()@-]*(?: [\w.'\u2019()@-]+){{0,4}}?)(?P<gap>\s+)(?P<clock>\[{CLOCK}\]|{CLOCK})\s*$"
)
LEADS_ON = {"about", "after", "around", "at", "before", "by", "from", "since", "till", "to", "until"}
"""After such a word a time ends a sentence: "We rolled back at 14:32" heads nothing."""

SPEAKER = re.compile(r"@?[^\W\d_][\w.'\u2019()@-]{0,40}(?: [\w.'\u2019()@-]{1,40}){0,2}:\s+\S")
"""What follows the time in a line of chat that no dash separates: "alice: looking"."""


def unfold_chat(text: str) -> str:
    """The text with each message on one line (`[14:32] alice: looking`); what is no chat stays as it is."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    heads = [header_of(line) for line in lines]
    unfolded: list[str] = []
    inside = False
    for index, (line, head) in enumerate(zip(lines, heads, strict=True)):
        said = lines[index + 1] if index + 1 < len(lines) else ""
        if head and said.strip() and not heads[index + 1] and read_stamp(said.strip()) is None:
            unfolded.append(f"[{head[1]}] {head[0]}:")
            inside = True
        elif inside and unfolded[-1].endswith(":") and heads[index - 1]:
            unfolded[-1] += f" {line.strip()}"
        elif inside and line.strip() and read_stamp(line.strip()) is None:
            unfolded.append(f"  {line.strip()}")
        else:
            unfolded.append(line)
            inside = inside and not line.strip()
    return "\n".join(unfolded)


def header_of(line: str) -> tuple[str, str] | None:
    """Who spoke and when, where a line says that and nothing else."""
    match = HEADER.match(line)
    if not match or match["who"].split()[-1].lower() in LEADS_ON:
        return None
    return match["who"], match["clock"].strip("[]")
