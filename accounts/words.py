"""Who may see what is kept about a person, in the words that the person reads."""

from django.utils.translation import gettext_lazy as _

ONLY_YOU = _("You alone.")
NOBODY = _("Nobody; programs of the club alone.")
ADMINISTRATORS = _("You and the administrators.")
MEMBERS = _("All members and the club’s team.")
ORGANISERS = _("You and the organisers.")
DESK = _("You, your company’s account manager and the directors.")
OPERATORS = _("You, and the administrators when a mail does not arrive.")
