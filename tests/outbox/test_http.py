"""Requests of gateways: what they cost beside the network, and what their failures mean."""

import asyncio
import socket
import subprocess
import sys
from contextlib import suppress
from uuid import UUID

import pytest
from pydantic import SecretStr

from gateways import http
from gateways.bot_api import BotApi
from gateways.errors import Denied, Transient, Unanswered
from gateways.payments.stripe import Stripe
from gateways.vpn.remnawave import Remnawave
from tests.support import REPOSITORY
from tests.support.payments import charge
from tests.vpn.kits import MARK

PROGRAM = """if True:
    import asyncio, sys
    import httpx
    from gateways import http

    class Searches:
        names = []

        def find_spec(self, name, path=None, target=None):
            self.names.append(name)
            return None

    async def ask():
        async def serve(reader, writer):
            while await reader.readuntil(b"\\r\\n\\r\\n"):
                writer.write(b"HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n")

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server, http.client() as client:
            url = "http://127.0.0.1:%d/" % server.sockets[0].getsockname()[1]
            await client.get(url)
            sys.meta_path.insert(0, Searches())
            await client.get(url)
        print(*Searches.names)
    asyncio.run(ask())
"""


def test_a_request_searches_the_disk_for_no_module() -> None:
    """httpcore would do so at each of its locks, 0.7 ms a request."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=REPOSITORY, check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == []


@pytest.mark.parametrize(
    "refusal", ["502 Bad Gateway", "503 Service Unavailable", "407 Proxy Authentication Required"]
)
async def test_what_a_proxy_did_not_pass_on_was_not_sent(refusal: str) -> None:
    """In doubt, a broadcast is not repeated, and other messages would use up their attempts."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 {refusal}\r\nContent-Length: 0\r\n\r\n".encode())
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    through = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, http.client(through) as client:
        request = client.build_request("POST", "https://api.example/sendMessage")
        with pytest.raises(Transient) as failure:
            await http.send(client, "Telegram", request)
    assert (failure.value.reached, failure.value.in_doubt) == (False, False)


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 no"])
async def test_what_waits_for_a_proxy_that_hangs_up_was_not_sent(answer: bytes) -> None:
    """It has not opened the way to the other side yet, so nobody there has a byte of it."""

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    through = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, http.client(through) as client:
        request = client.build_request("POST", "https://api.example/sendMessage")
        with pytest.raises(Transient) as failure:
            await http.send(client, "Telegram", request)
    assert (failure.value.reached, failure.value.in_doubt) == (False, False)


async def test_what_a_server_answered_with_nothing_is_in_doubt() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    async with server, http.client() as client:
        with pytest.raises(Unanswered):
            await http.send(client, "Telegram", client.build_request("POST", url))


@pytest.mark.parametrize("key", ["a\nkey", "a kéy", "ключ"])
async def test_a_key_that_no_request_can_have_is_refused_before_it_is_sent(key: str) -> None:
    """From a file of settings. It counted as sent, and its charges as in doubt."""
    came = b""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        async with http.client() as client:
            stripe = Stripe(client, url, SecretStr(key))
            with pytest.raises(Denied) as refused:
                await stripe.charge_saved(charge("cus_1:pm_1"))
            squads = {"squads": [str(UUID(int=1))]}
            with pytest.raises(Denied):
                await Remnawave(client, url, SecretStr(key), squads, MARK).version()
        server.setblocking(False)
        with suppress(BlockingIOError):
            while True:
                connection, _ = server.accept()
                with connection:
                    came += connection.recv(1)
    assert key not in str(refused.value)
    assert came == b""


async def test_a_token_that_no_address_can_have_is_refused() -> None:
    async with http.client() as client:
        bot = BotApi(client, "http://127.0.0.1:9", SecretStr("1:a\ntoken"))
        with pytest.raises(Denied):
            await bot.call("sendMessage", {"chat_id": 1, "text": "Hello"})
