"""What a fact is about, in words, for who reads the ledger."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType

from accounts.audience import Viewer
from participation.models import Participation
from participation.registry import About, subject_sources


def read_subjects(facts: Iterable[Participation], viewer: Viewer) -> dict[int, About]:
    """Of each fact whose subject the viewer may see, what it is about, by the fact's id.

    One query for each kind of subject, and none for a subject that no app tells about.
    """
    asked: defaultdict[int, set[int]] = defaultdict(set)
    rows = [fact for fact in facts if fact.content_type_id and fact.object_id]
    for fact in rows:
        asked[fact.content_type_id or 0].add(fact.object_id or 0)
    told: dict[tuple[int, int], About] = {}
    for type_id, ids in asked.items():
        model: Any = ContentType.objects.get_for_id(type_id).model_class()
        label = model._meta.label_lower if model else ""
        if label in subject_sources:
            found = subject_sources.get(label).tell(viewer, ids)
            told |= {(type_id, pk): about for pk, about in found.items()}
    keys = {fact.pk: (fact.content_type_id or 0, fact.object_id or 0) for fact in rows}
    return {pk: told[key] for pk, key in keys.items() if key in told}
