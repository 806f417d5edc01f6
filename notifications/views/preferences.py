"""What a person wants to be told, on the own page or through the link in a mail."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.audience import require_member_or_staff
from accounts.models import User
from notifications.enums import MailChoice
from notifications.forms import PreferencesForm
from notifications.models import Preference
from notifications.registry import preference_kinds
from notifications.services import set_preference
from notifications.services.preferences import stop_of


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Each kind of news: by mail at once or never, on the bell or not; and what always comes."""
    require_member_or_staff(request.viewer)  # type: ignore[attr-defined]
    assert isinstance(request.user, User)  # noqa: S101  (the viewer was checked)
    choices = Preference.objects.choices_of(request.user.pk)
    form = PreferencesForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        for kind, mail, bell in form.chosen():
            if choices[kind] != (mail, bell):
                set_preference(request.user, kind, mail=mail, bell=bell, by=request.user)
        messages.success(request, _("Your choice is kept. It holds from now on."))
        return redirect("notifications:preferences")
    always = [kind for kind in preference_kinds if kind.is_always]
    context = {"form": form, "always": always}
    status = 422 if form.is_bound else 200
    return render(request, "notifications/preferences.html", context, status=status)


@csrf_exempt  # the token in the address is the right; mail programs post without a form (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the mails of one kind, without signing in: opening shows, the button acts."""
    found = stop_of(token)
    if found is None:
        raise Http404
    is_stopped = found.choice.mail == MailChoice.NEVER
    if request.method == "POST":
        is_stopped = "again" not in request.POST
        choice = MailChoice.NEVER if is_stopped else MailChoice.AT_ONCE
        set_preference(found.person, found.kind.name, mail=choice, by=found.person)
    language = found.person.language or translation.get_language()
    context = {"kind": found.kind, "is_stopped": is_stopped}
    with translation.override(language):
        return render(request, "notifications/stop.html", context)
