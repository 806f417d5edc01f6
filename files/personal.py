"""What the store of pictures and documents keeps about a person."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts import words
from accounts.models import User
from accounts.registry import Kept, PersonalData, personal_data
from files.models import ClubDocument, ClubImage


def register_personal_data() -> None:
    """Called once, when the app is ready."""
    personal_data.register(UPLOADS)


def _uploads(person: User) -> Iterable[Kept]:
    for model, what in ((ClubImage, _("Picture")), (ClubDocument, _("Document"))):
        for row in model.objects.filter(uploaded_by_user=person).order_by("-created_at"):
            yield Kept(what, row.title, row.created_at)


UPLOADS = PersonalData(
    "uploads",
    140,
    _("Files that you added for the club"),
    use=_("They stand on the club’s pages; who added one is known to the team."),
    period=_("While the page is kept; without your name once you leave."),
    seen_by=words.ORGANISERS,
    models=(
        "files.ClubImage",
        "files.ClubDocument",
        "wagtailimages.Image",
        "wagtaildocs.Document",
        "wagtailcore.UploadedFile",
    ),
    export=_uploads,
)
