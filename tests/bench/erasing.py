"""What it takes to delete somebody who has written a thousand posts, among many others.

    python -m tests.bench.erasing [posts of the person] [posts of all]

Works on a database of its own: SQLite, or the PostgreSQL server that DATABASE_URL names.
"""

import os
import sys
from datetime import timedelta
from time import perf_counter, process_time
from typing import Any

import django


def main(own: int = 1_000, everybody: int = 20_000) -> None:
    """Fill a copy of the tests' database, erase, and print the times."""
    from django.db import connection

    from club.lib import clock
    from forum.models import Post
    from members.services import build_archive, erase_person
    from participation.bulk import Fact, record_many
    from tests.bench.stage import own_database
    from tests.factories.accounts import CompanyFactory, member
    from tests.forum.made import thread as discussion

    with own_database():
        company = CompanyFactory.create()
        person = member(company, first_name="Blanche", last_name="Bellegarde")
        other = member(company, first_name="Omar", last_name="Oz")
        thread = discussion(other)
        words = "We kept both formats for seven weeks and counted who still sent what. "
        Post.objects.bulk_create(
            Post(
                thread=thread,
                number=number,
                author=person if number < own + 2 else other,
                company=company,
                body_md=words * 4 + ("Blanche Bellegarde" if number % 10 == 0 else ""),
                body_html=f"<p>{words * 4}</p>",
            )
            for number in range(2, everybody + 2)
        )
        record_many(
            Fact(
                kind="forum.posted",
                company_id=company.pk,
                person_id=person.pk,
                occurred_at=clock.now() - timedelta(hours=number),
                key=f"bench {number}",
            )
            for number in range(own)
        )
        print(f"{connection.vendor}, {own} posts of {everybody}")  # noqa: T201
        _time("archive", lambda: build_archive(person, "fr").close())
        _time("erasure", lambda: erase_person(person, by=person))


def _time(what: str, act: Any) -> None:
    begin, used = perf_counter(), process_time()
    act()
    took, computed = perf_counter() - begin, process_time() - used
    print(f"  {what:<10}{took:.2f} s ({computed:.2f} s of CPU)", flush=True)  # noqa: T201


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "club.settings.test"
    django.setup()
    main(*(int(number) for number in sys.argv[1:]))
