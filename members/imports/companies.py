"""Which company of the club a record is, and what the import changes in it."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Company, Tier
from members.crm import values
from members.enums import ImportReason, ImportSubject
from members.imports.gather import CompanyRecord, name_key
from members.imports.known import Known, plain_legal
from members.imports.plans import OURS_COUNTS, Act, CompanyStep, Finding, Options, Scope
from members.imports.wording import label_of, shown

COMPANY = ImportSubject.COMPANY
_SHOWN = 60


class Companies:
    """Plans the companies of a file. `new_keys` are records that staff said are new ones."""

    def __init__(self, known: Known, options: Options, new_keys: frozenset[str]) -> None:
        self.known, self.options, self.new_keys = known, options, new_keys
        self.findings: list[Finding] = []
        self.default_tier = self._default_tier()

    def _default_tier(self) -> Tier:
        named = [tier for tier in self.known.tiers if tier.slug == self.options.tier]
        return named[0] if named else self.known.tiers[-1]

    def plan(self, record: CompanyRecord) -> CompanyStep:
        """What happens to the company of this record."""
        step = CompanyStep(
            COMPANY,
            Act.KEEP,
            [line.number for line in record.lines],
            record.title,
            record.key,
            manager=record.values.get("account_manager"),
        )
        found, reason = self._find(record)
        name = self.known.name(COMPANY, record.key)
        if name is not None and name.is_skipped:
            return self._ignore(step)
        step.company = found
        if reason is not None:
            step.act, step.reason, step.rows = Act.REVIEW, reason, record.rows()
        elif found is None:
            self._create(step, record)
        else:
            self._change(step, record, found)
        if step.act not in {Act.REVIEW, Act.REFUSE}:
            step.names = self._names(record)
        return step

    def _ignore(self, step: CompanyStep) -> CompanyStep:
        step.act = Act.IGNORE
        return step

    def _names(self, record: CompanyRecord) -> list[str]:
        """The name under which a later file may mean this company, unless it is known."""
        if not record.values.get("name"):
            return []
        key = name_key(record.values["name"])
        return [] if self.known.name(COMPANY, key) else [key]

    # --- Which one ---------------------------------------------------------------------------
    def _find(self, record: CompanyRecord) -> tuple[Company | None, ImportReason | None]:
        """The company, or one that it may be with the reason to doubt."""
        told = record.values
        external = told.get("external_id")
        if external and external in self.known.by_external:
            return self.known.by_external[external], None
        said = self.known.name(COMPANY, record.key)
        if (
            said is not None
            and said.company_id
            and (said.is_decided or not self._is_doubtful(record, said.company_id))
        ):
            return self.known.companies[said.company_id], None
        legal = self.known.by_legal.get(plain_legal(told.get("legal_id") or "-"), [])
        if len(legal) == 1 and not (external and legal[0].external_id):
            return legal[0], None
        if record.key in self.new_keys:
            return None, None
        if legal:
            return legal[0], ImportReason.LEGAL_ID
        return self._guess(record)

    def _is_doubtful(self, record: CompanyRecord, company_id: int) -> bool:
        """Whether a bare name, known from an earlier file, fits a second company by now."""
        if not record.key.startswith("name:"):
            return False
        same = self.known.by_name.get(values.bare_name(record.title), [])
        folded = values.words(record.title)
        others = [c for c in same if c.pk != company_id and values.words(c.name) == folded]
        return bool(others)

    def _guess(self, record: CompanyRecord) -> tuple[Company | None, ImportReason | None]:
        name = record.values.get("name")
        same = self.known.by_name.get(values.bare_name(name), []) if name else []
        if same:
            return same[0], ImportReason.NAME
        site = record.values.get("website")
        owners = self.known.by_domain.get(values.domain(site), []) if site else []
        return (owners[0], ImportReason.DOMAIN) if owners else (None, None)

    # --- What changes ------------------------------------------------------------------------
    def _create(self, step: CompanyStep, record: CompanyRecord) -> None:
        if not record.values.get("name"):
            self._refuse(
                step,
                "company_unknown",
                _(
                    "No company has this id, and the line gives no name. Import the companies "
                    "first, or add a column with their names."
                ),
            )
            return
        step.act = Act.CREATE
        step.values = {"tier": self.default_tier, **record.values}
        if values.own_key(step.values.get("external_id")):
            del step.values["external_id"]

    def _change(self, step: CompanyStep, record: CompanyRecord, company: Company) -> None:
        step.title = record.values.get("name") or company.name
        if company.left_on:
            self._refuse(
                step,
                "company_left",
                _("The company is a client no more. Take it up again before you import it."),
            )
            return
        self._change_tags(step, record, company)
        for name, value in record.values.items():
            if (
                name != "tags"
                and self._differs(company, name, value)
                and self._may(step, record, company, name)
            ):
                step.values[name] = value
                step.before[name] = getattr(company, name)
        step.act = Act.CHANGE if step.values else Act.KEEP

    def _change_tags(self, step: CompanyStep, record: CompanyRecord, company: Company) -> None:
        """Add those of the file; the club's others stay unless an option says otherwise."""
        told = record.values.get("tags")
        if told is None:
            return
        now = tuple(sorted(self.known.tags_of.get(company.pk, []), key=str.casefold))
        others = [name for name in now if name not in told]
        wanted = told
        if others and not self.options.changes_tags:
            wanted = tuple(sorted({*now, *told}, key=str.casefold))
            sentence = _("The tags that the file does not name stay: %(tags)s.")
            line = record.origin["tags"]
            self.findings.append(
                Finding(
                    line,
                    Scope.KEPT,
                    "tags",
                    sentence % {"tags": ", ".join(others)},
                    label_of(Company, "tags"),
                    ", ".join(told)[:_SHOWN],
                )
            )
        if wanted != now:
            step.values["tags"], step.before["tags"] = wanted, now

    def _differs(self, company: Company, name: str, value: Any) -> bool:
        if name == "account_manager":
            return bool(company.account_manager_id != value.pk)
        if name == "sector" and not isinstance(value, str):
            return bool(company.sector_id != value.pk)
        if name == "external_id" and values.own_key(value):
            return False
        if name == "legal_id":
            return bool(plain_legal(company.legal_id) != value)
        return bool(getattr(company, name) != value)

    def _may(self, step: CompanyStep, record: CompanyRecord, company: Company, name: str) -> bool:
        """Whether this field may be written; what is kept is told of."""
        match name:
            case "tier" if not self.options.changes_tiers:
                self._keep(record, company, name, str(OURS_COUNTS))
            case "account_manager" if company.account_manager_id and (
                not self.options.changes_managers
            ):
                self._keep(record, company, name, str(OURS_COUNTS))
            case "external_id" if company.external_id:
                self._keep(record, company, name, _("The id in the CRM stays as it was."))
            case "legal_id" if self._is_taken(record, company):
                self._keep(record, company, name, _("Another company has this legal id."))
            case _:
                return True
        return False

    def _is_taken(self, record: CompanyRecord, company: Company) -> bool:
        owners = self.known.by_legal.get(plain_legal(record.values["legal_id"]), [])
        return any(owner.pk != company.pk for owner in owners)

    def _keep(self, record: CompanyRecord, company: Company, name: str, hint: str) -> None:
        label = label_of(Company, name)
        sentence = _("%(label)s stays “%(now)s”. %(hint)s") % {
            "label": label[:1].upper() + label[1:],
            "now": shown(Company, name, getattr(company, name)),
            "hint": hint,
        }
        line = record.origin.get(name, record.lines[0].number)
        value = shown(Company, name, record.values[name])[:_SHOWN]
        self.findings.append(Finding(line, Scope.KEPT, name, sentence, label, value))

    def _refuse(self, step: CompanyStep, code: str, sentence: str) -> None:
        step.act = Act.REFUSE
        for line in step.lines:
            self.findings.append(
                Finding(line, Scope.LINE, code, sentence, value=step.title[:_SHOWN])
            )
