"""For how long things are kept: the club's choices, and the job that applies them."""

import logging
from datetime import timedelta

from django.db import transaction

from accounts.models import RetentionPeriod, RetentionRun, User
from accounts.registry import RetentionRule, retention_rules
from club.lib import clock

logger = logging.getLogger(__name__)

JOB = "members.retention"
#: Reports are kept as long as the longest memory of an audit.
_RUNS_KEPT = timedelta(days=365)


def periods() -> dict[str, int]:
    """The days of every rule, by its name: the club's choice, or else the default."""
    chosen = dict(RetentionPeriod.objects.values_list("rule", "days"))
    return {rule.name: _within(rule, chosen.get(rule.name, rule.days)) for rule in retention_rules}


def _within(rule: RetentionRule, days: int) -> int:
    return min(max(days, rule.least), rule.longest)


@transaction.atomic
def set_periods(chosen: dict[str, int], *, by: User) -> int:
    """Keep the periods that differ from those in force; returns how many.

    Raises ValueError for a rule that does not exist or days that it does not allow.
    """
    now = periods()
    for name, days in chosen.items():
        rule = retention_rules.get(name) if name in retention_rules else None
        if rule is None or not rule.least <= days <= rule.longest:
            raise ValueError(f"{name}: {days}")
        if days != now[name]:
            facts = {"days": days, "changed_by": by, "changed_at": clock.now()}
            RetentionPeriod.objects.update_or_create(rule=name, defaults=facts)
    return sum(days != now[name] for name, days in chosen.items())


def apply_retention() -> RetentionRun:
    """Apply every rule once, and write down what each did.

    One that fails is named in the report and does not keep the others from running.
    """
    run = RetentionRun.objects.create()
    days = periods()
    for rule in retention_rules:
        try:
            run.counts[rule.name] = rule.apply(clock.now() - timedelta(days=days[rule.name]))
        except Exception:
            logger.exception("The rule of retention %s could not be applied.", rule.name)
            run.failed.append(rule.name)
    run.finished_at = clock.now()
    run.save()
    RetentionRun.objects.filter(started_at__lt=clock.now() - _RUNS_KEPT).delete()
    return run
