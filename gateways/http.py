"""HTTP as the gateways use it: impatient, and with failures that say what may have happened."""

import httpx

from gateways.errors import Transient

# Connecting, and everything else. Together they stay well below a topic's call_timeout.
TIMEOUT = httpx.Timeout(10, connect=5)


def client(proxy: str | None = None) -> httpx.AsyncClient:
    """What HTTP_PROXY and its kind say is not for us: a panel is reached as the settings say."""
    return httpx.AsyncClient(timeout=TIMEOUT, trust_env=False, proxy=proxy)


async def send(http: httpx.AsyncClient, who: str, request: httpx.Request) -> httpx.Response:
    """The answer, whatever its status. Errors name the type only: httpx puts the URL into its
    texts, and with Telegram the URL is the secret."""
    try:
        return await http.send(request)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise Transient(f"{who}: {type(error).__name__}") from error
    except httpx.TransportError as error:
        raise Transient(f"{who}: {type(error).__name__}", in_doubt=True) from error


def retry_after(response: httpx.Response) -> float | None:
    """Seconds, from the header; a date is taken for none."""
    try:
        return max(0.0, float(response.headers["Retry-After"]))
    except (KeyError, ValueError):
        return None
