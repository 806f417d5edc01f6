"""Take in a client file."""

import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Tier
from members.crm.fields import Field
from members.imports import Options, Plan, Scope, UnknownColumns, Unreadable, plan, rows_of
from members.services import Overtaken, apply_import

_SHOWN_COLUMNS = 40
#: What lets an import do what it refuses or keeps, by what is told of it.
_OTHERWISE = {
    (Scope.LINE, "moved"): "--move-people",
    (Scope.KEPT, "tier"): "--change-tiers",
    (Scope.KEPT, "function"): "--change-roles",
    (Scope.KEPT, "account_manager"): "--change-managers",
    (Scope.KEPT, "tags"): "--change-tags",
    (Scope.KEPT, "staff_name"): "--rename-staff",
    (Scope.CELL, "sector"): "--add-sectors",
    (Scope.CELL, "ambiguous"): "--dates day-first",
}
_SWITCHES = {
    "moves_people": ("--move-people", "move people whom the file has at another company"),
    "changes_tiers": ("--change-tiers", "follow the file where a company has another tier"),
    "changes_functions": (
        "--change-roles",
        "follow the file where a person has another function (decides, buys, ...)",
    ),
    "changes_managers": (
        "--change-managers",
        "follow the file where a company has another account manager",
    ),
    "changes_tags": ("--change-tags", "take off the tags that the file does not name"),
    "renames_staff": ("--rename-staff", "follow the file where it writes a name of the staff"),
    "adds_sectors": ("--add-sectors", "make the sectors that the club does not have yet"),
}


