"""For organisers and administrators, in /cms/: invitations that go in waves."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages

from accounts.enums import Role
from accounts.models import ClubSettings
from club.lib import clock
from home import services
from home.enums import WaveOrder
from home.forms.waves import WaveForm
from home.models import InvitationWave
from home.services.waves import VERB_SAMPLE
from home.views.opening_people import chosen_ids
from members.models import KnownPerson
from members.views.desk import DeskView
from notifications.mails import compose
from notifications.services.outbox import new_mail

ROLES = (Role.ORGANISER, Role.ADMINISTRATOR)
_ACTS = {
    "pause": services.pause_wave,
    "resume": services.resume_wave,
    "end": services.end_wave,
}


class WaveList(DeskView):
    """Waves so far with how far they are, and the next one: who, how many, in which words."""

    template_name = "home/cms/waves.html"
    page_title = gettext_lazy("Waves of invitations")
    header_icon = "group"
    roles = ROLES

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The page; the query string sizes the next wave."""
        form = WaveForm(request.GET if "size" in request.GET else None)
        size, order = form.choice()
        waiting = services.next_people(order)
        waves = list(InvitationWave.objects.with_progress())
        running = any(wave.is_running for wave in waves)  # type: ignore[attr-defined]
        return self.show(
            status=422 if form.is_bound and not form.is_valid() else 200,
            form=form,
            size=size,
            order=order,
            waves=waves,
            running=running,
            waiting=waiting.count(),
            chosen=list(waiting[:size]),
            next_number=(waves[0].number if waves else 0) + 1,
            is_open=ClubSettings.load(request_or_site=request).is_open,
        )


class WaveSend(DeskView):
    """Begins the wave that was shown."""

    roles = ROLES

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Send it once, however often the button is pressed."""
        numbers = chosen_ids([request.POST.get("number", "")])
        order = request.POST.get("order", "")
        if not numbers or numbers[0] > _MOST or order not in WaveOrder.values:
            raise Http404
        people = chosen_ids(request.POST.getlist("person"))
        try:
            wave = services.send_wave(
                people, number=numbers[0], order=WaveOrder(order), by=self.person
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            done = _("Wave %(number)s goes out: its invitations are written within a minute.")
            messages.success(request, done % {"number": wave.number})
        return redirect("home-waves")


#: The largest number of a wave that a database column holds.
_MOST = 2_000_000_000


class WaveAct(DeskView):
    """Pause, resume or end a wave."""

    roles = ROLES

    def post(self, request: HttpRequest, pk: int, act: str) -> HttpResponseBase:
        """Do it. Raises Http404."""
        if act not in _ACTS:
            raise Http404
        wave = self.find_or_404(InvitationWave.objects.all(), pk=pk)
        _ACTS[act](wave, by=self.person)
        done = {
            "pause": _("Wave %(number)s rests."),
            "resume": _("Wave %(number)s goes on."),
            "end": _("Wave %(number)s ended here. Who was not written to waits for the next one."),
        }
        messages.success(request, done[act] % {"number": wave.number})
        return redirect("home-waves")


def _back_to_choice(request: HttpRequest) -> str:
    """The page with the wave that was shown there, so that the next press sends that one."""
    form = WaveForm(request.POST)
    path = reverse("home-waves")
    return f"{path}?{urlencode(form.cleaned_data)}" if form.is_valid() else path


class WaveSample(DeskView):
    """The invitation as one of the next wave would read it: shown, or sent to oneself."""

    roles = ROLES

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer in a frame of the page around it."""
        response = super().dispatch(request, *args, **kwargs)
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The mail's HTML. Raises Http404 where nobody waits."""
        known = self._known(request.GET.getlist("person"))
        mail = new_mail(VERB_SAMPLE, address=self.person.email, subject=known, by=self.person)
        mail.language = known.language or (get_language() or "fr")[:2]
        html, _kind = compose(mail, clock.now()).alternatives[0]
        return HttpResponse(str(html))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Send it to whoever asks."""
        services.send_sample(self._known(request.POST.getlist("person")), by=self.person)
        messages.success(
            request, _("A sample is on its way to %(address)s.") % {"address": self.person.email}
        )
        return redirect(_back_to_choice(request))

    def _known(self, values: list[str]) -> KnownPerson:
        rows = KnownPerson.objects.visible_to(self.viewer).select_related("company")
        found: KnownPerson = self.find_or_404(rows, pk__in=chosen_ids(values)[:1])
        return found
