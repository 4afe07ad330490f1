"""The page that shows the look."""

from datetime import UTC, date, datetime, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from web import markdown
from web.pagination import Page
from web.responses import render_page
from web.templatetags.web import STATES

PROSE = """\
At 09:14 the new certificate reached the **edge nodes**, and half of them refused it. The bundle named an
intermediate that only the newer image knows; nothing in the roll-out asked the older ones first.

### What the system taught us

- A check that runs where the change is made cannot see where it *lands*.
- `openssl verify` on the build host said yes. [The runbook](https://example.org/runbook) said so too.

> We all looked at the dashboard that was green.

| Node pool | Image | Accepted |
|---|---|---:|
| edge-a | 2026.09 | 48 of 48 |
| edge-b | 2026.03 | 0 of 41 |

```
$ curl -sv https://edge-b.example.org 2>&1 | grep -i verify
* SSL certificate problem: unable to get local issuer certificate
```

- [x] Roll back the bundle
- [ ] Ask each image before the roll-out
"""


class SampleForm(forms.Form):
    """One field of each sort."""

    title = forms.CharField(help_text="What happened, not who was there.", max_length=120)
    severity = forms.ChoiceField(choices=[("", "Not known yet"), ("1", "SEV-1"), ("2", "SEV-2")], required=False)
    began = forms.DateTimeField(
        label="Began",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
    story = forms.CharField(widget=forms.Textarea, required=False, help_text="Markdown is understood.")
    kind = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[("availability", "Availability"), ("near_miss", "Near miss")],
    )
    services = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        choices=[("edge", "edge"), ("billing", "billing")],
        required=False,
    )
    restricted = forms.BooleanField(required=False, help_text="Only the people named on it can see it.")
    evidence = forms.FileField(required=False)


class SampleFilters(forms.Form):
    """What a list is filtered by."""

    q = forms.CharField(label="Words", required=False)
    service = forms.ChoiceField(choices=[("", "Any"), ("edge", "edge")], required=False)
    severity = forms.ChoiceField(choices=[("", "Any"), ("1", "SEV-1")], required=False)


NAMES = [
    ("an icon", '{% icon "clock" %}'),
    ("a time as exactly as it is known", '{% when event.at event.precision "short" event.time_zone %}'),
    ("a due date", "{{ action.due_on|planned }}"),
    ("a length of time", "{{ incident.time_to_mitigate|duration }}"),
    ("a state", "{% state_chip action.status %} {% state_chip status label %}"),
    ("a severity", "{% severity_mark severity.level severity.name %}"),
    ("a form field with label, help and error", '{% field form.title classes="field-grow" %}'),
    ("errors of no field", '{% include "components/form_errors.html" %}'),
    ("a framed section", '{% card title="Links" level=3 %} … {% endcard %}'),
    ("bars", '{% bar_chart points "Incidents by month" %}'),
    ("an address with one filter changed", '<a href="{% query severity=1 %}">'),
    ("an entry that waits for its page", '{% nav_link "actions:list" "Actions" "list-checks" %}'),
    ("pages of a list", '{% include "components/pagination.html" %} (page: web.pagination.page_of)'),
    ("nothing there yet", '{% include "components/empty.html" with icon_name="siren" words="…" href="…" action="…" %}'),
    ("a dialog that is a page without JavaScript", '<a href="…" data-dialog="new-date"> and components/dialog.html'),
    (
        "a form that saves itself",
        '<form data-autosave method="post"> with base_version, components/autosave_state.html, js/autosave.js',
    ),
    ("a region that keeps itself fresh", '<div data-poll="10" hx-get="…" hx-trigger="poll"> with js/poll.js'),
]


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    response: TemplateResponse = render_page(request, "styleguide.html", _samples())
    return response


