"""Answer whether a document of a year ago still holds."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from people.models import User
from postmortems.models import Postmortem
from reviews.choices import StillTrueAnswer
from reviews.models import StillTrue


@transaction.atomic
def answer_still_true(
    postmortem: Postmortem, *, by: User, answer: StillTrueAnswer, word: str = "", at: datetime | None = None
) -> StillTrue:
    """Put an answer down beside the document; earlier ones stay."""
    return StillTrue.objects.create(postmortem=postmortem, answer=answer, word=word, by=by, at=at or timezone.now())
