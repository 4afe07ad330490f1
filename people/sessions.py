"""Who is asking: the session and its person, read on every page by statements written once."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from people.models import User
from web.statements import Kept


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        found = Kept(_session, values=(self.session_key, timezone.now())).first()
        if found is None:
            self._session_key = None
        return found


class SignIn(AuthenticationBackend):  # type: ignore[misc]
    """allauth's, by mail address."""

    def get_user(self, user_id: Any) -> User | None:
        user = Kept(_person, values=(int(user_id),)).first()
        return user if user and self.user_can_authenticate(user) else None


def _session(key: str, now: Any) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


def _person(pk: int) -> QuerySet[User]:
    return User.objects.filter(pk=pk).order_by()