def _samples() -> dict[str, object]:
    at = datetime(2026, 9, 24, 9, 14, 30, tzinfo=UTC)
    today = timezone.localdate()
    refused = SampleForm({"title": "", "kind": "unheard-of"}, auto_id="refused_%s")
    return {
        "names": NAMES,
        "at": at,
        "soon": today + timedelta(days=9),
        "passed": today - timedelta(days=5),
        "no_date": None,
        "some_day": date(2026, 9, 24),
        "lengths": [
            timedelta(seconds=40),
            timedelta(minutes=46),
            timedelta(minutes=125),
            timedelta(hours=76),
            None,
        ],
        "states": list(STATES),
        "levels": [1, 2, 3, 4, None],
        "form": SampleForm(initial={"title": "Half of the edge refused the new certificate"}),
        "refused": refused,
        "filters": SampleFilters(auto_id="filter_%s"),
        "prose": markdown.render(PROSE),
        "rows": [
            {
                "ref": "INC-142",
                "title": "Half of the edge refused the new certificate",
                "state": "draft",
                "level": 1,
            },
            {
                "ref": "INC-141",
                "title": "Invoices for October were sent twice to 312 customers",
                "state": "in_review",
                "level": 2,
            },
            {
                "ref": "INC-139",
                "title": "A replica was promoted with eleven minutes of writes missing, and nobody could tell for an hour",
                "state": "published",
                "level": 2,
                "restricted": True,
            },
            {
                "ref": "INC-138",
                "title": "The search index grew past its disk",
                "state": "follow_up",
                "level": 3,
            },
        ],
        "events": _sample_events(at),
        "after_gap": [
            {
                "pk": 9,
                "at": at + timedelta(minutes=46),
                "precision": "minute",
                "kind": "recovery",
                "kind_label": "Recovery",
                "source_label": "Log",
                "text": "Handshake errors are back to zero in all pools.",
            }
        ],
        "gap": timedelta(minutes=31),
        "missing": [
            {
                "words": "AI-31 “Ask each image before the roll-out” is a commitment without an owner",
                "href": "#gate",
                "action": "Name one",
            },
            {
                "words": "“How did we find out?” is empty",
                "href": "#gate",
                "action": "Write it",
            },
            {
                "words": "One approval by the team is still to come",
                "href": "#gate",
                "action": "Ask",
            },
        ],
        "met": ["Every mark of the lens is answered", "The timeline has a beginning"],
        "sections": [
            {
                "href": "#document",
                "title": "What happened?",
                "state": "done",
                "current": True,
            },
            {
                "href": "#document",
                "title": "What did people notice, and when?",
                "state": "progress",
            },
            {"href": "#document", "title": "What made it possible?", "state": "empty"},
        ],
        "tabs": [
            {"href": "?view=mine", "words": "Mine", "count": 3, "current": True},
            {"href": "?view=team", "words": "My teams'", "count": 12, "current": False},
            {"href": "?view=all", "words": "All", "count": None, "current": False},
        ],
        "comments": [
            {
                "author": "Marit Solheim",
                "at": at,
                "quote": "the dashboard that was green",
                "body": SafeString("<p>Which dashboard was it? The one of the build host?</p>"),
                "replies": [
                    {
                        "author": "Tomasz Wrona",
                        "at": at,
                        "body": "Yes: it watches the pool that had the new image.",
                    }
                ],
            },
            {
                "author": "Idris Bell",
                "at": at,
                "body": "The roll-out order is worth a sentence.",
                "resolved": True,
            },
        ],
        "diff": [
            ("same", "The roll-out "),
            ("removed", "was completed by mistake"),
            (
                "added",
                "went to all pools at once, because the canary step was skipped for certificates",
            ),
            ("same", "."),
        ],
        "bars": [
            (month, count)
            for month, count in zip(
                [
                    "Dec",
                    "Jan",
                    "Feb",
                    "Mar",
                    "Apr",
                    "May",
                    "Jun",
                    "Jul",
                    "Aug",
                    "Sep",
                    "Oct",
                    "Nov",
                ],
                [4, 6, 3, 5, 8, 2, 4, 7, 5, 3, 6, 4],
                strict=True,
            )
        ],
        "page": Page(rows=[], newer="x", older="y"),
    }


def _sample_events(at: datetime) -> list[dict[str, object]]:
    return [
        {
            "pk": 1,
            "at": at - timedelta(days=1),
            "precision": "day",
            "kind": "action",
            "kind_label": "Action",
            "source_label": "Deploy",
            "text": "The new bundle is built and signed.",
            "zone": "UTC",
        },
        {
            "pk": 2,
            "at": at,
            "precision": "second",
            "kind": "detection",
            "kind_label": "Detection",
            "source_label": "Alert",
            "text": "Probe edge-b reports handshake failures from three regions.",
            "evidence_url": "https://example.org/alert",
            "confirmed": 2,
        },
        {
            "pk": 3,
            "at": at + timedelta(minutes=6),
            "precision": "around",
            "kind": "hypothesis",
            "kind_label": "Hypothesis",
            "source_label": "A person's account",
            "text": "On-call suspects the load balancer, since it was changed the day before.",
            "disputed": "the balancer was ruled out before the page went out.",
        },
        {
            "pk": 4,
            "at": at + timedelta(minutes=15),
            "precision": "minute",
            "kind": "decision",
            "kind_label": "Decision",
            "source_label": "Chat",
            "text": "The old image lacks the intermediate.",
            "known_later": True,
        },
    ]
