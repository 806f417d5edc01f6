"""What an installation refuses to start with."""

import os
import subprocess
import sys

import pytest

REAL = {
    "DEMO": "0",
    "SECRET_KEY": "long-and-random-" * 4,
    "ALLOWED_HOSTS": "club.example",
    "BASE_URL": "https://club.example",
    "EMAIL_URL": "smtp://mail.example",
}


def start(**variables: str) -> str:
    """What the settings say against these variables; '' for nothing."""
    known = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", "import club.settings.base"],
        env={**known, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr.strip().rpartition("\n")[2]


def test_a_real_club_starts_and_so_does_a_demo():
    assert start(**REAL) == ""
    assert start(**REAL | {"ALLOWED_HOSTS": ".club.example"}) == ""
    assert start() == ""
    assert start(BASE_URL="http://localhost:8123") == ""
    assert start(BASE_URL="http://[::1]:8123") == ""


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "EMAIL_URL"])
def test_a_real_club_does_not_start_without(missing):
    given = {name: value for name, value in REAL.items() if name != missing}
    assert missing in start(**given)


@pytest.mark.parametrize("hosts", ["*", "club.example,*", "*.club.example"])
def test_a_club_names_its_hosts(hosts):
    assert "wildcard" in start(**REAL | {"ALLOWED_HOSTS": hosts})


@pytest.mark.parametrize(
    "variables", [{"ALLOWED_HOSTS": "club.example"}, {"BASE_URL": "https://club.example"}]
)
def test_a_demo_is_for_this_machine_only(variables):
    assert "demo" in start(**variables)


def test_mails_lead_to_no_other_site():
    assert "BASE_URL" in start(**REAL | {"BASE_URL": "https://club.example.evil.example"})
