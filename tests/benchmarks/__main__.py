"""How long a person waits: ``make bench`` prints medians and 95th percentiles as a table.

Times are taken inside the browser, from the input event to the frame after the change; "saved" is
the moment at which another connection sees the edit in the database file.
"""

from __future__ import annotations

import argparse
import platform
import random
import shutil
import sqlite3
import statistics
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import psutil
from playwright.sync_api import BrowserContext, Page, sync_playwright

from annotator.annotation import Appearance, Article, Entity, Quote, Span
from annotator.labels import LABELS
from annotator.mark import Mark, suggest
from annotator.store import Store, articles, layers, open_store
from tests.benchmarks import counting, evaluating, importing
from tests.browser.conftest import ME, NAMES, SWITCHES, Server, until, where

# Resolves with the milliseconds from the next such event to the first frame that shows the change.
WATCH = """([event, what]) => {
  const host = [...document.querySelectorAll("*")]
    .find((e) => e.shadowRoot?.querySelector(".text"));
  const root = host.shadowRoot;
  let drawn = false;
  const title = root.querySelector("h1").textContent;
  window.measured = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`no ${what} within 10 seconds`)), 10000);
    addEventListener(event, () => {
      const began = performance.now();
      window.began = performance.timeOrigin + began;
      new MutationObserver((_, observer) => { drawn = true; observer.disconnect(); })
        .observe(root.querySelector(".text"), { childList: true, subtree: true });
      const holds = () => what === "edit"
        ? drawn
        : root.querySelector("h1").textContent !== title && root.querySelector(".text mark");
      const look = () => {
        if (!holds()) return requestAnimationFrame(look);
        setTimeout(() => resolve(performance.now() - began)); // runs once this frame is out
      };
      requestAnimationFrame(look);
    }, { once: true, capture: true });
  });
}"""


def words(count: int, seed: int) -> str:
    source = random.Random(seed)
    stock = [
        "the",
        "harbour",
        "council",
        "of",
        "Norden",
        "agreed",
        "on",
        "Monday",
        "to",
        "build",
        "a",
        "new",
        "ferry",
        "for",
        "Lund",
    ]
    text = " ".join(source.choice(stock) for _ in range(count))
    pieces = text.split(" ")
    return "\n\n".join(" ".join(pieces[i : i + 60]) + "." for i in range(0, len(pieces), 60))


def made(count: int, entities: int, quotes: int, seed: int) -> tuple[Article, list[Mark]]:
    """An article of so many words with so many marks in random places."""
    source = random.Random(seed)
    text = words(count, seed)
    tokens: list[Span] = []
    at = 0
    for token in text.split():
        at = text.index(token, at)
        tokens.append(Span(at, at + len(token.rstrip("."))))
        at += len(token)
    marks: dict[object, Mark] = {}
    while len(marks) < entities:
        mark = suggest(Entity(source.choice(tokens), source.choice(LABELS).name), 0.9)
        marks[mark.key] = mark
    while len(marks) < entities + quotes:
        i = source.randrange(len(tokens) - 40)
        content = Span(tokens[i].start, tokens[i + source.randrange(5, 30)].end)
        speaker, cue = tokens[i + 32], tokens[i + 33]
        name = f"Person {source.randrange(12)}"
        mark = suggest(Quote((content,), "direct", (cue,), (speaker,), name, "named"))
        marks[mark.key] = mark
    title = f"{count} words, {seed}"
    return Article(text, title, appearances=(Appearance("2025-01-01"),)), list(marks.values())


def put(store: Store, *sizes: tuple[int, int, int]) -> list[str]:
    """Two articles of each size, next to each other."""
    found = []
    for size in sizes:
        for seed in (1, 2):
            article, marks = made(*size, seed=seed)
            articles.add(store, [article], annotator=ME)
            layers.suggest(store, article.id, "bench 1", marks)
            found.append(article.id)
    return found


def row(name: str, figures: list[float], goal: str, unit: str = "ms") -> str:
    middle = statistics.median(figures)
    high = statistics.quantiles(figures, n=20)[18] if len(figures) > 2 else max(figures)
    return f"| {name} | {middle:,.0f} {unit} | {high:,.0f} {unit} | {len(figures)} | {goal} |"


def ready(page: Page) -> None:
    page.wait_for_selector(".text mark")
    page.wait_for_selector(".chip .name:not(:empty)")


def start_up(server: Server, context: BrowserContext) -> float:
    """Milliseconds from starting the process to a painted, highlighted article."""
    page = context.new_page()
    began = time.perf_counter()
    server.start()
    page.goto(server.url)
    ready(page)
    took = (time.perf_counter() - began) * 1000
    page.close()  # an open page would come back and compete with the next
    return took


def turn(page: Page, times: int) -> list[float]:
    """Next and previous article, by turns."""
    figures = []
    for i in range(times):
        page.evaluate(WATCH, ["click", "turn"])
        page.locator(f"[data-do={'previous' if i % 2 else 'next'}]").click()
        figures.append(float(page.evaluate("window.measured")))
        page.wait_for_timeout(400)  # closer clicks are taken for one double click
    return figures


