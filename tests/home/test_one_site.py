"""An installation has one site, whatever name it is called by."""

import pytest
from wagtail.models import Site

from tests.home import made

pytestmark = pytest.mark.django_db


def test_a_second_site_of_the_cms_takes_no_name_away_from_the_club(client_for, member_a):
    page = made.standard("About the house", slug="about")
    Site.objects.create(hostname="testserver", root_page=page)
    client = client_for(member_a)
    assert client.get(page.get_url()).status_code == 200
    assert "About the house" in client.get("/about/").content.decode()
