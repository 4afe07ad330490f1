"""How a message gets its words: by the composer that the app which caused it has registered.

A composer runs while the message is being sent, so that links are made then and what no longer
holds drops out. It reads `message.refers_to` (and whatever hangs on the message), asks the doors
with `message.recipient`, writes nothing, and returns `Composed`, `Skip` or `Later`:

    def compose_digest(message: Message) -> Composed | Skip: ...

    class ReviewsConfig(AppConfig):
        def ready(self) -> None:
            register_composer("digest", compose_digest)

What may wait for its receiver's working hours has a second function, `preview`, which does not ask for the hour.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from notifications.choices import MessageState
from notifications.models import Message


@dataclass(frozen=True)
class Composed:
    """A mail ready to go. `secret` is for those that carry a link which lets somebody in: it is sent and not kept.

    Where only parts of it are secret, `kept_text` and `kept_html` are what is kept instead, without those parts.
    """

    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    secret: bool = False
    kept_text: str | None = None
    kept_html: str | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """PNG by Content-ID: the HTML shows each as `<img src="cid:…">`, with words for who does not see it."""

    def kept(self) -> dict[str, str]:
        """Return what is kept of it for its receiver to read again, by the names of the columns."""
        if self.secret:
            return {"subject": "", "text_body": "", "html_body": ""}
        return {
            "subject": one_line(self.subject),
            "text_body": self.text if self.kept_text is None else self.kept_text,
            "html_body": self.html if self.kept_html is None else self.kept_html,
        }


def one_line(text: str) -> str:
    """Return a subject as it may stand in a header: on one line, and not too long for its column."""
    return " ".join(text.split())[:LONGEST_SUBJECT]


@dataclass(frozen=True)
class Skip:
    """Not to be sent after all. The reason is shown to receiver and operator: no titles, no addresses.

    Words that were kept while there was no mail server go, since access to what they tell may be what
    was lost; `keeps_words` says that they may stay.
    """

    reason: str
    keeps_words: bool = False


@dataclass(frozen=True)
class Later:
    """Not now: the receiver is to be left in peace until then. No attempt is counted."""

    until: datetime
    reason: str


Composer = Callable[[Message], Composed | Skip | Later]
Preview = Callable[[Message], Composed | Skip]

LONGEST_SUBJECT = 300

_composers: dict[str, Composer] = {}
_previews: dict[str, Preview] = {}


class NoComposerError(LookupError):
    """No app here knows how to write this kind of message."""


def register_composer(kind: str, function: Composer, *, preview: Preview | None = None) -> None:
    """Name the function that writes messages of this kind, and the one that does so before its hour has come.

    Called from AppConfig.ready.
    """
    _composers[kind] = function
    if preview is not None:
        _previews[kind] = preview


def compose(message: Message) -> Composed | Skip | Later:
    """Write the message, as of now.

    Raises NoComposerError, or whatever the composer raises: the message is then tried again later.
    """
    if message.recipient is not None and not message.recipient.is_active:
        return Skip("Its receiver is not here any more.")
    if message.kind not in _composers:
        raise NoComposerError(message.kind)
    return _composers[message.kind](message)


def preview(message: Message) -> Composed | Skip | None:
    """Write a waiting message as it would go out now, for its receiver alone to read before it does.

    Its links work as they would in the mail. A Skip where nothing of it is left to say: what was kept of it may tell
    what its receiver may not see any more, unless it says otherwise. None where it no longer waits, or its kind is
    not shown beforehand. Writes nothing.
    """
    if message.state != MessageState.WAITING or message.kind not in _previews:
        return None
    composed = _previews[message.kind](message)
    return None if isinstance(composed, Composed) and composed.secret else composed
