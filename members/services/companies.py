"""What a company says about itself: its words at once, its name and logo when the club agrees."""

from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audience import viewer_for
from accounts.models import Company, User
from accounts.services import change_company, set_company_logo
from club.lib import clock
from club.lib.pictures import clean_picture
from members import rules
from members.enums import ChangeState
from members.models import CompanyChange
from members.services.errors import NotThere, Refused
from notifications.services import mark_read_about, tell

#: A logo is never shown larger; phones with dense screens included.
LOGO_SIDE = 480
VERB_ASKED = "members.company_change_asked"
VERB_DECIDED = "members.company_change_decided"
_WORDS = ("about_fr", "about_en", "website")


@transaction.atomic
def describe_company(company: Company, *, by: User, **words: str) -> Company:
    """Change what the company says about itself: about_fr, about_en, website.

    Raises NotThere for anybody but its correspondent, ValidationError for what does not fit, and
    TypeError for another field.
    """
    _check_correspondent(company, by)
    if set(words) - set(_WORDS):
        raise TypeError("A correspondent changes the words of the company alone.")
    return change_company(company, by=by, **words)


@transaction.atomic
def ask_company_change(
    company: Company, *, by: User, name: str = "", logo: File[Any] | None = None
) -> CompanyChange | None:
    """Ask the club for a new name or logo; what waits already is replaced where it is given anew.

    The company's account manager is told. Returns what waits, or None where nothing would change.
    Raises NotThere for anybody but the correspondent, and ValidationError, with a sentence for the
    sender, for a name that does not fit and for what is no usable picture.
    """
    _check_correspondent(company, by)
    Company.objects.select_for_update().get(pk=company.pk)
    picture = clean_picture(logo, max_side=LOGO_SIDE) if logo else None
    wanted = "" if name == company.name else name
    change = CompanyChange.objects.filter(company=company).waiting().first()
    if change is None:
        if not wanted and picture is None:
            return None
        change = CompanyChange(company=company)
    change.name, change.asked_by, change.asked_at = wanted, by, clock.now()
    change.clean_fields(exclude=["company", "asked_by", "logo"])
    if picture is not None:
        _throw_away(change)
        change.logo.save(str(picture.name), picture, save=False)
    if not change.name and not change.logo:
        return _close(change, ChangeState.WITHDRAWN, by)
    change.save()
    if company.account_manager is not None:
        tell(VERB_ASKED, person=company.account_manager, subject=change, by=by)
    return change


@transaction.atomic
def withdraw_company_change(change: CompanyChange, *, by: User) -> CompanyChange:
    """The correspondent wants it no more. Raises NotThere when it was decided already."""
    _check_correspondent(change.company, by)
    row = _locked(change, by)
    if row is None:
        raise NotThere
    return _close(row, ChangeState.WITHDRAWN, by)


@transaction.atomic
def approve_company_change(change: CompanyChange, *, by: User) -> CompanyChange:
    """The club agrees: the company has the name and the logo from now on, and its asker is told.

    Raises Refused when it was decided already, or for who does not handle the company.
    """
    row = _open_for_staff(change, by)
    if row.name:
        change_company(row.company, by=by, name=row.name)
    if row.logo:
        with row.logo.open("rb") as kept:
            picture = ContentFile(kept.read(), name=str(row.logo.name).rpartition("/")[2])
        set_company_logo(row.company, picture, by=by)
    return _decided(_close(row, ChangeState.APPROVED, by), by)


@transaction.atomic
def refuse_company_change(change: CompanyChange, *, by: User, reason: str) -> CompanyChange:
    """The club does not agree, and tells its asker why.

    Raises Refused as `approve_company_change` does, and without a reason.
    """
    row = _open_for_staff(change, by)
    if not reason.strip():
        raise Refused(_("Say why: the company reads it."))
    row.reason = reason.strip()
    row.clean_fields(exclude=["company", "asked_by", "logo"])
    return _decided(_close(row, ChangeState.REFUSED, by), by)


def _check_correspondent(company: Company, by: User) -> None:
    if not rules.can_edit_company(viewer_for(by), company):
        raise NotThere


def _locked(change: CompanyChange, by: User) -> CompanyChange | None:
    rows = CompanyChange.objects.visible_to(viewer_for(by)).filter(pk=change.pk)
    row: CompanyChange | None = rows.waiting().select_for_update(of=("self",)).first()
    return row


def _open_for_staff(change: CompanyChange, by: User) -> CompanyChange:
    row = _locked(change, by) if viewer_for(by).is_staff else None
    if row is None:
        raise Refused(_("This was decided already."))
    return row


def _close(row: CompanyChange, state: ChangeState, by: User) -> CompanyChange:
    """Keep who decided what when, and the picture no longer."""
    row.state, row.decided_by, row.decided_at = state, by, clock.now()
    _throw_away(row)
    row.logo = ""
    row.save()
    manager = row.company.account_manager
    if manager is not None:
        mark_read_about(manager, about(row))
    return row


def _decided(row: CompanyChange, by: User) -> CompanyChange:
    if row.asked_by is not None:
        tell(VERB_DECIDED, person=row.asked_by, subject=row, by=by)
    return row


def about(change: CompanyChange) -> str:
    """What the items of the bell about a change are about."""
    return f"members.companychange:{change.pk}"


def _throw_away(change: CompanyChange) -> None:
    """Delete the file of an asked logo once the change is kept."""
    if change.logo:
        storage, name = change.logo.storage, str(change.logo.name)
        transaction.on_commit(lambda: storage.delete(name))
