"""Requests of gateways: what they cost beside the network, and what their failures mean."""

import asyncio
import subprocess
import sys

import pytest

from gateways import http
from gateways.errors import Transient
from tests.support import REPOSITORY

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
