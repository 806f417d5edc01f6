"""What the staff did to others or took along, and who signed in, for administrators to read."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import AuditKind, Role, WordAct
from accounts.models import AuditEntry, CompanyTag, Sector, Tier, User
from members.views.desk import DeskView


class ActList(DeskView):
    """The acts of twelve months, the latest first. Nothing here can be changed.

    Sign-ins, which are many, are shown when they are asked for.
    """

    template_name = "members/desk/acts.html"
    page_title = gettext_lazy("Acts and sign-ins")
    header_icon = "history"
    roles = (Role.ADMINISTRATOR,)

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The list, of one kind where one is chosen."""
        kind = request.GET.get("kind", "")
        rows = AuditEntry.objects.visible_to(self.viewer)
        chosen = Q(kind=kind) if kind in AuditKind.values else ~Q(kind=AuditKind.SIGNED_IN)
        rows = rows.filter(chosen)
        page = self.page_of(rows.select_related("by", "person", "company"))
        meanings = _Meanings(list(page))
        return self.show(
            page=page,
            acts=[{"row": row, "detail": meanings.of(row)} for row in page],
            kinds=AuditKind.choices,
            kind=kind,
            address=f"kind={kind}" if kind in AuditKind.values else "",
        )


class _Meanings:
    """The codes of the rows in words, with one query for tiers and one for people."""

    def __init__(self, rows: list[AuditEntry]) -> None:
        wanted = [r.details.get("to") for r in rows if r.kind == AuditKind.MANAGER]
        self.people = User.objects.in_bulk([pk for pk in wanted if pk])
        self.tiers = Tier.objects.in_bulk()

    def of(self, row: AuditEntry) -> str:
        """One line; '' where the kind says all."""
        details: dict[str, Any] = row.details
        match row.kind:
            case AuditKind.ROLE_GIVEN | AuditKind.ROLE_TAKEN:
                return str(dict(Role.choices).get(details.get("role", ""), ""))
            case AuditKind.TIER | AuditKind.PREVIEW_TIER:
                return str(self.tiers.get(details.get("to"), ""))
            case AuditKind.MANAGER:
                return str(self.people.get(details.get("to"), _("nobody")))
            case AuditKind.WORDS:
                return _word(details)
            case AuditKind.EXPORT_COMPANIES | AuditKind.EXPORT_PEOPLE:
                return _exported(details)
            case AuditKind.ERASED:
                return _("by the person themselves") if details.get("own") else ""
            case AuditKind.SIGNED_IN:
                return ", ".join(map(_way, details.get("ways") or []))
            case _:
                return ""


def _way(code: str) -> str:
    """How somebody proved who they are, in words; an unknown code as it is."""
    words = {
        "password": _("password"),
        "code": _("code by mail"),
        "mfa": _("second factor"),
        "socialaccount": _("account of another provider"),
        "password_reset": _("new password"),
    }
    return words.get(code, code)


def _word(details: dict[str, Any]) -> str:
    """Which list, what was done, and the slug that tells the word, there or gone."""
    lists = {model._meta.model_name: model for model in (Tier, Sector, CompanyTag)}
    model = lists.get(details.get("list", ""))
    title = str(model._meta.verbose_name_plural).capitalize() if model else ""
    act = str(dict(WordAct.choices).get(details.get("act", ""), ""))
    return ", ".join(part for part in (title, act, details.get("slug", "")) if part)


def _exported(details: dict[str, Any]) -> str:
    filters = details.get("filters") or {}
    words = [f"{name}: {value}" for name, value in filters.items()]
    if details.get("searched"):
        words.append(_("narrowed by a search"))
    return ", ".join([str(details.get("form", "")).upper(), *words])
