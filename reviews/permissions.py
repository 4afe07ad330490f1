"""The doors to circles. A month itself is open to everybody signed in; what it shows goes through the doors below."""

from collections.abc import Sequence

from django.http import Http404

from reviews.models import Circle


def circles_of_page() -> list[Circle]:
    """The circles one may choose from."""
    return list(Circle.objects.filter(is_active=True))


def circle_for_reader(circles: Sequence[Circle], slug: str) -> Circle | None:
    """Return the chosen circle, None for everybody. Raises Http404 for one there is not."""
    if not slug:
        return None
    for circle in circles:
        if circle.slug == slug:
            return circle
    raise Http404("No such circle.")
