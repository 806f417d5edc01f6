"""Every requirement of calendars has a test, and the page that lists them is true."""

from tests.calendars.requirements import ASKED, PAGE, PENDING, numbered_tests, page_with_table


def test_every_requirement_has_a_test_but_those_that_wait():
    assert set(ASKED) == set(range(1, 41))
    without = set(ASKED) - set(numbered_tests())
    assert without == PENDING, "a number that has a test leaves PENDING"


def test_numbers_of_tests_are_those_of_requirements():
    assert set(numbered_tests()) <= set(ASKED)


def test_page_lists_the_tests_there_are():
    assert PAGE.read_text() == page_with_table(), "run: python -m tests.calendars.requirements"
