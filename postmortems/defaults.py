"""The seven templates a new installation starts with: sections phrased as questions, none of which asks for a person."""

from dataclasses import dataclass

from postmortems.choices import SectionKind


@dataclass(frozen=True)
class SectionShape:
    """One section of a shipped template."""

    key: str
    heading: str
    guidance: str
    kind: str = SectionKind.PROSE
    required: bool = False


@dataclass(frozen=True)
class TemplateShape:
    """A shipped template."""

    key: str
    name: str
    description: str
    sections: tuple[SectionShape, ...]


SUMMARY = SectionShape(
    "summary",
    "What happened?",
    "Two or three sentences for somebody who was not there: what broke, for whom, when, and how it came right.",
    required=True,
)
IMPACT = SectionShape(
    "impact",
    "What did it mean for users, and for us?",
    "The figures come from the incident. Add what figures do not tell. “Not known yet” is an answer; zero is another.",
    SectionKind.IMPACT,
)
TIMELINE = SectionShape(
    "timeline",
    "What happened when, and how did we come to understand it?",
    "The entries come from the incident. Keep the hypotheses that turned out wrong: they are how it looked then.",
    SectionKind.TIMELINE,
    required=True,
)
FACTORS = SectionShape(
    "factors",
    "Which conditions all had to hold for this to happen?",
    "Several, not one. For each: why was that possible? How could a competent person, knowing what was known "
    "then, have done the same? Which safeguard was missing, or there and quiet?",
    SectionKind.FACTORS,
    required=True,
)
WENT_WELL = SectionShape(
    "went-well",
    "What helped?",
    "Alerts that fired, a runbook that was right, a tool that made it quick. Name it so that it survives.",
)
LESSONS = SectionShape(
    "lessons",
    "What could another team take from this?",
    "Write for somebody who does not know this system and runs one of their own.",
)
ACTIONS = SectionShape(
    "actions",
    "What will we change?",
    "Each action is a commitment, with a person and a date, or is plainly marked a proposal. "
    "Say what somebody could check when it is done.",
    SectionKind.ACTIONS,
)

SHIPPED_TEMPLATES: tuple[TemplateShape, ...] = (
    TemplateShape(
        "full",
        "Full",
        "For a major outage: everything, in the order in which it is read.",
        (
            SUMMARY,
            IMPACT,
            TIMELINE,
            FACTORS,
            WENT_WELL,
            SectionShape(
                "went-badly",
                "What made it harder than it had to be?",
                "Where did time go? Which information was there but not where it was needed?",
            ),
            SectionShape("lucky", "Where were we lucky?", "What would have made it worse, and did not happen?"),
            LESSONS,
            ACTIONS,
        ),
    ),
    TemplateShape(
        "light",
        "Light",
        "For a partial outage: the second story without the ceremony.",
        (SUMMARY, IMPACT, TIMELINE, FACTORS, ACTIONS),
    ),
    TemplateShape(
        "learning-first",
        "Learning first",
        "Opens with what the system taught us; no names of owners in the document.",
        (
            SectionShape(
                "teach",
                "What did our system teach us?",
                "One paragraph that would be worth reading even if the incident had never happened.",
                required=True,
            ),
            SectionShape(
                "system-behaviour",
                "System behaviour",
                "What did it do, seen from the system's side?",
                SectionKind.COLUMN,
                required=True,
            ),
            SectionShape(
                "what-we-learned",
                "What we learned",
                "What do we know now that we did not know the day before?",
                SectionKind.COLUMN,
                required=True,
            ),
            SectionShape(
                "what-we-will-change",
                "What we'll change",
                "How will the same surprise end differently?",
                SectionKind.COLUMN,
                required=True,
            ),
            SectionShape("surprised", "What surprised us?", "What did people expect, and why was that reasonable?"),
            SectionShape(
                "possible",
                "What made this possible?",
                "Several conditions. Why was each of them there?",
                SectionKind.FACTORS,
                required=True,
            ),
            TIMELINE,
            ACTIONS,
        ),
    ),
    TemplateShape(
        "five-sections",
        "Five sections",
        "Summary, timeline, factors, what helped, actions.",
        (SUMMARY, TIMELINE, FACTORS, WENT_WELL, ACTIONS),
    ),
    TemplateShape(
        "security-learning",
        "Security (learning track)",
        "What the system allowed and what held. Questions of conduct do not belong here.",
        (
            SUMMARY,
            IMPACT,
            TIMELINE,
            FACTORS,
            SectionShape("what-held", "Which defences held?", "What limited it, and would it limit it again?"),
            LESSONS,
            ACTIONS,
        ),
    ),
    TemplateShape(
        "pattern",
        "Pattern over many incidents",
        "One document over several small incidents that look alike.",
        (
            SUMMARY,
            SectionShape(
                "incidents-alike",
                "Which incidents are these, and what do they share?",
                "Name them by number. What would have had to be different for none of them to happen?",
                required=True,
            ),
            FACTORS,
            LESSONS,
            ACTIONS,
        ),
    ),
    TemplateShape(
        "brief-note",
        "Brief note",
        "A paragraph or two, so that the next person finds it.",
        (
            SectionShape("note", "What happened, and what should the next person know?", "", required=True),
            SectionShape("learned", "What did we learn, if anything?", "“Nothing new” is an answer."),
        ),
    ),
)
