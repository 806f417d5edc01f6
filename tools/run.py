"""`make run`: prepare the club in var/, then serve it with its worker and its clock."""

import http.client
import os
import secrets
import sys
import time
from pathlib import Path

from tools.children import Children
from tools.port import HOST, chosen_port, require_free
from tools.terminal import ROOT, Refusal, refusals_as_sentences, require_space, say

VAR = Path(os.environ.get("VAR_DIR") or ROOT / "var")
MEGABYTES = 200
PATIENCE_SECONDS = 90
DEMO_ACCOUNTS = [
    ("member@client-a.example", "member of client A, gold"),
    ("colleague@client-a.example", "correspondent of client A"),
    ("member@client-b.example", "member of client B, silver, a competitor of A"),
    ("member@client-c.example", "member of client C, bronze, nearly silent"),
    ("suspended@client-b.example", "suspended member of client B"),
    ("organiser@club.example", "organiser: writes and runs the events"),
    ("manager@club.example", "account manager of clients A and C"),
    ("manager2@club.example", "account manager of client B"),
    ("director@club.example", "director"),
    ("allinone@club.example", "organiser, account manager and director in one"),
    ("admin@club.example", "administrator"),
]


def main() -> int:
    """Prepare, serve until Ctrl-C, stop all; the exit code. Raises Refusal."""
    port = chosen_port()
    require_free(port)
    require_space(VAR, MEGABYTES)
    keep_secret_key(VAR / "secret_key")
    os.environ.setdefault("BASE_URL", f"http://{HOST}:{port}")
    children = Children(environment=os.environ)
    children.listen()
    say("Opening the club")
    prepare(children)
    return serve(children, port)


def keep_secret_key(path: Path) -> None:
    """Make this machine's secret key once, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size:
        return
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(64))
    unfinished.replace(path)


def prepare(children: Children) -> None:
    """Bring database, static files and demo up to date, in a process that ends afterwards."""
    children.start("preparation", [sys.executable, "-m", "tools.prepare"])
    code = children.finish("preparation")
    if code is None:
        raise Refusal("\nStopped before the club was open; make run goes on from here.")
    if code:
        sys.exit(code if code > 0 else "The preparation was killed; make run begins it again.")


def serve(children: Children, port: int) -> int:
    """Run the web server, the worker and the clock until one of them or the person ends it."""
    python, manage = sys.executable, str(ROOT / "manage.py")
    worker = [python, manage, "db_worker", "--backend", "jobs", "--no-reload", "--verbosity", "0"]
    children.start("web server", [python, "-m", "uvicorn", *web_options(port)])
    children.start("worker", worker)
    children.start("clock", [python, manage, "tick"])
    opening = Opening(port)
    try:
        sentence = children.watch(opening.look)
    finally:
        children.stop()
    if sentence:
        raise Refusal(f"{sentence} The others were stopped too; its reason stands above.")
    say("\n  The club is closed. Its data is kept in var/; make run opens it again.")
    return 0


def web_options(port: int) -> list[str]:
    """How uvicorn serves the club."""
    return [
        "club.asgi:application",
        *("--host", HOST, "--port", str(port), "--no-proxy-headers"),
        *("--timeout-graceful-shutdown", "3"),
        *("--ws-max-size", "65536", "--ws-per-message-deflate", "false"),
        *("--log-level", "warning", "--no-access-log", "--no-server-header"),
    ]


class Opening:
    """Waits for the web server's first answer, then says where the club is."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.is_open = False
        self.deadline = time.monotonic() + PATIENCE_SECONDS

    def look(self) -> None:
        """Ask once; greet at the first answer. Raises Refusal when none came in time."""
        if self.is_open:
            return
        if self._answers():
            self.is_open = True
            greet(self.port)
        elif time.monotonic() > self.deadline:
            raise Refusal(
                f"The web server gave no healthy answer in {PATIENCE_SECONDS} seconds, so all was "
                "stopped; its reason stands above."
            )

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def greet(port: int) -> None:
    """Say where the club is, and in a demo, who can sign in."""
    address = f"http://{HOST}:{port}"
    say(f"\n  The club is open at {address}  (Ctrl-C closes it)")
    if os.environ.get("DEMO", "1").lower() not in {"0", "false", "no", "off"}:
        say(f"  The mails that it sends: {address}/demo/mail/")
        say("\n  Demo accounts; the password of each is club-demo")
        for email, who in DEMO_ACCOUNTS:
            say(f"    {email:<28} {who}")
    say()


if __name__ == "__main__":
    with refusals_as_sentences():
        sys.exit(main())
