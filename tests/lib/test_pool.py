"""PostgreSQL's pool after the server has ended its connections."""

import time

import pytest
from django.db import connection

from accounts.models import Tier

pytestmark = [
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only PostgreSQL has a pool"),
    pytest.mark.django_db(transaction=True),
]
HELD = 5
SOON = 5.0


@pytest.fixture
def waiting():
    """The pool, with so many connections that wait in it."""
    connection.ensure_connection()
    pool = connection.pool
    connection.close()
    pool.resize(min_size=HELD, max_size=10)
    taken = [pool.getconn() for _n in range(HELD)]
    for one in taken:
        pool.putconn(one)
    yield taken
    pool.resize(min_size=1, max_size=10)


def test_nobody_waits_long_after_the_server_has_ended_all_connections(waiting):
    ids = [one.info.backend_pid for one in waiting]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM unnest(%s) AS pid WHERE pid != pg_backend_pid()",
            [ids],
        )
    connection.close()
    begun = time.monotonic()
    for _request in range(HELD):
        assert Tier.objects.exists()
        connection.close()
    assert time.monotonic() - begun < SOON
