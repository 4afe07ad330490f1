"""Who was sent to mend something finds back to the list it stood on, and nowhere else."""

import pytest
from django.test import RequestFactory

from web.responses import redirect_after_post
from web.returning import way_back, with_way_back

GATE = "/post-mortems/INC-5/gate/"


def test_a_write_goes_back_to_the_gate_it_was_reached_from() -> None:
    request = RequestFactory().post("/x/", {"next": GATE})
    request.htmx = False  # type: ignore[attr-defined]
    assert redirect_after_post(request, "/incidents/")["Location"] == GATE
    assert redirect_after_post(request, "/x/#section-a", stay=True)["Location"] == (
        "/x/?next=%2Fpost-mortems%2FINC-5%2Fgate%2F#section-a"
    )


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/post-mortems/INC-5/gate/",
        "//evil.example/post-mortems/INC-5/gate/",
        "/\\evil.example/post-mortems/INC-5/gate/",
        "javascript:alert(1)",
        "/account/logout/",
        "/incidents/",
        "//actions/",
        "https:///actions/",
        "http://[actions/",
        "/post-mortems/INC-5/gate/../../../account/logout/",
        "",
    ],
)
def test_no_other_address_is_followed(address: str) -> None:
    assert way_back(RequestFactory().get("/x/", {"next": address})) is None
    assert way_back(RequestFactory().post("/x/", {"next": address})) is None


@pytest.mark.parametrize(("asked", "followed"), [("///actions/", "/actions/"), ("/actions/?view=mine", None)])
def test_a_list_is_followed_with_its_filters_and_as_we_understood_it(asked: str, followed: str | None) -> None:
    assert way_back(RequestFactory().get("/x/", {"next": asked})) == (followed or asked, "Back to the list")


def test_the_way_back_stands_before_the_fragment_and_only_once() -> None:
    once = with_way_back("/incidents/INC-5/?view=mine#timeline", GATE)
    assert once == "/incidents/INC-5/?view=mine&next=%2Fpost-mortems%2FINC-5%2Fgate%2F#timeline"
    assert with_way_back(once, GATE) == once
