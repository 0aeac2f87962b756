"""How long the charts of a large corpus take to appear, and to follow what is picked on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psutil
from playwright.sync_api import Page

from annotator.store import articles, layers, open_store
from tests import newsroom
from tests.browser.conftest import Server, until

COUNT = 10_000
AT_ONCE = 500

# Resolves with the milliseconds from the next such event to the frame that shows a chart behind
# these words, or, once they are there no more, to the end of the run with all charts drawn anew.
SHOWN = """([event, words, gone]) => {
  window.measured = new Promise((resolve) => addEventListener(event, () => {
    const began = performance.now();
    const app = () => document.querySelector("[data-testid=stApp]");
    const chart = () => document.querySelector(
      "[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg");
    const holds = () => gone
      ? !document.body.innerText.includes(words) && chart()
        && app().dataset.testScriptState === "notRunning"
      : document.body.innerText.includes(words) && chart();
    const look = () => holds()
      ? setTimeout(() => resolve(performance.now() - began)) : requestAnimationFrame(look);
    requestAnimationFrame(look);
  }, { once: true, capture: true }));
}"""

Row = Callable[[str, list[float], str, str], str]


def fill(path: Path) -> None:
    """A store of 10,000 articles with 250,000 entities and 40,000 quotes."""
    store = open_store(str(path))
    waiting = list(newsroom.articles(COUNT))
    for start in range(0, COUNT, AT_ONCE):
        some = waiting[start : start + AT_ONCE]
        with store.writing() as connection:
            articles.add_within(connection, [found for found, _ in some], annotator="bench")
            for found, marks in some:
                layers.suggest_within(connection, found, "model 1", marks)
    store.close()


def opened(page: Page, server: Server, name: str, times: int) -> list[float]:
    """From the click on a page's name to its first chart."""
    figures = []
    for _ in range(times):
        page.goto(server.url)
        page.wait_for_selector(".text")
        page.wait_for_timeout(1500)
        page.evaluate(SHOWN, ["click", f"{COUNT:,} articles: ", False])
        page.get_by_role("link", name=name).click()
        figures.append(float(page.evaluate("window.measured")))
    return figures


def brushed(page: Page, server: Server, times: int) -> list[float]:
    """From the end of a drag over the chart of time to all charts of that time alone."""
    figures = []
    for number in range(times):
        page.goto(f"{server.url}entities")
        page.get_by_text(f"{COUNT:,} articles: ").wait_for()
        page.get_by_role("heading", name="Together in articles").wait_for()
        page.wait_for_timeout(2000)
        time = page.locator("[data-testid=stVegaLiteChart]").nth(2)
        time.scroll_into_view_if_needed()
        page.wait_for_timeout(500)
        box = time.bounding_box()
        assert box
        y = box["y"] + box["height"] * 0.4
        start = box["x"] + box["width"] * (0.2 + 0.02 * number)
        page.mouse.move(start, y)
        page.mouse.down()
        page.mouse.move(start + 60, y, steps=3)
        page.mouse.move(start + 160, y, steps=3)
        page.evaluate(SHOWN, ["pointerup", f"{COUNT:,} articles: ", True])
        page.mouse.up()
        figures.append(float(page.evaluate("window.measured")))
    return figures


def rows(folder: Path, page: Page, times: int, row: Row) -> list[str]:
    """The lines of the table of figures."""
    path = folder / "news.db"
    fill(path)
    server = Server(folder, environment={"GLOSS_PIPELINE": "none", "GLOSS_STORE": str(path)})
    server.start()
    found = []
    try:
        until(lambda: page.goto(server.url), "the server")
        page.wait_for_selector(".text")
        page.wait_for_timeout(6000)  # all marks are read once, when the first page is painted
        what = f"{COUNT:,} articles, 250,000 entities, 40,000 quotes"
        for name in ("Entities", "Voices"):
            title = f"{what}: first chart of {name}"
            found.append(row(title, opened(page, server, name, times), "1,500 ms", "ms"))
        found.append(
            row(
                "… a stretch of time brushed: all charts sent anew",
                brushed(page, server, times),
                "300 ms",
                "ms",
            )
        )
        assert server.process
        used = psutil.Process(server.process.pid).memory_info().rss / 1e6
        found.append(row("… memory of the server", [used], "500 MB", "MB"))
    finally:
        server.kill()
    return found
