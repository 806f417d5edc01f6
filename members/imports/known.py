"""What the club knows already, read once: a fixed number of queries whatever the file's size."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from allauth.account.models import EmailAddress

from accounts.enums import Role
from accounts.models import Company, CompanyTag, Membership, Sector, Tier, User
from club.lib.text import fold
from members.crm import values
from members.enums import ImportSubject
from members.models import ImportedName, KnownPerson


@dataclass(frozen=True, slots=True)
class Member:
    """An open membership, as far as an import looks at it."""

    person_id: int
    company_id: int
    first_name: str
    last_name: str
    job_title: str
    function: str


class Known:
    """Companies, known people, members and staff, by all that a file may tell them by."""

    def __init__(self) -> None:
        #: Tags that the file names and the club does not have, by their folded name.
        self.new_tags: dict[str, str] = {}
        self._read_companies()
        self._read_people()
        self._read_staff()
        self._read_names()

    # --- Companies ---------------------------------------------------------------------------
    def _read_companies(self) -> None:
        self.tiers = list(Tier.objects.order_by("rank"))
        self.sectors = list(Sector.objects.all())
        tiers = {tier.pk: tier for tier in self.tiers}
        self.companies: dict[int, Company] = {}
        self.by_external: dict[str, Company] = {}
        self.by_legal: dict[str, list[Company]] = defaultdict(list)
        self.by_name: dict[str, list[Company]] = defaultdict(list)
        self.by_domain: dict[str, list[Company]] = defaultdict(list)
        for company in Company.objects.order_by("pk"):
            company.tier = tiers[company.tier_id]
            self.companies[company.pk] = company
            self.by_external[f"{values.OWN}{company.slug}"] = company
            if company.external_id:
                self.by_external[company.external_id] = company
            if company.legal_id:
                self.by_legal[plain_legal(company.legal_id)].append(company)
            self.by_name[values.bare_name(company.name)].append(company)
            if company.website:
                self.note_domain(values.domain(company.website), company)

    def note_domain(self, domain: str, company: Company) -> None:
        """An internet domain speaks for a company, unless everybody can have an address there."""
        if domain and domain not in values.PUBLIC_DOMAINS:
            found = self.by_domain[domain]
            if company not in found:
                found.append(company)

    @cached_property
    def tags(self) -> dict[str, str]:
        """The club's tags as they are written; asked for by files that name any."""
        names = CompanyTag.objects.order_by("-pk").values_list("name", flat=True)
        return {fold(name): name for name in names}

    def spell_tag(self, name: str) -> str:
        """As the club writes it, or the file where it names it first."""
        return self.tags.get(fold(name)) or self.new_tags.setdefault(fold(name), name)

    @cached_property
    def tags_of(self) -> dict[int, list[str]]:
        """The tags of each company, by name."""
        found: dict[int, list[str]] = defaultdict(list)
        links = Company.tags.through.objects.order_by("companytag__name")
        for company_id, name in links.values_list("company_id", "companytag__name"):
            found[company_id].append(name)
        return found

    # --- People ------------------------------------------------------------------------------
    def _read_people(self) -> None:
        self.known_by_external: dict[str, KnownPerson] = {}
        self.known_by_email: dict[str, KnownPerson] = {}
        self.known_by_name: dict[tuple[int, str], list[KnownPerson]] = defaultdict(list)
        self.known_by_person: dict[int, KnownPerson] = {}
        self.known: dict[int, KnownPerson] = {}
        for known in KnownPerson.objects.order_by("pk"):
            self.known[known.pk] = known
            self._note_known(known)
        self.members: dict[int, Member] = {}
        self.member_by_email: dict[str, Member] = {}
        self.member_by_name: dict[tuple[int, str], list[Member]] = defaultdict(list)
        self._read_members()

    def _note_known(self, known: KnownPerson) -> None:
        if known.external_id:
            self.known_by_external[known.external_id] = known
        if known.email:
            self.known_by_email[known.email.lower()] = known
            company = self.companies.get(known.company_id)
            if company:
                self.note_domain(values.domain(known.email), company)
        if known.person_id:
            self.known_by_person[known.person_id] = known
        name = values.words(f"{known.first_name} {known.last_name}")
        if name:
            self.known_by_name[known.company_id, name].append(known)

    def _read_members(self) -> None:
        fields = ("person_id", "company_id", "person__first_name", "person__last_name")
        rows = Membership.objects.open().values_list(
            *fields, "job_title", "function", "person__email"
        )
        for *facts, address in rows:
            member = Member(*facts)
            self.members[member.person_id] = member
            self._note_address(address, member)
            name = values.words(f"{member.first_name} {member.last_name}")
            self.member_by_name[member.company_id, name].append(member)
        further = EmailAddress.objects.filter(verified=True).values_list("email", "user_id")
        for address, person_id in further:
            if person_id in self.members:
                self._note_address(address, self.members[person_id])

    def _note_address(self, address: str, member: Member) -> None:
        self.member_by_email.setdefault(address.lower(), member)
        company = self.companies.get(member.company_id)
        if company:
            self.note_domain(values.domain(address.lower()), company)

    # --- Staff -------------------------------------------------------------------------------
    def _read_staff(self) -> None:
        self.staff_by_email: dict[str, User] = {}
        self.staff_by_name: dict[str, list[User]] = defaultdict(list)
        for person in User.objects.staff().order_by("pk"):
            self.staff_by_email[person.email] = person
            for name in (
                f"{person.first_name} {person.last_name}",
                f"{person.last_name} {person.first_name}",
            ):
                if person not in self.staff_by_name[values.words(name)]:
                    self.staff_by_name[values.words(name)].append(person)
        managers = User.objects.with_role(Role.ACCOUNT_MANAGER)
        self.manager_ids = set(managers.values_list("pk", flat=True))

    # --- What files were taken for -----------------------------------------------------------
    def _read_names(self) -> None:
        self.names: dict[tuple[str, str], ImportedName] = {
            (row.subject, row.key): row for row in ImportedName.objects.all()
        }
        for row in self.names.values():
            if row.known_person_id:
                row.known_person = self.known[row.known_person_id]

    def name(self, subject: ImportSubject, key: str) -> ImportedName | None:
        """What a record with this key was taken for, if ever."""
        return self.names.get((subject.value, key))


def plain_legal(legal_id: str) -> str:
    """A legal id as it is compared: letters and digits only."""
    return "".join(c for c in legal_id.upper() if c.isalnum())
