"""Times as exactly as they are known, chips, fields, addresses."""

from datetime import UTC, date, datetime, timedelta
from datetime import timezone as fixed_zone
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from web.templatetags import web

AT = datetime(2026, 9, 24, 22, 30, 15, tzinfo=UTC)
OSLO = ZoneInfo("Europe/Oslo")


def draw(source: str, path: str = "/incidents/?status=open&after=x", **context: object) -> str:
    request = RequestFactory().get(path)
    return Template(source).render(Context({"request": request, **context}))


@pytest.mark.parametrize(
    ("precision", "words", "machine"),
    [
        ("second", "25 Sep 2026, 00:30:15 CEST", "2026-09-24T22:30:15Z"),
        ("minute", "25 Sep 2026, 00:30 CEST", "2026-09-24T22:30:15Z"),
        ("around", "25 Sep 2026, around 00:30 CEST", "2026-09-24T22:30:15Z"),
        ("day", "24 Sep 2026", "2026-09-24"),
        ("month", "September 2026", "2026-09"),
    ],
)
def test_a_time_is_shown_in_the_readers_zone_as_exactly_as_it_is_known(
    precision: str, words: str, machine: str
) -> None:
    with timezone.override(OSLO):
        assert web.when(AT, precision) == f'<time datetime="{machine}">{words}</time>'


def test_a_day_stays_the_day_it_was_told_as() -> None:
    midnight_in_tokyo = datetime(2026, 9, 24, 0, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
    for readers in (OSLO, fixed_zone(timedelta(hours=-11))):
        with timezone.override(readers):
            assert ">24 Sep 2026<" in web.when(midnight_in_tokyo, "day", "full", "Asia/Tokyo")
            assert ":" not in web.when(midnight_in_tokyo, "day", "clock", "Asia/Tokyo")


def test_no_time_is_not_known_yet() -> None:
    assert "not known yet" in web.when(None)
    assert web.duration(None) == "not known yet"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=40), "40 s"),
        (timedelta(minutes=46, seconds=50), "46 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(minutes=125), "2 h 5 min"),
        (timedelta(days=3, hours=4), "3 d 4 h"),
        (timedelta(days=2), "2 d"),
    ],
)
def test_durations_have_their_two_largest_units(length: timedelta, words: str) -> None:
    assert web.duration(length) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (-5, "5 days ago"),
        (9, "in 9 days"),
        (-13, "13 days ago"),
        (-14, "2 weeks ago"),
        (-65, "2 months ago"),
        (-800, "2 years ago"),
    ],
)
def test_how_long_ago(days: int, words: str) -> None:
    assert web.ago(timezone.localdate() + timedelta(days=days)) == words


def test_a_date_that_has_passed_does_not_shout() -> None:
    html = web.planned(timezone.localdate() - timedelta(days=5))
    assert html.startswith("planned for <time")
    assert html.endswith("· 5 days ago")
    assert "overdue" not in html.lower()


def test_changing_a_filter_starts_at_the_first_page() -> None:
    assert draw("{% query severity=1 %}") == "?status=open&amp;severity=1"
    assert draw("{% query status=None %}") == "?"
    assert draw("{% query after='y z' %}") == "?status=open&amp;after=y+z"


def test_a_navigation_entry_hides_while_its_page_does_not_exist() -> None:
    assert draw("{% nav_link 'nowhere:at_all' 'Nowhere' 'siren' %}") == ""
    assert draw("{% nav_link 'styleguide' 'Styles' %}", "/styleguide/").count('aria-current="page"') == 1
    assert "aria-current" not in draw("{% nav_link 'styleguide' 'Styles' %}", "/")


def test_a_state_nobody_told_us_of_is_still_a_word() -> None:
    assert ">Very odd<" in web.state_chip("very_odd").replace("</svg>", ">")


def test_a_severity_is_said_in_words_beside_its_marks() -> None:
    html = web.severity_mark(2, "SEV-2 (P2)")
    assert html.count('class="on"') == 3
    assert "SEV-2 (P2)" in html
    assert "not known yet" in web.severity_mark(None)


class Sample(forms.Form):
    title = forms.CharField(help_text="Short.")
    kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
    known = forms.BooleanField(required=False)
    token = forms.CharField(widget=forms.HiddenInput)


def test_a_field_is_tied_to_its_help_and_its_error() -> None:
    html = draw("{% field form.title %}", form=Sample({}))
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<label class="field-label" for="id_title">' in html
    assert html.count("aria-describedby") == 1


def test_choices_are_a_group_with_a_legend() -> None:
    html = draw("{% field form.kind %}", form=Sample({}))
    assert "<fieldset" in html
    assert "<legend>Kind</legend>" in html


def test_a_hidden_field_is_only_itself() -> None:
    assert draw("{% field form.token %}", form=Sample()).strip().startswith('<input type="hidden"')


def test_a_card_is_a_section_when_it_has_a_title() -> None:
    assert draw("{% card title=title %}x{% endcard %}", title="A <b>") == (
        '<section class="card"><h2 class="card-title">A &lt;b&gt;</h2>x</section>'
    )


def test_a_chart_can_be_read_without_seeing_it() -> None:
    html = web.bar_chart([("Jan", 3), ("Feb", 0)], "Near <misses>")
    assert "<title id=" in html
    assert "Jan: 3; Feb: 0" in html
    assert "&lt;misses&gt;" in html
    assert web.bar_chart([], "None yet")


def test_a_plain_date_is_a_day() -> None:
    assert web.when(date(2026, 12, 3)) == '<time datetime="2026-12-03">3 Dec 2026</time>'


@pytest.mark.parametrize("name", ["../settings", "no such", "Siren"])
def test_an_icon_is_only_ever_a_file_of_ours(name: str) -> None:
    with pytest.raises(ValueError, match="Not the name of an icon"):
        web.icon(name)


def test_a_difference_shows_its_headings_without_signs_and_escapes_the_rest() -> None:
    shown = web.with_headings("## What <i>?\n\nIssue #4 & more")
    assert shown == "<b>What &lt;i&gt;?</b>\n\nIssue #4 &amp; more"


def test_what_is_the_same_for_all_is_written_once() -> None:
    page = Template('{% load static %}{% same_for_all %}{% icon "plus" %}{{ words }}{% end_same_for_all %} {{ words }}')
    first, second = (page.render(Context({"words": words})) for words in ("one", "two"))
    assert first.endswith("</svg>one one")
    assert second.endswith("</svg>one two")
