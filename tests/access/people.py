"""Who may have the pages about people."""

from people.models import Agreement

EVERYBODY = {"alice": 200, "bob": 200, "charlie": 200, "anonymous": 302, "admin": 200}
ADMINISTRATORS = {
    "alice": 403,
    "bob": 403,
    "charlie": 403,
    "anonymous": 302,
    "admin": 200,
}
POSTED = {"alice": 405, "bob": 405, "charlie": 405, "anonymous": 302, "admin": 405}
PUBLIC = {"alice": 200, "bob": 200, "charlie": 200, "anonymous": 200, "admin": 200}
ENTRANCE = {"alice": 302, "bob": 302, "charlie": 302, "anonymous": 200, "admin": 302}
GONE = {"alice": 404, "bob": 404, "charlie": 404, "anonymous": 404, "admin": 404}

ACCESS = [
    ("people:first_run", None, GONE),
    ("people:agreement", None, EVERYBODY),
    ("people:read_agreement", None, POSTED),
    ("people:edit_agreement", None, ADMINISTRATORS),
    ("people:agreement_versions", None, EVERYBODY),
    (
        "people:agreement_version",
        lambda _world: {"pk": Agreement.objects.latest().pk},
        EVERYBODY,
    ),
    ("account_login", None, ENTRANCE),
    ("account_logout", None, EVERYBODY),
    ("account_inactive", None, PUBLIC),
    ("account_reset_password", None, PUBLIC),
    ("account_reset_password_done", None, PUBLIC),
    (
        "account_reset_password_from_key",
        lambda _world: {"uidb36": "1", "key": "not-a-key"},
        PUBLIC,
    ),
    ("account_reset_password_from_key_done", None, PUBLIC),
]
