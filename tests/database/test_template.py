"""Every test begins with the same rows, whatever the one before it committed."""

from pathlib import Path

import pytest
from django.db import connection
from wagtail.models import Page

from accounts.models import Audience, User
from tests.database import fingerprint


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["one", "two"])
def test_committed_rows_are_gone_and_deleted_ones_back(turn: str) -> None:
    assert Page.objects.filter(depth=1).count() == 1
    assert Audience.objects.filter(key__isnull=False).count() == 3
    assert not User.objects.exists()
    Page.objects.all().delete()
    User.objects.create(email=f"{turn}@example.org")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["one", "two"])
def test_numbers_begin_again(turn: str) -> None:
    first = User.objects.create(email="a@example.org").pk
    assert User.objects.create(email="b@example.org").pk == first + 1
    assert first == 1


@pytest.mark.django_db
def test_database_is_a_copy_of_this_process_alone(worker_id: str) -> None:
    assert worker_id.replace("master", "main") in Path(connection.settings_dict["NAME"]).as_posix()


def test_fingerprint_follows_the_code_behind_data_migrations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fingerprint, "ROOT", tmp_path)
    texts = {
        "shop/migrations/0002_rows.py": "from shop import rows\nmigrations.RunPython(rows.make)",
        "shop/migrations/0003_column.py": "import shop.forms\nmigrations.AddField()",
        "shop/rows.py": "import shop.words as words",
        "shop/words.py": "",
        "shop/forms.py": "",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    found = fingerprint._code_behind(sorted(tmp_path.glob("shop/migrations/*.py")))
    assert {path.name for path in found} == {"rows.py", "words.py"}
