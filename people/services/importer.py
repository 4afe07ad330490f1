"""The account in whose name the command line imports."""

from people.models import User

IMPORTER_EMAIL = "importer@second-story.invalid"


def importer_account() -> User:
    """Return the account that imports are recorded by, made on first use.

    Nobody can sign in as it, no mail goes to it, and it is nobody's colleague: the first person here
    still becomes the first administrator.
    """
    found = User.objects.filter(email=IMPORTER_EMAIL).first()
    if found is not None:
        return found
    account = User(email=IMPORTER_EMAIL, display_name="Importer", is_active=False, wants_digest=False)
    account.deactivated_at = account.date_joined
    account.set_unusable_password()
    account.save(force_insert=True)
    return account
