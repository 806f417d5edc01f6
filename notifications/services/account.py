"""The outbox as the way out for the mails of the sign-in."""

from accounts.mails import AccountMail
from notifications.models import OutboxMail
from notifications.services.outbox import notify

VERB = "account.message"


def queue_account_mail(mail: AccountMail) -> OutboxMail:
    """Queue a code or a notice about an account, before all other mails.

    It goes to the address that was asked about, whatever address the person has by then.
    """
    payload = {"subject": mail.subject, "text": mail.text, "html": mail.html}
    return notify(VERB, address=mail.address, payload=payload, language=mail.language)
