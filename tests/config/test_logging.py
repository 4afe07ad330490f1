"""What the console of an operator says when a page breaks."""

import io
import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from tests.factories import make_user


def broken(_request: HttpRequest) -> HttpResponse:
    raise ValueError("the shelf has given way")


urlpatterns = [path("broken/", broken)]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_an_error_in_a_page_is_told_with_its_traceback_and_a_missing_page_is_not() -> None:
    client = Client(raise_request_exception=False)
    client.force_login(make_user())
    (handler,) = [one for one in logging.getLogger("django").handlers if type(one) is logging.StreamHandler]
    before = handler.setStream(said := io.StringIO())
    try:
        assert client.get("/missing/").status_code == 404
        assert client.get("/broken/").status_code == 500
    finally:
        handler.setStream(before)
    assert "/missing/" not in said.getvalue()
    assert "Internal Server Error: /broken/" in said.getvalue()
    assert "the shelf has given way" in said.getvalue()
