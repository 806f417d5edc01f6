"""Queries of the ledger. It is append-only: nothing here changes or removes a fact."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Never, Self

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models

from participation.enums import Side
from participation.kinds import names_of_side

if TYPE_CHECKING:
    from accounts.models import Company, User


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete a fact. A correction voids it: `ledger.retract()`."""

    def __init__(self) -> None:
        super().__init__(
            "The ledger is append-only: correct it with participation.ledger.retract()."
        )


class ActorQuerySet(models.QuerySet[Any]):
    """The numbers that stand for people."""

    def objecting(self) -> Self:
        """Of those who object to the use of their facts."""
        return self.filter(objected_at__isnull=False)


class ParticipationQuerySet(models.QuerySet[Any]):
    """Facts. The ones that count are the `standing()` ones."""

    def standing(self) -> Self:
        """Facts that were not voided."""
        return self.filter(voided_at__isnull=True)

    def usable(self) -> Self:
        """Standing facts of people who do not object: what may be counted and shown to others."""
        actors = apps.get_model("participation", "Actor")._default_manager
        return self.standing().exclude(actor__in=actors.objecting().values("pk"))

    def of_company(self, company: "Company") -> Self:
        """Facts of one company, whoever did them."""
        return self.filter(company=company)

    def of_person(self, person: "User") -> Self:
        """Facts of one person, in whichever company they were then."""
        return self.filter(person=person)

    def of_kind(self, *names: str) -> Self:
        """Facts of these kinds."""
        return self.filter(kind__in=names)

    def of_side(self, side: Side) -> Self:
        """What the clients did, or what the club did."""
        return self.filter(kind__in=names_of_side(side))

    def about(self, subject: models.Model) -> Self:
        """Facts with this subject."""
        content_type = ContentType.objects.get_for_model(subject)
        return self.filter(content_type=content_type, object_id=subject.pk)

    def void(self, *, at: datetime, by: "User | None") -> int:
        """Mark the standing ones of these facts as not having happened; returns how many."""
        return super(ParticipationQuerySet, self.standing()).update(voided_at=at, voided_by=by)

    def rename(self, **values: Any) -> int:
        """Say of facts under which record they stand, after two were merged. What happened, and
        when, is not touched: any other field raises AppendOnlyError.
        """
        if not set(values) <= {"person", "company", "actor", "voided_by", "idempotency_key"}:
            raise AppendOnlyError
        return super().update(**values)

    def forget_people(self) -> int:
        """Take the person off these facts; the company's facts and the numbers stay."""
        return super(ParticipationQuerySet, self.filter(person__isnull=False)).update(person=None)

    def update(self, **_values: Any) -> Never:
        """Refused."""
        raise AppendOnlyError

    def delete(self) -> Never:
        """Refused."""
        raise AppendOnlyError

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> Never:
        """Refused."""
        raise AppendOnlyError

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


ActorManager = models.Manager.from_queryset(ActorQuerySet)
ParticipationManager = models.Manager.from_queryset(ParticipationQuerySet)
