"""Several web processes: what is written through one arrives at another; one that stops says so."""

import json

import pytest
from django.conf import settings
from django.test import Client
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.browser.conftest import web_process
from tests.forum import made

#: Seconds: the heartbeat of a process that nobody tells anything, with room for a busy machine.
CONVERGED = 8


def test_an_answer_crosses_processes_and_a_restart_is_announced(
    transactional_db, member_a, member_b
):
    thread = made.thread(member_a)
    client = Client()
    client.force_login(member_a)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    with web_process(settings.PART / "second.log") as (address, server):
        origin = address.replace("http", "ws")
        with connect(
            f"{origin}/ws/", origin=Origin(address), additional_headers={"Cookie": cookie}
        ) as line:
            words = {"type": "join", "topic": "thread", "key": str(thread.pk)}
            line.send(json.dumps({**words, "after": thread.last_seq}))
            assert json.loads(line.recv(timeout=CONVERGED))["type"] == "hello"
            made.reply(thread, member_b, "From the other process")
            heard = json.loads(line.recv(timeout=CONVERGED))
            assert "From the other process" in heard["data"]["post"]["body"]
            server.terminate()
            with pytest.raises(ConnectionClosed) as end:
                line.recv(timeout=CONVERGED)
            assert end.value.rcvd.code == 1012
