"""An IMAP server in a thread: one user, some folders, the few commands that the club sends."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_MOST_COMMANDS = 500


@dataclass
class Message:
    """One message of a folder."""

    uid: int
    raw: bytes
    flags: set[str] = field(default_factory=set)


@dataclass
class ImapServer:
    """What it holds, and how it behaves. `commands` is what it was asked."""

    host: str = "127.0.0.1"
    port: int = 0
    user: str = "club@club.example"
    password: str = "s3cret/&"
    validity: int = 7
    can_move: bool = True
    can_make: bool = True
    hangs_up_at: str = ""
    folders: dict[str, list[Message]] = field(default_factory=lambda: {"INBOX": []})
    commands: list[str] = field(default_factory=list)
    last_uid: int = 0

    def put(self, raw: bytes) -> Message:
        """Deliver a message."""
        self.last_uid += 1
        message = Message(self.last_uid, raw)
        self.folders["INBOX"].append(message)
        return message

    @property
    def url(self) -> str:
        """Its address, as an operator writes it."""
        return f"imap://club%40club.example:s3cret%2F%26@{self.host}:{self.port}"

    def uids(self, folder: str = "INBOX") -> list[int]:
        """What a folder holds."""
        return [message.uid for message in self.folders.get(folder, [])]


class _Session(socketserver.StreamRequestHandler):
    """One connection."""

    timeout = 10

    def handle(self) -> None:
        self.state: ImapServer = self.server.state
        self.say("* OK ready")
        for _n in range(_MOST_COMMANDS):
            line = self.rfile.readline().decode("utf-8", "replace").strip()
            if not line:
                return
            tag, _space, rest = line.partition(" ")
            self.state.commands.append(rest)
            if self.state.hangs_up_at and self.state.hangs_up_at in rest:
                return
            words = rest.split()
            name = words[1].upper() if words[0].upper() == "UID" else words[0].upper()
            answer = getattr(self, f"do_{name.lower()}", self.do_unknown)(rest)
            self.say(f"{tag} {answer or 'OK done'}")
            if name == "LOGOUT":
                return

    def do_unknown(self, _rest: str) -> str:
        return "BAD what?"

    def do_capability(self, _rest: str) -> None:
        self.say(f"* CAPABILITY IMAP4rev1{' MOVE' if self.state.can_move else ''}")

    def do_login(self, rest: str) -> str:
        wanted = (self.state.user, self.state.password)
        given = tuple(word.strip('"') for word in rest.split()[1:])
        return "OK in" if given == wanted else "NO wrong password"

    def do_logout(self, _rest: str) -> None:
        self.say("* BYE")

    def do_select(self, rest: str) -> str:
        name = rest.split(maxsplit=1)[1].strip('"')
        if name not in self.state.folders:
            return "NO no such folder"
        self.say(f"* {len(self.state.folders[name])} EXISTS")
        self.say(f"* OK [UIDVALIDITY {self.state.validity}] valid")
        return "OK [READ-WRITE] open"

    def do_list(self, rest: str) -> None:
        name = rest.rsplit(maxsplit=1)[1].strip('"')
        if name in self.state.folders:
            self.say(f'* LIST () "/" "{name}"')

    def do_create(self, rest: str) -> str:
        name = rest.split(maxsplit=1)[1].strip('"')
        if not self.state.can_make:
            return "NO not here"
        self.state.folders[name] = []
        return "OK made"

    def do_search(self, rest: str) -> None:
        uids = self.state.uids()
        if found := re.search(r"UID (\d+):\*", rest.removeprefix("UID ")):
            uids = [uid for uid in uids if uid >= int(found[1])] or uids[-1:]
        self.say("* SEARCH " + " ".join(map(str, uids)))

    def do_fetch(self, rest: str) -> None:
        wanted = {int(uid) for uid in rest.split()[2].split(",")}
        part = re.search(r"BODY\.PEEK\[\]<0\.(\d+)>", rest)
        for number, message in enumerate(self.state.folders["INBOX"], start=1):
            if message.uid in wanted and part:
                raw = message.raw[: int(part[1])]
                self.wfile.write(
                    f"* {number} FETCH (UID {message.uid} BODY[]<0> {{{len(raw)}}}\r\n".encode()
                )
                self.wfile.write(raw + b")\r\n")
            elif message.uid in wanted:
                size = len(message.raw)
                self.say(f"* {number} FETCH (UID {message.uid} RFC822.SIZE {size})")

    def do_store(self, rest: str) -> None:
        uid = int(rest.split()[2])
        for message in self.state.folders["INBOX"]:
            if message.uid == uid:
                message.flags |= set(re.findall(r"\\\w+", rest))

    def do_move(self, rest: str) -> None:
        uid, folder = int(rest.split()[2]), rest.rsplit(maxsplit=1)[1].strip('"')
        inbox = self.state.folders["INBOX"]
        moved = [message for message in inbox if message.uid == uid]
        self.state.folders[folder] += moved
        self.state.folders["INBOX"] = [message for message in inbox if message.uid != uid]

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, state: ImapServer) -> None:
        super().__init__((state.host, 0), _Session)
        self.state = state


@contextmanager
def imap_server(host: str = "127.0.0.1") -> Iterator[ImapServer]:
    """A server on a free port of this machine, for the length of the block."""
    state = ImapServer(host)
    with _Server(state) as server:
        state.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()
