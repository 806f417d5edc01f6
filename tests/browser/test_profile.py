"""The own page: the part of a picture that shows the face, chosen by keyboard."""

import io

from PIL import Image

from members.models import Profile
from tests.browser.steps import expect, sideways
from tests.files.made import drawn

PHONE = 360


def test_the_part_of_a_picture_that_is_chosen_is_the_face(live_site, page_for, axe, member_a):
    picture = io.BytesIO()
    drawn((600, 400)).save(picture, "PNG")
    page = page_for(member_a, width=PHONE)
    page.goto(live_site.url("/me/"))
    upload = {"name": "me.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    page.get_by_label("Picture of your face").set_input_files(upload)
    shown = page.get_by_role("img", name="The part of the picture that is shown")
    expect(shown).to_be_visible()
    nearer = page.get_by_label("Nearer")
    nearer.press("End")
    for _step in range(60):
        shown.press("ArrowRight")
        shown.press("ArrowUp")
    assert axe(page) == []
    assert sideways(page) == 0
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_be_visible()
    with Profile.objects.get(person=member_a).face.open() as kept:
        face = Image.open(kept).convert("RGB")
    red, green, blue = face.getpixel((face.width // 2, face.height // 2))
    assert green > 100 > max(red, blue)  # the upper right quarter
