"""Every requirement of calendars has a test, and the page that lists them is true."""

from tests.calendars.requirements import ASKED, PAGE, numbered_tests, page_with_table


def test_every_requirement_has_a_test():
    assert set(numbered_tests()) == set(ASKED) == set(range(1, 41))


def test_page_lists_the_tests_there_are():
    assert PAGE.read_text() == page_with_table(), "run: python -m tests.calendars.requirements"
