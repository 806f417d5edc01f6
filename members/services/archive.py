"""Everything that the club keeps about one person, as a file to take along."""

import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from accounts.audit import note_act
from accounts.enums import AuditKind
from accounts.models import User
from accounts.registry import Kept, PersonalData, personal_data
from club.lib import clock
from members.services.periods import period_of

#: Up to so many bytes the archive never touches the disk.
_IN_MEMORY = 5_000_000
_CHUNK = 65_536
#: What the page looks like; it lies beside the page, which is read without the club.
_STYLES = settings.BASE_DIR / "static" / "css" / "archive.css"


@dataclass(frozen=True)
class Chapter:
    """One kind of data with all of its rows; `files` are the names inside the archive."""

    entry: PersonalData
    period: str
    rows: list[Kept]
    files: dict[int, str]

    @property
    def lines(self) -> list[tuple[Kept, str]]:
        """Each row with the name of its file, or ''."""
        return [(row, self.files.get(place, "")) for place, row in enumerate(self.rows)]


@transaction.atomic
def take_archive(person: User, *, by: User, language: str) -> IO[bytes]:
    """The archive for somebody who takes it along, which is kept as an act."""
    archive = build_archive(person, language)
    note_act(AuditKind.EXPORT_OWN, by=by, person=person)
    return archive


def build_archive(person: User, language: str) -> IO[bytes]:
    """A ZIP at its beginning: `index.html` to read, with its styles beside it, `data.json` for
    programs, and the files.

    In `language`. Closing it removes it, wherever it was kept.
    """
    archive = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the caller's
    with translation.override(language):
        chapters = list(_chapters(person))
        context = {"person": person, "chapters": chapters, "made_at": clock.now()}
        page = render_to_string("members/archive.html", context)
        data = [_plain(chapter) for chapter in chapters]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("index.html", page)
        packed.writestr("page.css", _STYLES.read_bytes())
        packed.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=1))
        for chapter in chapters:
            for place, name in chapter.files.items():
                _pack(packed, name, chapter.rows[place].file)
    archive.seek(0)
    return archive


def _chapters(person: User) -> Iterator[Chapter]:
    for entry in personal_data:
        rows = list(entry.export(person))
        files = {
            place: f"files/{entry.name}-{place + 1}{PurePosixPath(str(row.file.name)).suffix}"
            for place, row in enumerate(rows)
            if row.file and row.file.storage.exists(row.file.name)
        }
        yield Chapter(entry, period_of(entry), rows, files)


def _pack(packed: zipfile.ZipFile, name: str, stored: Any) -> None:
    with stored.storage.open(stored.name) as source, packed.open(name, "w") as target:
        while part := source.read(_CHUNK):
            target.write(part)


def _plain(chapter: Chapter) -> dict[str, Any]:
    entry = chapter.entry
    return {
        "kind": entry.name,
        "label": str(entry.label),
        "use": str(entry.use),
        "period": chapter.period,
        "seen_by": str(entry.seen_by),
        "rows": [
            {
                "what": str(row.what),
                "value": str(row.value),
                "since": _moment(row.since),
                "seen_by": str(row.seen_by or entry.seen_by),
                "file": name,
            }
            for row, name in chapter.lines
        ],
    }


def _moment(value: datetime | date | None) -> str:
    return value.isoformat() if value is not None else ""
