"""The companies of the demo club and who belongs to them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts import services
from accounts.enums import CompanySize, JobFunction, Role
from accounts.models import Company, CompanyTag, Membership, Sector, Tier, User
from club.lib import clock
from club.lib.text import ascii_slug
from home.demo.data import read
from home.demo.days import Days
from members.enums import FieldVisibility
from members.services import accept_charter, update_profile

PASSWORD = "club-demo"  # noqa: S105 (printed by `make run` for everybody to try)
MEMBER_LIMIT = 12
CHARTER = 1


@dataclass
class Member:
    """One member with what the stories need to know."""

    person: User
    company: Company
    life: str
    zeal: float


@dataclass
class Cast:
    """Everybody, by address."""

    staff: dict[str, User] = field(default_factory=dict)
    companies: dict[str, Company] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)

    @property
    def organiser(self) -> User:
        """Who writes the pages and holds the door."""
        return self.staff["organiser@club.example"]


class Casting:
    """Makes the people of the demo. The same chance gives the same people."""

    def __init__(self, days: Days, chance: Random) -> None:
        self.days, self.chance = days, chance
        self.words = read("people")
        self.cast = Cast()
        self.free_names = {
            language: self._mixed(names) for language, names in self.words["names"].items()
        }

    def _mixed(self, names: dict[str, list[str]]) -> Iterator[tuple[str, str, bool]]:
        """First name, last name, and whether it is a woman; no pair twice, last names spread."""
        firsts = [(name, True) for name in names["women"]]
        firsts += [(name, False) for name in names["men"]]
        lasts = list(names["last"])
        self.chance.shuffle(firsts)
        self.chance.shuffle(lasts)
        for shift in range(len(firsts)):
            for index, last in enumerate(lasts):
                first, is_woman = firsts[(index + shift) % len(firsts)]
                yield first, last, is_woman

    def fill(self) -> Cast:
        """Staff, sectors, companies and members; everybody gets the demo's password."""
        with clock.at(self.days.office_hour(self.days.months_ago(13), 0.2)):
            self._hire_staff()
            sectors = self._name_sectors()
        for row in read("companies")["companies"]:
            self._found_company(row, sectors)
        self._open_accounts()
        return self.cast

    def _hire_staff(self) -> None:
        for row in self.words["staff"]:
            person = services.create_user(
                row["email"], first_name=row["first"], last_name=row["last"], language="fr"
            )
            for role in row["roles"]:
                services.grant_role(person, Role(role))
            self.cast.staff[person.email] = person

    def _name_sectors(self) -> dict[str, Sector]:
        return {
            row["slug"]: Sector.objects.create(
                slug=row["slug"], name_fr=row["fr"], name_en=row["en"]
            )
            for row in read("companies")["sectors"]
        }

    def _found_company(self, row: dict[str, Any], sectors: dict[str, Sector]) -> None:
        since = self.days.months_ago(row["since"])
        with clock.at(self.days.office_hour(since, 0.5)):
            company = services.create_company(
                row["name"],
                tier=Tier.objects.get(slug=row["tier"]),
                by=self.cast.staff["admin@club.example"],
                sector=sectors[row["sector"]],
                size=CompanySize(row["size"]),
                region=row["region"],
                city=row["city"],
                website=f"https://{self._domain(row)}",
                about_fr=row["fr"],
                about_en=row.get("en", ""),
                account_manager=self.cast.staff[row["manager"]],
                client_since_on=since,
                renewal_on=self.days.day(30 + self.chance.randrange(330)),
                external_id=f"CRM-{len(self.cast.companies) + 1001}",
                legal_id=f"DEMO {len(self.cast.companies) + 1:09d}",
                member_limit=MEMBER_LIMIT,
            )
        company.tags.set(CompanyTag.objects.get_or_create(name=tag)[0] for tag in row["tags"])
        self.cast.companies[company.name] = company
        self._fill_company(company, row)

    def _domain(self, row: dict[str, Any]) -> str:
        return row.get("domain") or f"{ascii_slug(row['name'])}.example"

    def _fill_company(self, company: Company, row: dict[str, Any]) -> None:
        fixed = [p for p in self.words["fixed"] if row.get("key") == p["company"]]
        for number in range(row["people"]):
            facts = fixed[number] if number < len(fixed) else self._invent(row, number)
            self._join(company, row, facts)

    def _invent(self, row: dict[str, Any], number: int) -> dict[str, Any]:
        """Somebody with a name, a job and, more often than not, something to say."""
        first, last, is_woman = next(self.free_names[row.get("names", "fr")])
        language = row.get("lang", "fr")
        jobs = self.words["jobs"][number % len(self.words["jobs"])]
        masculine, feminine, english = self.chance.choice(jobs["titles"])
        facts = {
            "email": f"{ascii_slug(first)}.{ascii_slug(last)}@{self._domain(row)}",
            "first": first,
            "last": last,
            "job": [feminine if is_woman else masculine, english],
            "function": jobs["function"],
            "language": language,
            "role": "correspondent" if number == 1 else "",
        }
        if row["life"] not in {"silent", "left"} and self.chance.random() < 0.72:
            facts.update(self._speak(language, facts["job"][language == "en"]))
        return facts

    def _speak(self, language: str, job: str) -> dict[str, Any]:
        """What a person writes on the own profile."""
        topics = self.chance.sample(self.words["topics"][language], 4)
        about = self.chance.choice(self.words["about"][language]).format(
            job=job, years=self.chance.randrange(3, 22), topic=_in_sentence(topics[0])
        )
        wanted = topics[2 : 2 + self.chance.randrange(1, 3)]
        helps = topics[: self.chance.randrange(1, 3)]
        return {f"about_{language}": about, "helps": ", ".join(helps), "looks": ", ".join(wanted)}

    def _join(self, company: Company, row: dict[str, Any], facts: dict[str, Any]) -> None:
        language = facts.get("language", "fr")
        months = min(row["since"], 12 + self.chance.randrange(24))
        day = self.days.months_ago(months) + timedelta(days=self.chance.randrange(20))
        started = min(day, self.days.day(-2))
        with clock.at(self.days.office_hour(started, self.chance.random())):
            person = services.create_user(
                facts["email"],
                first_name=facts["first"],
                last_name=facts["last"],
                language=language,
            )
            services.start_membership(
                person,
                company,
                job_title=facts.get("job", ["", ""])[language == "en"],
                function=JobFunction(facts.get("function", "other")),
            )
            if facts.get("role"):
                services.grant_role(person, Role.CORRESPONDENT)
            self._write_profile(person, facts)
        with clock.at(self.days.office_hour(max(started, self.days.day(-365)), 0.9)):
            accept_charter(person, CHARTER, by=person)
        zeal = 0.6 + self.chance.random() * 0.8
        self.cast.members[person.email] = Member(person, company, row["life"], zeal)

    def _write_profile(self, person: User, facts: dict[str, Any]) -> None:
        update_profile(
            person,
            by=person,
            about=facts.get("about_fr") or facts.get("about_en") or "",
            can_help_with=facts.get("helps", ""),
            looks_for=facts.get("looks", ""),
            languages=facts.get("speaks") or _languages_of(person),
            phone=facts.get("phone", ""),
            phone_visible_to=(
                FieldVisibility.MEMBERS if facts.get("phone") else FieldVisibility.NOBODY
            ),
            shows_attendance=bool(facts.get("helps")),
        )

    def _open_accounts(self) -> None:
        """One hash for all, made once: a password costs time to make, on purpose."""
        User.objects.update(password=make_password(PASSWORD))
        EmailAddress.objects.all().delete()
        EmailAddress.objects.bulk_create(
            EmailAddress(user=person, email=person.email, primary=True, verified=True)
            for person in User.objects.order_by("pk")
        )


def _languages_of(person: User) -> list[str]:
    """What somebody of the demo speaks: their own language, the other one of three, some others."""
    own, other = ("en", "fr") if person.language == "en" else ("fr", "en")
    turn = person.pk
    more = [("de", 4), ("es", 5), ("it", 7), ("nl", 11)]
    spoken = [code for code, every in more if turn % every == 0]
    return [own, *([other] if turn % 3 else []), *spoken]


def _in_sentence(topic: str) -> str:
    """A topic inside a sentence; acronyms keep their capitals."""
    return topic if topic[1:2].isupper() else topic[:1].lower() + topic[1:]


def part_ways(cast: Cast) -> None:
    """The client that left: its people are out, its history stays."""
    leaving = {m.company.pk: m.company for m in cast.members.values() if m.life == "left"}
    for company in leaving.values():
        services.end_company(company, by=company.account_manager)


def suspend(cast: Cast) -> None:
    """Those whom the data call suspended are refused from now on."""
    addresses = [row["email"] for row in read("people")["fixed"] if row.get("suspended")]
    for membership in Membership.objects.open().filter(person__email__in=addresses):
        services.suspend_membership(membership, by=cast.staff["admin@club.example"])
