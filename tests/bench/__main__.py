"""`make bench`; `python -m tests.bench --help` says what can be chosen, as does
`python -m tests.bench meetings --help` of people to meet."""

import os
import sys

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "club.settings.test"
    django.setup()
    from tests.bench import meetings, pages

    sys.exit(meetings.main() if sys.argv[1:2] == ["meetings"] else pages.main())
    from tests.bench import names, pages

    sys.exit(names.main(sys.argv[2:]) if sys.argv[1:2] == ["names"] else pages.main())
