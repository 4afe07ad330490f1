"""Reading a timeline that somebody wrote as text.

Pasted blocks (`14:32 - First 5xx`), Markdown lists, tables with or without outer pipes, a heading
for each event: all become the same events. Used by the box that takes a pasted block and by the
importer of whole post-mortems, so it knows Django from neither.

Nothing is invented. A time is what is written; where no day is known, `at` is None and `told` keeps
the words. Whatever is unsure comes back as a question for a person.
"""

from incidents.timeline_text.chat import unfold_chat
from incidents.timeline_text.days import Day, day_order, read_day
from incidents.timeline_text.events import ParsedEvent, ParsedTimeline, Part, Question
from incidents.timeline_text.lines import is_delimiter, split_cells
from incidents.timeline_text.parsing import parse_timeline
from incidents.timeline_text.stamps import Stamp, read_stamp
from incidents.timeline_text.told import lacks_only_a_day, resolve_told
from incidents.timeline_text.zones import region_for, stated_zone, zone_named

__all__ = [
    "Day",
    "ParsedEvent",
    "ParsedTimeline",
    "Part",
    "Question",
    "Stamp",
    "day_order",
    "is_delimiter",
    "lacks_only_a_day",
    "parse_timeline",
    "read_day",
    "read_stamp",
    "region_for",
    "resolve_told",
    "split_cells",
    "stated_zone",
    "unfold_chat",
    "zone_named",
]
