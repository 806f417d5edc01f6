"""The club writes its charter."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts.enums import Role
from accounts.models import Membership
from members.forms.charter import CharterForm
from members.models import CharterAcceptance, CharterVersion
from members.services import charter_in_force, write_charter
from members.views.desk import DeskView


class CharterEdit(DeskView):
    """The charter in force, to correct or to replace; below it, the versions that there were."""

    roles = (Role.ORGANISER, Role.ADMINISTRATOR)
    template_name = "members/desk/charter.html"
    page_title = gettext_lazy("Charter")
    header_icon = "doc-full"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The form."""
        version = charter_in_force()
        texts = {"text_fr": version.text_fr, "text_en": version.text_en} if version else {}
        return self._shown(CharterForm(initial=texts))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Write it, or say what is wrong."""
        form = CharterForm(request.POST)
        if form.is_valid() and self._write(form):
            return redirect("members_desk:charter")
        return self._shown(form, status=422)

    def _write(self, form: CharterForm) -> bool:
        before = charter_in_force()
        try:
            version = write_charter(by=self.person, **form.words())
        except ValidationError as error:
            form.add_error(None, error)
            return False
        is_new = before is None or before.number != version.number
        messages.success(
            self.request,
            _("Version %(number)s is in force. Members accept it at their next visit.")
            % {"number": version.number}
            if is_new
            else _("The wording is saved. Nobody is asked again."),
        )
        return True

    def _shown(self, form: CharterForm, status: int = 200) -> HttpResponseBase:
        versions = list(CharterVersion.objects.all())
        members = Membership.objects.active()
        accepted = CharterAcceptance.objects.filter(
            version__in=versions[:1], person__in=members.values("person_id")
        )
        context: dict[str, Any] = {
            "form": form,
            "version": versions[0] if versions else None,
            "accepted": accepted.count(),
            "members": members.count(),
            "earlier": versions[1:],
        }
        return self.show(status=status, **context)
