"""The kinds of facts that discussions give to the ledger."""

from django.utils.translation import gettext_lazy as _

from participation.enums import Side
from participation.kinds import Kind

POSTED = "forum.posted"
ANSWER_ACCEPTED = "forum.answer_accepted"

KINDS = (
    Kind(POSTED, Side.CLIENT, _("wrote in a discussion")),
    Kind(ANSWER_ACCEPTED, Side.CLIENT, _("gave an answer that was accepted")),
)
