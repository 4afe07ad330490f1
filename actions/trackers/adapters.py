"""Which of the four speaks for a connection."""

import re

from actions.trackers.choices import TrackerKind
from actions.trackers.github import GitHub
from actions.trackers.gitlab import GitLab
from actions.trackers.http import Http
from actions.trackers.jira import Jira
from actions.trackers.linear import Linear
from actions.trackers.models import TrackerConnection
from actions.trackers.sealing import Unreadable, unseal
from actions.trackers.ticket import Tracker, TrackerError

USUAL_ADDRESS = {
    TrackerKind.GITHUB: "https://api.github.com",
    TrackerKind.GITLAB: "https://gitlab.com",
    TrackerKind.LINEAR: "https://api.linear.app/graphql",
}


def tracker_of(connection: TrackerConnection) -> Tracker:
    """Return who speaks for a connection. Raises TrackerError where its token cannot be read any more."""
    try:
        token = unseal(connection.token_sealed)
    except Unreadable as error:
        raise TrackerError(str(error), permanent=True) from None
    return adapter(connection, token)


def adapter(connection: TrackerConnection, token: str) -> Tracker:
    """Return who speaks for these facts, with this token."""
    base, project = connection.base_url, connection.project
    words = tuple(word.strip() for word in connection.cancelled_words.split(",") if word.strip())
    match connection.kind:
        case TrackerKind.GITHUB:
            return GitHub(base, project, token)
        case TrackerKind.GITLAB:
            return GitLab(base, project, token, cancelled=words)
        case TrackerKind.JIRA:
            return Jira(base, project, token, account=connection.account, cancelled=words)
        case _:
            return Linear(base, project, token)


def used_up(tracker: Tracker) -> Http | None:
    """Return the HTTP side of a tracker, which knows whether its requests are used up."""
    http = getattr(tracker, "http", None)
    return http if isinstance(http, Http) else None


def shape_problem(kind: str, project: str) -> str:
    """Say what is wrong with the name of a project, nothing if it looks right."""
    shapes = {
        TrackerKind.GITHUB: (r"[\w.-]+/[\w.-]+", "Write owner/repository."),
        TrackerKind.GITLAB: (r"[\w.-]+(?:/[\w.-]+)+", "Write group/project."),
        TrackerKind.JIRA: (r"[A-Za-z][A-Za-z0-9_]+", "Write the key of the project: OPS."),
        TrackerKind.LINEAR: (r"[A-Za-z][A-Za-z0-9]*", "Write the key of the team: ENG."),
    }
    if kind not in TrackerKind.values:
        return ""
    pattern, words = shapes[TrackerKind(kind)]
    return "" if re.fullmatch(pattern, project.strip("/ ")) and ".." not in project else words
