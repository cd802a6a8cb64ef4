"""What is asked of each page in a browser."""

from typing import Any

from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Page as Tab


async def faults(tab: Tab) -> list[str]:
    """What axe-core finds: contrast, names, roles, order of headings, ..."""
    found: dict[str, Any] = (await Axe().run(tab)).response
    return [
        f"{one['id']}: {node['html']} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


async def is_wide(tab: Tab) -> bool:
    """Whether the page has to be scrolled sideways."""
    wide: bool = await tab.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return wide
