"""What the account manager's desk keeps about a person."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import words
from accounts.models import User
from accounts.registry import (
    Kept,
    PersonalData,
    RetentionRule,
    personal_data,
    retention_rules,
)
from loyalty.models import Interaction, Look
from loyalty.services.looks import KEPT


def register_personal_data() -> None:
    """Called once, when the app is ready."""
    personal_data.register(CONTACTS)
    personal_data.register(LOOKS)
    retention_rules.register(
        RetentionRule(
            "looks",
            50,
            _("Looks at clients’ pages by the team"),
            _("Kept so that looks can be checked; removed afterwards."),
            days=KEPT.days,
            longest=KEPT.days,
            least=30,
            apply=Look.objects.forget_before,
        )
    )


def _contacts(person: User) -> Iterable[Kept]:
    """What was logged with the person named: they may read the note. Then what they logged."""
    named = Interaction.objects.filter(Q(person=person) | Q(by=person)).select_related("company")
    for row in named.order_by("-happened_on", "-pk"):
        words_of = (row.company.name, row.get_outcome_display(), row.note)
        value = " · ".join(part for part in words_of if part)
        yield Kept(row.get_kind_display(), value, row.happened_on)


def _nothing(_person: User) -> Iterable[Kept]:
    """Looks are kept for audit and told to nobody, neither as names nor as counts."""
    return ()


CONTACTS = PersonalData(
    "interactions",
    60,
    _("Calls, visits and notes"),
    use=_("Your account manager remembers what was said, and keeps promises."),
    period=_("While your company is a client; without your name once you delete your account."),
    seen_by=words.DESK,
    models=("loyalty.Interaction", "loyalty.SignalVersion"),
    export=_contacts,
)
LOOKS = PersonalData(
    "looks",
    130,
    _("Looks at your company’s page by its account manager"),
    use=_(
        "When somebody of the club opens what the desk says about your company, a line is written, "
        "so that misuse can be found. It is kept for audit and shown neither as names nor as "
        "counts."
    ),
    period=_("%(time)s."),
    seen_by=words.NOBODY,
    models=("loyalty.Look",),
    export=_nothing,
    rule="looks",
)