class Command(BaseCommand):
    """`manage.py import_clients FILE` says what it would do; `--apply` does it."""

    help = (
        "Read companies and contacts from a CRM export or a spreadsheet (CSV, XLSX) and say, line "
        "by line, what would be created, changed, reviewed and refused. Writes only with --apply."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """Keep the list of fields below the options as it stands."""
        fields = "\n".join(f"  {field.value:<14} {field.label}" for field in Field)
        kwargs |= {
            "epilog": f"Fields for --map:\n{fields}\n  -              leave the column out",
            "formatter_class": RawDescriptionHelpFormatter,
        }
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, whether to write, how to read, and what to allow."""
        parser.add_argument("file", type=Path, help="a CSV or XLSX file")
        parser.add_argument("--apply", action="store_true", help="do what is said")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="COLUMN=FIELD",
            help="what a column means; repeat for several",
        )
        parser.add_argument("--encoding", default="", help="utf-8, cp1252, utf-16, ...")
        parser.add_argument("--sheet", default="", help="the sheet of a workbook")
        parser.add_argument(
            "--dates",
            choices=["day-first", "month-first"],
            help="what 03/04/2026 means; else as the columns tell",
        )
        parser.add_argument(
            "--tier", default="", help="the tier of new companies without one: its slug"
        )
        for name, (switch, text) in _SWITCHES.items():
            parser.add_argument(switch, dest=name, action="store_true", help=text)

    def handle(self, *args: Any, **options: Any) -> None:
        """Plan, print, and write when told to. Ends with 1 where the file cannot be taken."""
        begin = time.monotonic()
        made = self._plan(options)
        self._print(made)
        if not options["apply"]:
            self._say(_("Nothing was written. Run it again with --apply to do this."))
            return
        try:
            apply_import(made, by=None, tell=self._progress(_("Writing")))
        except Overtaken:
            raise CommandError(
                _("The club changed while the file was read. Nothing was written: run it again.")
            ) from None
        seconds = f"{time.monotonic() - begin:.1f}"
        self._say(_("Written, in %(seconds)s s.") % {"seconds": seconds})

    # --- Reading -----------------------------------------------------------------------------
    def _plan(self, options: dict[str, Any]) -> Plan:
        self._check_tier(options["tier"])
        allowed = Options(
            **{name: options[name] for name in _SWITCHES},
            tier=options["tier"],
            day_first={"day-first": True, "month-first": False}.get(options["dates"] or ""),
            encoding=options["encoding"],
            sheet=options["sheet"],
        )
        try:
            return plan(
                options["file"],
                mapping=self._mapping(options["map"]),
                options=allowed,
                tell=self._progress(_("Reading")),
            )
        except UnknownColumns as error:
            hint = _("Or say what the columns are with --map COLUMN=FIELD.")
            raise CommandError(f"{error} {hint} {_('Nothing was written.')}") from None
        except Unreadable as error:
            raise CommandError(f"{error} {_('Nothing was written.')}") from None

    def _check_tier(self, slug: str) -> None:
        slugs = list(Tier.objects.values_list("slug", flat=True))
        if slug and slug not in slugs:
            raise CommandError(
                _("“%(slug)s” is no tier. Write one of: %(slugs)s.")
                % {"slug": slug, "slugs": ", ".join(slugs)}
            )

    def _mapping(self, given: list[str]) -> dict[str, str]:
        mapping = {}
        for pair in given:
            heading, equals, field = pair.rpartition("=")
            if not equals or not heading.strip():
                raise CommandError(
                    _('“%(pair)s”: write --map like --map "Chargé clientèle=manager".')
                    % {"pair": pair}
                )
            mapping[heading.strip()] = field.strip()
        return mapping

    # --- Saying ------------------------------------------------------------------------------
    def _print(self, made: Plan) -> None:
        self._print_columns(made)
        for row in rows_of(made):
            act = _ACTS[row.act] if row.scope != Scope.CELL else _("refuse cell")
            option = _OTHERWISE.get((row.scope, row.code)) if row.scope else None
            hint = " " + _("Or say %(option)s.") % {"option": option} if option else ""
            self._say(
                _("Line %(line)s: %(act)s: %(text)s")
                % {"line": row.line, "act": act, "text": row.text + hint}
            )
        self._print_counts(made)

    def _print_columns(self, made: Plan) -> None:
        self._say(
            _("%(name)s: %(how)s; headings on line %(line)s")
            % {"name": made.source, "how": made.how, "line": made.header_line}
        )
        for column in made.columns[:_SHOWN_COLUMNS]:
            if column.field is not None:
                self._say(f"  {column.heading}: {column.field.label}")
        unknown = [heading for heading in made.unknown_columns if heading]
        if unknown:
            names = ", ".join(f"“{heading}”" for heading in unknown[:_SHOWN_COLUMNS])
            self._say(
                ngettext(
                    "%(count)s column is not read: %(names)s. Say what it is with --map.",
                    "%(count)s columns are not read: %(names)s. Say what they are with --map.",
                    len(unknown),
                )
                % {"count": len(unknown), "names": names}
            )
        for note in made.notes:
            self._say(note)

    def _print_counts(self, made: Plan) -> None:
        counts = made.counts
        lines = (
            (_("Create: %(a)s companies, %(b)s people"), "companies_created", "people_created"),
            (_("Change: %(a)s companies, %(b)s people"), "companies_changed", "people_changed"),
            (_("Sectors to add: %(a)s; names of staff to change: %(b)s"), "sectors_created",
             "staff_renamed"),
            (_("Review: %(a)s; unchanged: %(b)s"), "reviews", "kept"),
            (_("Refuse: %(a)s lines, %(b)s cells"), "lines_refused", "cells_refused"),
        )  # fmt: skip
        for text, one, other in lines:
            self._say(text % {"a": getattr(counts, one), "b": getattr(counts, other)})
        if counts.reviews:
            self._say(_("What is to be reviewed waits in the CMS, under “Client files”."))

    def _say(self, text: str) -> None:
        """One line, whatever the file held: nothing in it may move the cursor of a terminal."""
        self.stdout.write("".join(c if c.isprintable() else " " for c in text))

    def _progress(self, label: str) -> Any:
        """A bar on a terminal, a line for each quarter elsewhere; on the side for errors."""
        shown = -1

        def tell(done: int, total: int) -> None:
            nonlocal shown
            on_terminal = self.stderr.isatty()
            share = done * (100 if on_terminal else 4) // max(total, 1)
            if share == shown or (not on_terminal and total < 1000):
                return
            shown = share
            if on_terminal:
                bar = "█" * (share // 4)
                ending = "\n" if done == total else ""
                self.stderr.write(f"\r{label} {bar:<25} {share:3d} %", ending=ending)
            else:
                self.stderr.write(f"{label}: {done}/{total}")

        return tell


_ACTS = {
    "create": gettext_lazy("create"),
    "change": gettext_lazy("change"),
    "keep": gettext_lazy("keep"),
    "review": gettext_lazy("review"),
    "refuse": gettext_lazy("refuse"),
    "ignore": gettext_lazy("ignore"),
}
