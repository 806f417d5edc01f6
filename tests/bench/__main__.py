"""`make bench`; `python -m tests.bench --help` says what can be chosen."""

import os
import sys

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "club.settings.test"
    django.setup()
    from tests.bench.pages import main

    sys.exit(main())
