"""What a fact is about, in words, for who reads the ledger."""

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
    subjects = {fact.pk: (fact.content_type_id, fact.object_id) for fact in facts}
    told: dict[Any, About] = {}
    for type_id in {type_id for type_id, _pk in subjects.values() if type_id is not None}:
        model: Any = ContentType.objects.get_for_id(type_id).model_class()
        label = model._meta.label_lower if model else ""
        if label in subject_sources:
            ids = {pk for other, pk in subjects.values() if other == type_id and pk is not None}
            found = subject_sources.get(label).tell(viewer, ids)
            told |= {(type_id, pk): about for pk, about in found.items()}
    return {pk: told[subject] for pk, subject in subjects.items() if subject in told}
