"""The own profile."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.audience import require_member_or_staff
from accounts.models import Membership, User
from members.forms.profile import ProfileForm
from members.rules import can_ask
from members.services import (
    hide_person,
    profile_of,
    remove_face,
    set_face,
    show_person,
    update_profile,
)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_profile(request: HttpRequest) -> HttpResponse:
    """Show and change what one says about oneself."""
    viewer = request.viewer  # type: ignore[attr-defined]
    require_member_or_staff(viewer)
    person: User = User.objects.select_related("profile").get(pk=viewer.user_id)
    profile = profile_of(person)
    membership = (
        Membership.objects.select_related("company").filter(pk=viewer.membership_id).first()
    )
    form = ProfileForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        person=person,
        profile=profile,
        membership=membership,
    )
    if request.method == "POST" and form.is_valid() and _save(person, form):
        translation.activate(person.language or translation.get_language())
        messages.success(request, _("Your profile is saved."))
        return redirect("members:me")
    shown: User = User.objects.select_related("profile").get(pk=person.pk)
    context = {
        "form": form,
        "membership": membership,
        "person": shown,
        "hidden_at": profile_of(shown).hidden_at,
    }
    status = 422 if form.is_bound else 200
    return render(request, "members/me.html", context, status=status)


def _save(person: User, form: ProfileForm) -> bool:
    """Save everything or nothing; False when the picture was refused, which the form then says."""
    upload = form.cleaned_data.get("face")
    try:
        with transaction.atomic():
            if upload:
                set_face(person, upload, by=person, crop=form.crop())
            elif form.cleaned_data.get("remove_face"):
                remove_face(person, by=person)
            update_profile(person, by=person, **form.changes())
    except ValidationError as error:
        form.add_error("face" if upload else None, error)
        return False
    return True


@require_POST
def hide(request: HttpRequest) -> HttpResponse:
    """Be found nowhere any more."""
    person = _member_or_404(request)
    hide_person(person, by=person)
    messages.success(request, _("You are hidden: nobody but your contacts finds you."))
    return redirect("members:me")


@require_POST
def show(request: HttpRequest) -> HttpResponse:
    """Be found again."""
    person = _member_or_404(request)
    show_person(person, by=person)
    messages.success(request, _("You are in the directory again."))
    return redirect("members:me")


def _member_or_404(request: HttpRequest) -> User:
    """The person who asks, when they have a page to hide. Raises Http404."""
    if not can_ask(request.viewer):  # type: ignore[attr-defined]
        raise Http404
    person: User = request.user  # type: ignore[assignment]
    return person
