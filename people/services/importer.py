"""The accounts in whose name we do what no person did."""

from people.models import User

IMPORTER_EMAIL = "importer@second-story.invalid"
TRACKERS_EMAIL = "trackers@second-story.invalid"


def importer_account() -> User:
    """Return the account that imports are recorded by, made on first use.

    Nobody can sign in as it, no mail goes to it, and it is nobody's colleague: the first person here
    still becomes the first administrator.
    """
    return _account(IMPORTER_EMAIL, "Importer")


def trackers_account() -> User:
    """Return the account by which an action moves because its ticket did; as nobody's colleague as the importer."""
    return _account(TRACKERS_EMAIL, "The tracker")


def _account(email: str, name: str) -> User:
    found = User.objects.filter(email=email).first()
    if found is not None:
        return found
    account = User(email=email, display_name=name, is_active=False, wants_digest=False)
    account.deactivated_at = account.date_joined
    account.set_unusable_password()
    account.save(force_insert=True)
    return account
