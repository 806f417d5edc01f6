"""What the check of the French texts finds."""

from pathlib import Path

import polib
import pytest

from tools.translations import compile_all, problems_of

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def catalogue(root: Path, text: str, *, compiled: bool = True) -> Path:
    path = root / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEADER + text)
    if compiled:
        compile_all(root)
    return path


def test_whole_catalogue_is_good(tmp_path: Path) -> None:
    text = (
        'msgid "Hello, %(name)s"\nmsgstr "Bonjour %(name)s"\n\n'
        'msgid "%(count)d seat"\nmsgid_plural "%(count)d seats"\n'
        'msgstr[0] "une place"\nmsgstr[1] "%(count)d places"\n'
    )
    assert list(problems_of(catalogue(tmp_path, text))) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('msgid "Seat"\nmsgstr ""\n', "django.po: “Seat” is not translated."),
        (
            '#, fuzzy\nmsgid "Seat"\nmsgstr "Siège"\n',
            "django.po: “Seat” is marked as doubtful: confirm or correct it.",
        ),
        (
            '#~ msgid "Seat"\n#~ msgstr "Siège"\n',
            "django.po: “Seat” is used no more: remove it.",
        ),
        (
            'msgid "Hello, %(name)s"\nmsgstr "Bonjour %(nom)s"\n',
            "django.po: “Hello, %(name)s” has other placeholders than its source: name, nom.",
        ),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, sentence: str) -> None:
    assert list(problems_of(catalogue(tmp_path, text))) == [sentence]


@pytest.mark.parametrize("compiled", [True, False])
def test_text_changed_after_compiling_is_found(tmp_path: Path, compiled: bool) -> None:
    path = catalogue(tmp_path, 'msgid "Seat"\nmsgstr "Siège"\n', compiled=compiled)
    changed = polib.pofile(str(path))
    changed.find("Seat").msgstr = "Place"
    changed.save()
    assert list(problems_of(path)) == [
        "django.po is newer than its compiled file: run make messages."
    ]
