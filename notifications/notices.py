"""The short mail that tells one thing and leads to one page."""

from dataclasses import dataclass

from django.template.loader import render_to_string

from notifications.composing import Composed


@dataclass(frozen=True)
class Notice:
    """One thing to tell. Of a restricted incident tell `ref` and `href` alone: see `bare_notice`."""

    subject: str
    ref: str
    href: str
    heading: str = ""
    words: str = ""
    title: str = ""
    facts: str = ""
    button: str = ""
    why: str = ""


def bare_notice(ref: str, href: str) -> Notice:
    """A number, and a link that asks for sign-in."""
    return Notice(subject=ref, ref=ref, href=href)


def written(notice: Notice) -> Composed:
    """Put the notice into the two shapes of a mail."""
    context = {"subject": notice.subject, "notice": notice}
    return Composed(
        subject=notice.subject,
        text=render_to_string("emails/notice.txt", context),
        html=render_to_string("emails/notice.html", context),
    )
