"""What people type about incidents, read into values. Nothing is saved here."""

from incidents.forms.access import AccessForm, RestrictForm
from incidents.forms.administration import ServiceForm, SeverityForm, TagForm
from incidents.forms.browsing import FilterForm
from incidents.forms.facts import DecisionForm, FactsForm, ImpactForm, LinkForm, RecordForm, TimesForm
from incidents.forms.repeats import RepeatForm, WithdrawRepeatForm
from incidents.forms.timeline import DayForm, EventForm, PasteForm
from incidents.forms.times import known_zones

__all__ = [
    "AccessForm",
    "DayForm",
    "DecisionForm",
    "EventForm",
    "FactsForm",
    "FilterForm",
    "ImpactForm",
    "LinkForm",
    "PasteForm",
    "RecordForm",
    "RepeatForm",
    "RestrictForm",
    "ServiceForm",
    "SeverityForm",
    "TagForm",
    "TimesForm",
    "WithdrawRepeatForm",
    "known_zones",
]
