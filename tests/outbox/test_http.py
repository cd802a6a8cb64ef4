"""What a request of a gateway costs beside the network."""

import subprocess
import sys

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
