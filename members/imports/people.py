"""Which person the club knows a record as, and what the import changes in them."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.enums import JobFunction
from accounts.models import Company
from members.crm import values
from members.enums import ImportReason, ImportSubject
from members.imports.gather import PersonRecord
from members.imports.known import Known, Member
from members.imports.plans import (
    OURS_COUNTS,
    Act,
    CompanyStep,
    Finding,
    Options,
    PersonStep,
    Scope,
)
from members.imports.wording import label_of, shown
from members.models import KnownPerson

PERSON = ImportSubject.PERSON
_SHOWN = 60
_FIELDS = (
    "external_id",
    "email",
    "first_name",
    "last_name",
    "job_title",
    "function",
    "phone",
    "language",
)


def _without_own(told: dict[str, Any]) -> dict[str, Any]:
    """What the file tells, without an id that an export of the club made up."""
    return {
        name: value
        for name, value in told.items()
        if name != "external_id" or not values.own_key(value)
    }


class People:
    """Plans the people of a file. `new_keys` are records that staff said are new ones."""

    def __init__(self, known: Known, options: Options, new_keys: frozenset[str]) -> None:
        self.known, self.options, self.new_keys = known, options, new_keys
        self.findings: list[Finding] = []

    def plan(self, record: PersonRecord, home: CompanyStep | None) -> PersonStep:
        """What happens to the person of this record, whose company's step is `home`."""
        company = home.company if home is not None else None
        step = PersonStep(
            PERSON,
            Act.KEEP,
            [line.number for line in record.lines],
            record.title,
            person_key(record, company),
            home=home,
            company=company,
            manager=home.manager if home else None,
        )
        if home is not None and home.act in {Act.REFUSE, Act.IGNORE, Act.REVIEW}:
            return self._follow(step, home, record)
        said = self.known.name(PERSON, step.key)
        if said is not None and said.is_skipped:
            step.act = Act.IGNORE
            return step
        if record.values.get("email") in self.known.staff_by_email:
            self._refuse(step, "staff", _("This is the address of one of your staff."))
            return step
        self._settle(step, record)
        if step.act == Act.REVIEW:
            step.rows = record.rows(with_company=False)
        return step

    def _follow(self, step: PersonStep, home: CompanyStep, record: PersonRecord) -> PersonStep:
        """The person of a company that is not taken in waits, or goes, with it."""
        step.act = home.act
        step.rows = record.rows() if home.act == Act.REVIEW else []
        if home.act == Act.REFUSE:
            for line in set(step.lines) - set(home.lines):
                sentence = _("The company of the line is not taken.")
                self.findings.append(
                    Finding(
                        line, Scope.LINE, "company_refused", sentence, value=step.title[:_SHOWN]
                    )
                )
        return step

    # --- Who ---------------------------------------------------------------------------------
    def _settle(self, step: PersonStep, record: PersonRecord) -> None:
        known, member = self._find(step, record)
        if known is None and member is None:
            self._settle_unknown(step, record)
            return
        step.known, step.member_id = known, member.person_id if member else None
        now = member.company_id if member else known.company_id if known else None
        if step.home is None:
            step.company = self.known.companies[now] if now else None
        elif step.company is None or step.company.pk != now:
            self._move(step, now)
        if step.act != Act.REFUSE:
            self._change(step, record, member)

    def _find(
        self, step: PersonStep, record: PersonRecord
    ) -> tuple[KnownPerson | None, Member | None]:
        """By id, then by address, then by what was said of the same record before."""
        told = record.values
        own = values.own_key(told.get("external_id"))
        member = self.known.members.get(int(own)) if own.isascii() and own.isdigit() else None
        if member is not None:
            return self.known.known_by_person.get(member.person_id), member
        known = self.known.known_by_external.get(told.get("external_id", ""))
        known = known or self.known.known_by_email.get(told.get("email", ""))
        if known is None:
            said = self.known.name(PERSON, step.key)
            known = said.known_person if said is not None else None
        if known is not None:
            member = self.known.members.get(known.person_id or 0)
            return known, member or self.known.member_by_email.get(known.email or "-")
        member = self.known.member_by_email.get(told.get("email", ""))
        if member is not None:
            return self.known.known_by_person.get(member.person_id), member
        return None, None

    def _settle_unknown(self, step: PersonStep, record: PersonRecord) -> None:
        if step.home is None:
            self._guess_company(step, record)
            return
        if not (record.values.get("email") or step.title):
            return
        same = self._namesakes(step, record)
        if same is not None and step.key not in self.new_keys:
            step.act, step.reason = Act.REVIEW, ImportReason.NAME
            step.known, step.member_id = same
            return
        if not any(record.values.get(n) for n in ("email", "first_name", "last_name")):
            sentence = _("The line gives neither a name nor an address of the person. Add one.")
            self._refuse(step, "nameless", sentence)
            return
        step.act = Act.CREATE
        step.values = _without_own(record.values)

    def _namesakes(
        self, step: PersonStep, record: PersonRecord
    ) -> tuple[KnownPerson | None, int | None] | None:
        """Somebody of the same name at the same company: it may be the same person."""
        told = record.values
        name = values.words(f"{told.get('first_name', '')} {told.get('last_name', '')}")
        if not name or step.company is None:
            return None
        known = self.known.known_by_name.get((step.company.pk, name))
        if known:
            return known[0], known[0].person_id
        member = self.known.member_by_name.get((step.company.pk, name))
        if member:
            return self.known.known_by_person.get(member[0].person_id), member[0].person_id
        return None

    def _guess_company(self, step: PersonStep, record: PersonRecord) -> None:
        """A person without a company is never placed by the domain of an address alone."""
        owners = self.known.by_domain.get(values.domain(record.values.get("email", "@")), [])
        step.company = owners[0] if owners else None
        step.act, step.reason = Act.REVIEW, ImportReason.NO_COMPANY

    # --- What changes ------------------------------------------------------------------------
    def _move(self, step: PersonStep, now: int | None) -> None:
        if self.options.moves_people:
            step.is_move = True
            return
        company = self.known.companies.get(now or 0)
        sentence = _("The person is at %(now)s in the club, and stays there.") % {
            "now": company.name if company else "–"
        }
        self._refuse(step, "moved", sentence)

    def _change(self, step: PersonStep, record: PersonRecord, member: Member | None) -> None:
        known, told = step.known, _without_own(record.values)
        if known is None and len(told) == len(record.values):
            self._adopt(step, record)
        elif known is None:
            step.act = Act.KEEP  # an export of the club itself tells nothing new of a member
        else:
            for name in _FIELDS:
                differs = name in told and getattr(known, name) != told[name]
                if differs and self._may(step, known, name, told[name]):
                    step.values[name] = told[name]
                    step.before[name] = getattr(known, name)
            step.act = Act.CHANGE if step.values or step.is_move else Act.KEEP
        if member is not None and not step.is_move:
            self._fill_member(step, record, member)

    def _adopt(self, step: PersonStep, record: PersonRecord) -> None:
        """A member whom no file named before: what the file says is kept beside the profile."""
        step.act = Act.CREATE
        step.values = dict(record.values)

    def _fill_member(self, step: PersonStep, record: PersonRecord, member: Member) -> None:
        """What a member left empty is filled; what they wrote stays theirs."""
        told = record.values
        if told.get("job_title") and not member.job_title:
            step.member_values["job_title"] = told["job_title"]
        function = told.get("function", JobFunction.OTHER)
        if function != JobFunction.OTHER and member.function == JobFunction.OTHER:
            step.member_values["function"] = function
        if step.member_values and step.act == Act.KEEP:
            step.act = Act.CHANGE

    def _may(self, step: PersonStep, known: KnownPerson, name: str, value: Any) -> bool:
        match name:
            case "external_id" if known.external_id:
                hint = _("The id in the CRM stays as it was.")
            case "function" if known.function != JobFunction.OTHER and (
                not self.options.changes_functions
            ):
                hint = str(OURS_COUNTS)
            case "email" if self._is_taken(known, value):
                hint = _("Somebody else has this address. Merge the two in the CRM.")
            case "email" if known.person_id or known.invitation_id:
                hint = _("The address was invited; the person can change it in the club.")
            case _:
                return True
        self._keep(step, known, name, value, hint)
        return False

    def _is_taken(self, known: KnownPerson, address: str) -> bool:
        other = self.known.known_by_email.get(address)
        return (other is not None and other.pk != known.pk) or (
            address in self.known.member_by_email
        )

    def _keep(self, step: PersonStep, known: KnownPerson, name: str, value: Any, hint: str) -> None:
        label = label_of(KnownPerson, name)
        sentence = _("%(label)s stays “%(now)s”. %(hint)s") % {
            "label": label[:1].upper() + label[1:],
            "now": shown(KnownPerson, name, getattr(known, name)),
            "hint": hint,
        }
        value = shown(KnownPerson, name, value)[:_SHOWN]
        self.findings.append(Finding(step.line, Scope.KEPT, name, sentence, label, value))

    def _refuse(self, step: PersonStep, code: str, sentence: str) -> None:
        step.act = Act.REFUSE
        for line in step.lines:
            self.findings.append(
                Finding(line, Scope.LINE, code, sentence, value=step.title[:_SHOWN])
            )


def person_key(record: PersonRecord, company: Company | None) -> str:
    """What the file tells the person by: id, address, or the name at a company."""
    told = record.values
    if told.get("external_id"):
        return f"id:{told['external_id']}"
    if told.get("email"):
        return f"mail:{told['email']}"
    return nameless_key(record.title, company.pk if company else 0)


def nameless_key(title: str, company_id: int) -> str:
    """What a person without id and address is told by."""
    return f"name:{values.words(title) or title}|{company_id}"[:400]
