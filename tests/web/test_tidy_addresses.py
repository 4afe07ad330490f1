import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from web.tidy_addresses import address_without_empty


@address_without_empty
def listed(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.GET.urlencode())


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("/list/?q=x&service=&tag=3", "/list/?q=x&tag=3"),
        ("/list/?q=", "/list/"),
        ("/list/?tag=1&tag=&tag=2&q=%C3%BC+b", "/list/?tag=1&tag=2&q=%C3%BC+b"),
    ],
)
def test_what_a_form_sent_empty_leaves_the_address(asked: str, shown: str) -> None:
    response = listed(RequestFactory().get(asked))
    assert (response.status_code, response["Location"]) == (302, shown)
    fragment = listed(RequestFactory().get(asked, headers={"HX-Request": "true"}))
    assert (fragment.status_code, fragment["HX-Push-Url"]) == (200, shown)


@pytest.mark.parametrize("asked", ["/list/", "/list/?q=x&after=y"])
def test_an_address_without_empty_parameters_is_answered_at_once(asked: str) -> None:
    response = listed(RequestFactory().get(asked))
    assert response.status_code == 200
    assert "HX-Push-Url" not in response
