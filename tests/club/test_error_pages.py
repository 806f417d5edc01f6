"""Error pages, and the thread that makes them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest

from accounts.audience import stranger
from club import views

PAGES = {
    "not_found": (views.not_found, 404),
    "bad_request": (views.bad_request, 400),
    "forbidden": (views.forbidden, 403),
    "server_error": (views.server_error, 500),
}


@pytest.fixture
def request_of_a_stranger(rf) -> HttpRequest:
    request = rf.get("/no/such/page/")
    request.user, request.viewer = AnonymousUser(), stranger()
    return request


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", PAGES)
def test_page_made_in_a_thread_of_its_own_leaves_no_connection_there(
    name: str, request_of_a_stranger: HttpRequest
) -> None:
    page, status = PAGES[name]

    def make() -> tuple[int, object]:
        return page(request_of_a_stranger).status_code, connection.connection

    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(make).result() == (status, None)


@pytest.mark.django_db(transaction=True)
def test_connection_that_was_open_before_stays_open(request_of_a_stranger: HttpRequest) -> None:
    connection.ensure_connection()
    views.not_found(request_of_a_stranger)
    assert connection.connection is not None
