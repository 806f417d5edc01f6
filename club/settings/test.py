"""Settings of the test suite: an installation that keeps nothing and waits for nothing.

One run has one directory, with a part for each of its processes; what a test starts as a process
of its own inherits the name and so meets the same database, files and cache.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

RUN = "CLUB_TEST_RUN"
if RUN not in os.environ:
    os.environ[RUN] = tempfile.mkdtemp(prefix="club-test-")
    atexit.register(shutil.rmtree, os.environ[RUN], ignore_errors=True)
PART = Path(os.environ[RUN], os.environ.get("PYTEST_XDIST_WORKER", "main"))
PART.mkdir(exist_ok=True)

# What the caller's shell says about an installation is not meant for the tests.
for _name in (
    "ALLOWED_HOSTS",
    "BASE_URL",
    "EMAIL_URL",
    "FROM_EMAIL",
    "LOG_LEVEL",
    "MEDIA_ROOT",
    "REPLY_MAILBOX_URL",
    "SECRET_KEY",
    "STATIC_ROOT",
    "STORAGE_URL",
):
    os.environ.pop(_name, None)
os.environ.update(VAR_DIR=str(PART), DEMO="1", DEBUG="0")
if "CLUB_TEST_PORT" in os.environ:
    os.environ["BASE_URL"] = f"http://127.0.0.1:{os.environ['CLUB_TEST_PORT']}"

from club.settings.base import *  # noqa: E402
from club.settings.base import CACHES, CHANNEL_LAYERS, DATABASES, REDIS_URL, STORAGES  # noqa: E402

#: The name that every database and key of this process begins with, on servers shared by many.
MARK = f"{PART.parent.name}-{PART.name}".replace("-", "_").lower()

_database = DATABASES["default"]
if "sqlite" in _database["ENGINE"]:
    _database["NAME"] = str(PART / "club.sqlite3")
    _database["OPTIONS"] = {
        **_database["OPTIONS"],
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
    }
else:
    MAINTENANCE_DATABASE = _database["NAME"]
    _database["NAME"] = MARK

if REDIS_URL:
    CACHES["default"]["KEY_PREFIX"] = MARK
    CHANNEL_LAYERS["default"] = {
        **CHANNEL_LAYERS["default"],
        "CONFIG": {"hosts": [REDIS_URL], "prefix": MARK},
    }
elif "CLUB_TEST_PORT" in os.environ:
    # The server of the browser tests: a cache that the tests can empty from outside.
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(PART / "cache"),
    }

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
(PART / "static").mkdir(exist_ok=True)  # nothing is gathered there
WHITENOISE_USE_FINDERS = "CLUB_TEST_PORT" in os.environ  # costs a walk over every file
WHITENOISE_AUTOREFRESH = False
