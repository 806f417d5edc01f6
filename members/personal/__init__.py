"""What this app keeps about people."""

from accounts.registry import personal_data, retention_rules
from members.personal.own import ARRIVING, CONTACTS, PROFILE, RECORDS, RULES
from members.personal.touch import COMPANY_PAGE, PROPOSED, TOUCH


def register_personal_data() -> None:
    """Called once, when the app is ready."""
    for entry in (PROFILE, CONTACTS, TOUCH, PROPOSED, ARRIVING, RECORDS, COMPANY_PAGE):
        personal_data.register(entry)
    for rule in RULES:
        retention_rules.register(rule)
