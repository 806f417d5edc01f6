"""The French texts: gathered for the translators, and checked to be whole.

python -m tools.translations gather     write new texts into the catalogue, compile it
python -m tools.translations check      say what is missing, doubtful, stale or not compiled
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

from tools.terminal import ROOT, say

CATALOGUES = "locale/*/LC_MESSAGES/*.po"
LEFT_ASIDE = (".git", ".venv", "var", "tests", "docs", "static", "tools", "*_cache", "__pycache__")
NAMED = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}")
Key = tuple[str | None, str]


def catalogues(root: Path) -> list[Path]:
    """The catalogues of the project, one per language and domain."""
    return sorted(root.glob(CATALOGUES))


def problems_of(path: Path) -> Iterator[str]:
    """What is wrong with one catalogue by itself, as sentences."""
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        text = f"{path.name}: “{entry.msgid[:70]}”"
        if entry.obsolete:
            yield f"{text} is used no more: remove it."
        elif entry.fuzzy:
            yield f"{text} is marked as doubtful: confirm or correct it."
        elif not entry.translated():
            yield f"{text} is not translated."
        elif bad := _wrong_names(entry):
            yield f"{text} has other placeholders than its source: {', '.join(sorted(bad))}."
    if not _is_compiled(catalogue, path.with_suffix(".mo")):
        yield f"{path.name} is newer than its compiled file: run make messages."


def _wrong_names(entry: polib.POEntry) -> set[str]:
    """Placeholders that a translation adds, or that all its forms lose."""
    source = _names(entry.msgid) | _names(entry.msgid_plural)
    forms = list(entry.msgstr_plural.values()) or [entry.msgstr]
    translated = set().union(*map(_names, forms))
    return source ^ translated


def _names(text: str) -> set[str]:
    return {a or b for a, b in NAMED.findall(text)}


def _is_compiled(catalogue: polib.POFile, compiled: Path) -> bool:
    if not compiled.exists():
        return False
    source = {_key(e): _value(e) for e in catalogue if e.translated() and not e.obsolete}
    return source == {_key(e): _value(e) for e in polib.mofile(str(compiled))}


def _key(entry: polib.POEntry | polib.MOEntry) -> Key:
    return entry.msgctxt, entry.msgid


def _value(entry: polib.POEntry | polib.MOEntry) -> object:
    return dict(entry.msgstr_plural) or entry.msgstr


def gather(root: Path) -> None:
    """Write the texts that the sources of `root` hold into its catalogues."""
    command = [sys.executable, "manage.py", "makemessages", "--locale", "fr"]
    options = ["--add-location", "file", "--no-obsolete", "--no-wrap"]
    ignored = [part for name in LEFT_ASIDE for part in ("--ignore", f"{name}/*")]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    subprocess.run(
        [*command, *options, *ignored],
        cwd=root,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def ungathered(path: Path) -> Iterator[str]:
    """Texts of the sources that a catalogue lacks, and texts that it has without need."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_ASIDE))
        gather(copy)
        kept, found = (_texts(p) for p in (path, copy / path.relative_to(ROOT)))
    yield from (
        f"{path.name}: “{text[:70]}” is missing: run make messages." for text in found - kept
    )
    yield from (f"{path.name}: “{text[:70]}” is used no more." for text in kept - found)


def _texts(path: Path) -> set[str]:
    return {e.msgid for e in polib.pofile(str(path)) if not e.obsolete}


def compile_all(root: Path) -> None:
    """Write the compiled file beside each catalogue."""
    for path in catalogues(root):
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def check() -> int:
    """Say everything that is wrong; the exit code."""
    paths = catalogues(ROOT)
    found = [sentence for path in paths for sentence in problems_of(path)]
    if not paths:
        found.append("There is no catalogue in locale/.")
    elif shutil.which("xgettext"):
        found += ungathered(paths[0])
    else:
        say("Skipped: texts that were never gathered (gettext is not installed).")
    for sentence in found:
        say(sentence)
    return bool(found)


def main(verb: str) -> int:
    """Gather or check; the exit code."""
    if verb == "check":
        return check()
    if not shutil.which("xgettext"):
        sys.exit(
            "Gathering texts needs gettext: install it (Debian and Ubuntu: apt install gettext)."
        )
    gather(ROOT)
    compile_all(ROOT)
    for path in catalogues(ROOT):
        left = len(polib.pofile(str(path)).untranslated_entries())
        say(f"{path.relative_to(ROOT)}: {left} texts wait for a translation.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
