"""A mail server in a thread, which can be told to fail like real ones do."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

#: What the server does with the next message: take it, or fail in one of these ways.
TAKE = "take"
REFUSE_FOR_NOW = "450 4.2.0 Greylisted, come back later"
REFUSE_FOR_EVER = "550 5.1.1 No such mailbox"
SPAM = "554 5.7.1 Message refused"
BUSY = "451 4.3.0 Try again later"
HANG_UP = "hang up before the answer to DATA"


@dataclass
class MailServer:
    """What was taken, and what is to happen. `plan(address, n)` decides about the nth message."""

    plan: Callable[[str, int], str] = lambda _address, _n: TAKE
    taken: list[EmailMessage] = field(default_factory=list)
    hung_up_on: list[str] = field(default_factory=list)
    seen: int = 0
    port: int = 0
    at_data: Callable[[], None] = lambda: None

    def ids(self) -> list[str]:
        """Message-ID of everything that was taken, also when the sender was not told so."""
        return [str(message["Message-ID"]) for message in self.taken]


class _Session(socketserver.StreamRequestHandler):
    """One connection: the few commands that a sender uses."""

    def handle(self) -> None:
        self.plan = TAKE
        self.say("220 mail.example ESMTP")
        while line := self.rfile.readline().decode("ascii", "replace").strip():
            word = line.split(":")[0].split(" ")[0].upper()
            if word == "QUIT":
                self.say("221 Bye")
                return
            if not self.answer(word, line):
                return

    def answer(self, word: str, line: str) -> bool:
        """Answer one command; False to hang up."""
        server = self.server.state
        if word == "MAIL":
            self.say("250 OK")
        elif word == "RCPT":
            address = line.partition("<")[2].partition(">")[0]
            self.plan = server.plan(address, server.seen)
            server.seen += 1
            refused = self.plan in {REFUSE_FOR_NOW, REFUSE_FOR_EVER}
            self.say(self.plan if refused else "250 OK")
        elif word == "DATA":
            return self.data(server)
        else:
            self.say("250 mail.example")
        return True

    def data(self, server: MailServer) -> bool:
        """Take the message, or not."""
        self.say("354 Go on")
        received = bytearray()
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            received += line.removeprefix(b".") if line.startswith(b"..") else line
        if self.plan in {SPAM, BUSY}:
            self.say(self.plan)
            return True
        message = message_from_bytes(bytes(received), policy=policy.default)
        server.taken.append(message)
        server.at_data()
        if self.plan == HANG_UP:
            server.hung_up_on.append(str(message["Message-ID"]))
            return False
        self.say("250 Taken")
        return True

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class _Threads(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server on a free port of this machine, for the length of the block."""
    state = MailServer()
    with _Threads(("127.0.0.1", 0), _Session) as server:
        server.state = state
        state.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield state
        server.shutdown()
        thread.join()
