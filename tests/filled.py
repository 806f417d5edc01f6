"""Databases with rows that many tests look at: filled once in each run, then copied."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.database import Template, template

#: Where the files beside the rows are kept, for all processes of the run.
PLACE: Path = settings.PART.parent / "filled"


@dataclass(frozen=True)
class Filled:
    """One of these databases. `fill` makes the rows, and answers what tests want to know of it."""

    name: str
    fill: Callable[[], Any]

    def bring(self, database: Template) -> Any:
        """Put it in the place of this process' database, with its files; what `fill` answered.

        The test must not begin with rows of its own, and may change what it likes.
        """
        database.ensure_filled(self.name, self._make)
        database.restore(self.name)
        shutil.copytree(self._files, settings.MEDIA_ROOT, dirs_exist_ok=True)
        return json.loads(self._answer.read_text())

    def _make(self) -> None:
        shutil.rmtree(self._place, ignore_errors=True)
        answer = self.fill()
        Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
        shutil.copytree(settings.MEDIA_ROOT, self._files)
        self._answer.write_text(json.dumps(answer))

    @property
    def _place(self) -> Path:
        return PLACE / self.name

    @property
    def _files(self) -> Path:
        return self._place / "media"

    @property
    def _answer(self) -> Path:
        return self._place / "answer.json"


def drop_all(kept_in: Path) -> None:
    """Leave none on a server, once all processes of the run are through."""
    for place in PLACE.glob("*/"):
        template(kept_in).drop_filled(place.name)
