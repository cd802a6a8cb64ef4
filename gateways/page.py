"""Asks the subscription page whether it works, both directly and at its public address."""

import httpx

# Well-formed, and nobody's: the page asks the database for it.
_NOBODY = f"/sub/{'0' * 32}"
# Which a proxy does not send of its own accord; see web/app.py.
_OF_THE_PAGE = "x-robots-tag"


async def asked(http: httpx.AsyncClient, ready_url: str) -> str | None:
    """Returns what is wrong; None if the page is ready. Raises httpx.TransportError if nothing
    answers."""
    answer = await http.get(ready_url)
    if answer.is_success:
        return None
    try:
        detail = answer.json()["detail"]
    except (ValueError, LookupError, TypeError):
        return f"{ready_url} answers {answer.status_code}: it is not the page"
    return f"it is not ready: {detail}"


async def asked_in_public(http: httpx.AsyncClient, page_url: str) -> str | None:
    """Does the same at PAGE_URL, through the reverse proxy."""
    answer = await http.get(page_url + _NOBODY)
    if answer.status_code == 404 and _OF_THE_PAGE in answer.headers:
        return None
    return f"its address answers {answer.status_code}"


async def problem(http: httpx.AsyncClient, ready_url: str, page_url: str) -> str | None:
    """Returns what is wrong; None if the page works. A page on another machine is asked at its
    public address, which not every machine can reach if the address is its own."""
    try:
        return await asked(http, ready_url)
    except httpx.TransportError as error:
        own = type(error).__name__
    try:
        wrong = await asked_in_public(http, page_url)
    except httpx.TransportError as error:
        wrong = f"its address does not answer ({type(error).__name__})"
    return wrong and f"nothing answers at {ready_url} ({own}), and {wrong}"
