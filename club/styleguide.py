"""/demo/look/: every part of the look in every state, drawn with the product's own tags."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Field, Fieldset, Layout, Row
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from club.lib.text import initials

PARTS = (
    ("colour", _("Colour")),
    ("type", _("Typography")),
    ("buttons", _("Buttons")),
    ("forms", _("Forms")),
    ("people", _("People and companies")),
    ("things", _("Dates, seats, lists")),
    ("place", _("A place at an event")),
    ("data", _("Figures and tables")),
    ("feedback", _("Messages")),
    ("overlays", _("Menus and dialogs")),
    ("themes", _("Light and dark")),
)
SWATCHES = (
    ("paper", _("the page")),
    ("surface", _("cards, fields")),
    ("sunk", _("tracks, table tops")),
    ("line", _("hairlines")),
    ("line-2", _("borders of fields")),
    ("ink", _("titles, text")),
    ("ink-2", _("running text")),
    ("ink-3", _("second voice")),
    ("accent", _("yes, act, here")),
    ("accent-soft", _("coming, new")),
    ("no", _("no, late, error")),
    ("no-soft", _("its ground")),
    ("info", _("waits, tells")),
    ("info-soft", _("its ground")),
    ("gold-line", _("gold tier")),
    ("silver-line", _("silver tier")),
    ("bronze-line", _("bronze tier")),
    ("deep", _("one dark panel")),
)
ICONS = (
    "calendar3",
    "people",
    "house",
    "newspaper",
    "search",
    "envelope",
    "check2-circle",
    "clock",
    "x-circle",
)


@dataclass(frozen=True)
class SamplePerson:
    """An invented person with what the tags read."""

    pk: int
    first_name: str
    last_name: str
    role: str
    face_url: str = ""

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"

    @property
    def initials(self) -> str:
        """Two letters."""
        return initials(self.first_name, self.last_name)


@dataclass(frozen=True)
class SampleCompany:
    """An invented company."""

    name: str
    place: str

    @property
    def initials(self) -> str:
        """Two letters."""
        return initials(*self.name.split())


@dataclass(frozen=True)
class SampleTier:
    """A tier as the badge reads it."""

    colour: str
    name: object


PEOPLE = (
    SamplePerson(6, "Apolline", "Guerrec", "Transports Kerlann, Brest"),
    SamplePerson(1, "Samir", "Haddouche", "Papeteries Hautesorgue, Avignon"),
    SamplePerson(5, "Johanna", "Ekdahl", "Osterlind Foods, Malmö"),
    SamplePerson(3, "Tomasz", "Wielgosz", "Nordvik Emballage, Lille"),
    SamplePerson(2, "Rosalind", "Achterberg", "Hallam & Reeve, Gent"),
    SamplePerson(4, "Yannick", "Prigent", "Brisemont Énergie, Rennes"),
)
COMPANIES = (
    SampleCompany("Transports Kerlann", "Brest"),
    SampleCompany("Osterlind Foods", "Malmö"),
    SampleCompany("Ombelle", "Saint-Étienne"),
)
TIERS = (
    SampleTier("gold", _("Gold")),
    SampleTier("silver", _("Silver")),
    SampleTier("bronze", _("Bronze")),
)


class SampleForm(forms.Form):
    """One field of each kind, in the markup of crispy-bootstrap5."""

    name = forms.CharField(label=_("Your name"), max_length=80)
    email = forms.EmailField(
        label=_("Work e-mail"), help_text=_("We write to this address once, to answer you.")
    )
    function = forms.ChoiceField(
        label=_("Your part"),
        choices=[("buys", _("buys")), ("uses", _("uses")), ("decides", _("decides"))],
    )
    picture = forms.FileField(label=_("Picture"), required=False)
    about = forms.CharField(
        label=_("What you can help with"),
        required=False,
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 3, "data-count": ""}),
    )
    language = forms.ChoiceField(
        label=_("Language of the mails"),
        choices=[("fr", _("French")), ("en", _("English"))],
        widget=forms.RadioSelect,
    )
    is_listed = forms.BooleanField(
        label=_("Show me in the list of those who come"),
        help_text=_("Members see your name and company."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            Fieldset(
                "",
                Row(
                    Column(Field("name"), css_class="col-md-6"),
                    Column(Field("email"), css_class="col-md-6"),
                ),
                Row(
                    Column(Field("function"), css_class="col-md-6"),
                    Column(Field("picture"), css_class="col-md-6"),
                ),
                "about",
                "language",
                "is_listed",
            )
        )


def look(request: HttpRequest) -> HttpResponse:
    """The page. Raises Http404 outside a demo."""
    if not settings.DEMO:
        raise Http404
    paris = ZoneInfo("Europe/Paris")
    wrong = SampleForm(
        {"name": "Inès", "email": "ines.ombelle.example", "language": "fr"}, auto_id="wrong_%s"
    )
    return render(
        request,
        "demo/look.html",
        {
            "parts": PARTS,
            "swatches": SWATCHES,
            "icons": ICONS,
            "people": PEOPLE,
            "me": PEOPLE[2],
            "companies": COMPANIES,
            "tiers": TIERS,
            "start": datetime(2026, 12, 16, 9, 0, tzinfo=paris),
            "end": datetime(2026, 12, 16, 12, 30, tzinfo=paris),
            "form": SampleForm(initial={"language": "fr"}),
            "wrong_form": wrong,
            "page_obj": Paginator(range(180), 20).page(2),
            "themes": ("light", "dark"),
        },
    )
