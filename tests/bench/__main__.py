"""`make bench`; `python -m tests.bench --help` says what can be chosen, as does
`python -m tests.bench meetings --help` of people to meet, and `names --help` of names."""

import os
import sys

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "club.settings.test"
    django.setup()
    from tests.bench import meetings, names, pages

    chosen = sys.argv[1:2]
    if chosen == ["names"]:
        sys.exit(names.main(sys.argv[2:]))
    sys.exit(meetings.main() if chosen == ["meetings"] else pages.main())
