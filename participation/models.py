"""The ledger: a recorded fact, who did it, and the monthly roll-up."""

from typing import Any, ClassVar, Never

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from club.lib import clock
from participation.enums import Source
from participation.kinds import Kind, get_kind
from participation.querysets import ActorManager, AppendOnlyError, ParticipationManager

#: The actor of facts that name no person.
NOBODY = 0


class Actor(models.Model):
    """The number that stands for a person in the ledger.

    When the person is forgotten, the number stays and stands for nobody any more: the company's
    facts can still be counted by how many people did them. `objected_at` is set while the person
    objects to the use of their facts: nothing reads them but the person's own list.
    `forgotten_on` is the day on which the person was erased.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objected_at = models.DateTimeField(_("objected"), null=True, blank=True)
    forgotten_on = models.DateField(_("forgotten"), null=True, blank=True)

    objects: ClassVar["ActorManager[Actor]"] = ActorManager()

    wagtail_reference_index_ignore = True  # the CMS keeps no trace of it

    class Meta:
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        indexes = [
            models.Index(
                fields=["id"], condition=Q(objected_at__isnull=False), name="actor_objecting"
            ),
            models.Index(
                fields=["forgotten_on"],
                condition=Q(forgotten_on__isnull=False),
                name="actor_forgotten",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Participation(models.Model):
    """This person, of this company at that time, did this kind of thing, with this subject, then.

    Written by `participation.ledger` only. A correction voids a fact, nothing deletes it; the
    person can be forgotten (`person` becomes empty), the company's fact and the number of its
    actor stay. `occurred_on` is the day on the club's clocks when it was recorded.
    """

    company = models.ForeignKey(
        Company,
        on_delete=models.PROTECT,
        related_name="participations",
        verbose_name=_("company"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("person"),
    )
    actor = models.PositiveBigIntegerField(default=NOBODY, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    content_type = models.ForeignKey(
        ContentType,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    subject = GenericForeignKey("content_type", "object_id")
    occurred_at = models.DateTimeField(_("happened"))
    occurred_on = models.DateField(editable=False)
    recorded_at = models.DateTimeField(_("recorded"), default=clock.now)
    source = models.CharField(
        _("source"), max_length=10, choices=Source.choices, default=Source.PORTAL
    )
    solicited_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("answers to"),
    )
    voided_at = models.DateTimeField(_("voided"), null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("voided by"),
    )
    idempotency_key = models.CharField(max_length=200)

    objects: ClassVar["ParticipationManager[Participation]"] = ParticipationManager()

    wagtail_reference_index_ignore = True  # the CMS keeps no trace of it

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["-occurred_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["idempotency_key"],
                condition=Q(voided_at__isnull=True),
                name="participation_once_per_key",
            ),
            models.CheckConstraint(
                condition=Q(content_type__isnull=True, object_id__isnull=True)
                | Q(content_type__isnull=False, object_id__isnull=False),
                name="participation_subject_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "kind", "occurred_at"],
                name="participation_by_company",
            ),
            models.Index(fields=["company", "occurred_on"], name="participation_by_day_of"),
            models.Index(fields=["occurred_on"], name="participation_by_day"),
            models.Index(fields=["person", "occurred_at"], name="participation_by_person"),
            models.Index(
                fields=["content_type", "object_id", "kind"],
                name="participation_by_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.company_id} · {self.occurred_at:%Y-%m-%d}"

    @property
    def meaning(self) -> Kind:
        """Side and label of its kind. Raises LookupError when no app registers it any more."""
        return get_kind(self.kind)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new fact. Raises AppendOnlyError for one that is there already."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> Never:
        """Refused."""
        raise AppendOnlyError


class Bucket(models.Model):
    """How often one actor of a company did one kind of thing in one month of the club's zone.

    Kept by the ledger in the transaction of each fact. `n_solicited` of the `n` answered something
    that the club did; `last_on` is the day of the last one.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    actor = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    month = models.DateField()
    n = models.PositiveIntegerField()
    n_solicited = models.PositiveIntegerField()
    last_on = models.DateField()

    wagtail_reference_index_ignore = True  # the CMS keeps no trace of it

    class Meta:
        verbose_name = _("month of participations")
        verbose_name_plural = _("months of participations")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "actor", "kind", "month"], name="bucket_once_per_month"
            ),
            models.CheckConstraint(
                condition=Q(n__gte=1, n_solicited__lte=models.F("n")), name="bucket_counts"
            ),
        ]
        indexes = [models.Index(fields=["month"], name="bucket_by_month")]

    def __str__(self) -> str:
        return f"{self.kind} · {self.company_id} · {self.month:%Y-%m} · {self.n}"


class LedgerMark(models.Model):
    """Something about a company's facts changed, from `since_on` on (empty: from the first).

    One more row for each change, so that two who record never wait for each other; who keeps
    something derived from the facts removes the rows that it has seen.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    since_on = models.DateField(null=True)
    changed_at = models.DateTimeField(default=clock.now)

    wagtail_reference_index_ignore = True  # the CMS keeps no trace of it

    class Meta:
        verbose_name = _("mark of the ledger")
        verbose_name_plural = _("marks of the ledger")

    def __str__(self) -> str:
        return f"{self.company_id} · {self.changed_at:%Y-%m-%d %H:%M}"