class Disk:
    """Notes when each edit becomes visible to another connection."""

    def __init__(self, path: Path) -> None:
        self.seen: list[float] = []
        self._stop = False
        self._thread = threading.Thread(target=self._look, args=(path,), daemon=True)
        self._thread.start()

    def _look(self, path: Path) -> None:
        with sqlite3.connect(path) as connection:
            count = connection.execute("SELECT max(position) FROM edits").fetchone()[0] or 0
            while not self._stop:
                now = connection.execute("SELECT max(position) FROM edits").fetchone()[0] or 0
                self.seen += [time.time() * 1000] * (now - count)
                count = now
                time.sleep(0.001)

    def stop(self) -> None:
        self._stop = True
        self._thread.join()


def edit(page: Page, server: Server, times: int) -> tuple[list[float], list[float]]:
    """Drag with a label armed: painted, and saved on disk."""
    painted, saved = [], []
    page.locator("[data-arm=LANGUAGE]").click()
    disk = Disk(server.folder / "annotator.db")
    for i in range(times):
        box = where(page, "agreed", i + 3)
        y = round(box["y"] + box["height"] / 2)
        page.mouse.move(round(box["x"]) + 1, y)
        page.mouse.down()
        page.mouse.move(round(box["x"] + box["width"]) - 1, y, steps=2)
        page.evaluate(WATCH, ["pointerup", "edit"])
        before = len(disk.seen)
        page.mouse.up()
        painted.append(float(page.evaluate("window.measured")))
        until(lambda n=before: len(disk.seen) > n, "the edit on disk")
        saved.append(disk.seen[before] - float(page.evaluate("window.began")))
        page.wait_for_timeout(250)
    disk.stop()
    page.keyboard.press("Escape")
    return painted, saved


def memory(server: Server) -> float:
    assert server.process
    return psutil.Process(server.process.pid).memory_info().rss / 2**20


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--times", type=int, default=30)
    times = options.parse_args().times
    rows = []
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        ExitStack() as ends,
    ):
        path = next(filter(None, map(shutil.which, NAMES)))
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)

        def new_context() -> BrowserContext:
            return browser.new_context(viewport={"width": 1280, "height": 900})

        server = Server(Path(folder))
        ends.callback(lambda: server.process and server.process.kill())
        store = open_store(str(server.folder / "annotator.db"))
        small, _, large, _, huge, _ = put(
            store, (450, 28, 6), (10_000, 800, 100), (18_500, 3000, 0)
        )
        known = new_context()
        starts: dict[str, list[float]] = {"known": [], "new": []}
        for _ in range(8):
            for kind, context in (("known", known), ("new", new_context())):
                starts[kind].append(start_up(server, context))
                used = memory(server)
                server.kill()
        for kind, words_ in (("known", "warm"), ("new", "cold")):
            name = f"start to first usable page, browser cache {words_}"
            rows.append(row(name, starts[kind][1:], "2 s" if kind == "known" else "–"))
        server.start()
        page = new_context().new_page()
        turns = (
            (small, "450 words, 28 spans, 6 quotes", "150 ms"),
            (large, "10,000 words, 800 entities, 100 quotes", "500 ms"),
            (huge, "100,000 characters, 3,000 spans", "500 ms"),
        )
        for article, name, goal in turns:
            page.goto(f"{server.url}?article={article}")
            ready(page)
            rows.append(row(f"next article, {name}", turn(page, times), goal))
        for article, name, goal in (
            (small, "450 words", "30 ms"),
            (huge, "100,000 characters", "50 ms"),
        ):
            page.goto(f"{server.url}?article={article}")
            ready(page)
            painted, saved = edit(page, server, times if article != small else min(times, 20))
            rows.append(row(f"mouse-up to painted, {name}", painted, goal))
            rows.append(row(f"mouse-up to saved on disk, {name}", saved, "50 ms"))
        rows.append(row("server memory after start", [used], "150 MB", "MB"))
        rows.append(row("server memory after this benchmark", [memory(server)], "–", "MB"))
        server.kill()
        with tempfile.TemporaryDirectory() as another:
            rows += importing.rows(Path(another), new_context().new_page(), times // 2, row)
        with tempfile.TemporaryDirectory() as third:
            rows += evaluating.rows(Path(third), 3, row)
        with tempfile.TemporaryDirectory() as fourth:
            rows += counting.rows(Path(fourth), new_context().new_page(), max(times // 4, 3), row)
        version = browser.version
        browser.close()
    print(f"\n{platform.platform()}, {platform.processor() or platform.machine()}, "
          f"{psutil.cpu_count()} cores, {psutil.virtual_memory().total // 2**30} GiB, "
          f"Python {platform.python_version()}, Chromium {version} headless\n")  # fmt: skip
    print("| | median | 95th percentile | times | goal |\n|---|---|---|---|---|")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
