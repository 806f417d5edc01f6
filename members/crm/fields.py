"""What a column of a client file can mean."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Field(TextChoices):
    """One thing that the club keeps, as `--map` names it, with what it is called for a person."""

    COMPANY_ID = "company_id", _("company: id in the CRM")
    COMPANY_NAME = "company_name", _("company: name")
    LEGAL_ID = "legal_id", _("company: legal id")
    SECTOR = "sector", _("company: sector")
    SIZE = "size", _("company: size")
    REGION = "region", _("company: region")
    COUNTRY = "country", _("company: country")
    POSTCODE = "postcode", _("company: postcode")
    CITY = "city", _("company: city")
    ADDRESS = "address", _("company: address")
    WEBSITE = "website", _("company: website")
    TIER = "tier", _("company: tier")
    MANAGER = "manager", _("company: account manager")
    MANAGER_EMAIL = "manager_email", _("company: account manager’s e-mail address")
    CLIENT_SINCE = "client_since", _("company: client since")
    RENEWAL = "renewal", _("company: renewal")
    TAGS = "tags", _("company: tags")
    PERSON_ID = "person_id", _("person: id in the CRM")
    EMAIL = "email", _("person: e-mail address")
    FIRST_NAME = "first_name", _("person: first name")
    LAST_NAME = "last_name", _("person: last name")
    FULL_NAME = "full_name", _("person: full name")
    JOB_TITLE = "job_title", _("person: job title")
    FUNCTION = "function", _("person: function")
    DECIDES = "decides", _("person: decides, yes or no")
    BUYS = "buys", _("person: buys, yes or no")
    USES = "uses", _("person: uses, yes or no")
    PHONE = "phone", _("person: phone")
    MOBILE = "mobile", _("person: mobile phone")
    LANGUAGE = "language", _("person: language")
    # What names one thing in a list of companies and another in a list of people.
    ID = "id", _("id in the CRM")
    NAME = "name", _("name")
    KIND = "kind", _("company or person")
    LABELS = "labels", _("tags, in a list of companies")


#: What a line must have one of, to say which company or which person it is about.
COMPANY_KEYS = (Field.COMPANY_ID, Field.LEGAL_ID, Field.COMPANY_NAME)
PERSON_KEYS = (Field.PERSON_ID, Field.EMAIL, Field.FULL_NAME, Field.LAST_NAME, Field.FIRST_NAME)
COMPANY_FIELDS = frozenset(list(Field)[: list(Field).index(Field.PERSON_ID)])
PERSON_FIELDS = frozenset(
    list(Field)[list(Field).index(Field.PERSON_ID) : list(Field).index(Field.ID)]
)
DATE_FIELDS = frozenset({Field.CLIENT_SINCE, Field.RENEWAL})
