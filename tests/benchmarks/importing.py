"""How long thousands of articles take: on the command line, and in the library afterwards."""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import ROOT, Server, until

COUNT = 10_000
STOCK = """the harbour council of Norden agreed on Monday to build a new ferry for Lund after a long
    debate about money and ships while residents asked who would pay for it in the end"""

# Resolves with the milliseconds from the next such event to the frame that shows the words.
SHOWN = """([event, words]) => {
  window.measured = new Promise((resolve) => addEventListener(event, () => {
    const began = performance.now();
    const look = () => {
      const ready = document.body.innerText.includes(words)
        && document.querySelector("[data-testid=stDataFrame] canvas");
      if (!ready) return requestAnimationFrame(look);
      setTimeout(() => resolve(performance.now() - began)); // runs once this frame is out
    };
    requestAnimationFrame(look);
  }, { once: true, capture: true }));
}"""


def article(number: int) -> str:
    """Some 450 words in six paragraphs, one of them with a quote."""
    source = random.Random(number)
    paragraphs = []
    for _ in range(6):
        sentences = (" ".join(source.choices(STOCK.split(), k=15)) for _ in range(5))
        paragraphs.append(" ".join(f"{sentence.capitalize()}." for sentence in sentences))
    quote = (
        f"“We will pay for ferry {number},” said Mira Olsen, the mayor of district {number % 97}."
    )
    return "\n\n".join([*paragraphs[:3], quote, *paragraphs[3:]])


def write(folder: Path) -> tuple[Path, Path]:
    """The same articles as one table and as a folder of texts."""
    table, texts = folder / "articles.csv", folder / "texts"
    texts.mkdir()
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["headline", "published", "outlet", "url", "body"])
        for number in range(COUNT):
            title, text = f"Ferry {number} for Lund", article(number)
            day = f"2024-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
            url = f"https://fjordpost.example/{number}"
            writer.writerow([title, f"{day}T10:00:00Z", "The Fjord Post", url, text])
            header = f"Title: {title}\nDate: {day}\nSource: The Fjord Post\n\n"
            (texts / f"{number:05d}.txt").write_text(header + text, encoding="utf-8")
    return table, texts


def take_in(store: Path, path: Path) -> tuple[float, float]:
    """Seconds and the most memory, in MB, of a process of its own that imports into a new store."""
    command = [sys.executable, "-m", "annotator", "--store", str(store), "import", str(path)]
    began = time.perf_counter()
    process = subprocess.Popen([*command, "--no-suggestions"], cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return time.perf_counter() - began, used.ru_maxrss / 1024


def opened(page: Page, server: Server, times: int) -> list[float]:
    """From the click on Library to the table."""
    figures = []
    for _ in range(times):
        page.goto(server.url)
        page.wait_for_selector(".text")
        page.wait_for_timeout(500)
        page.evaluate(SHOWN, ["click", f"Articles: {COUNT:,}."])
        page.get_by_role("link", name="Library").click()
        figures.append(float(page.evaluate("window.measured")))
    return figures


def searched(page: Page, server: Server, times: int) -> list[float]:
    """From the Enter key to the table of what was found."""
    figures = []
    page.goto(f"{server.url}library")
    page.get_by_text(f"Articles: {COUNT:,}.").wait_for()
    for number in range(times):
        found = sum(n % 97 == number for n in range(COUNT))
        page.get_by_label("Find").fill(f'"district {number}"')
        page.wait_for_timeout(300)
        page.evaluate(SHOWN, ["keydown", f"Articles: {found:,}."])
        page.keyboard.press("Enter")
        figures.append(float(page.evaluate("window.measured")))
        page.get_by_label("Find").fill("")
        page.keyboard.press("Enter")
        page.get_by_text(f"Articles: {COUNT:,}.").wait_for()
    return figures


def rows(
    folder: Path, page: Page, times: int, row: Callable[[str, list[float], str, str], str]
) -> list[str]:
    """The lines of the table of figures."""
    table, texts = write(folder)
    found = []
    for name, path in (("one CSV", table), ("a folder of texts", texts)):
        runs = [take_in(folder / f"{path.stem}{run}.db", path) for run in range(3)]
        what = f"{COUNT:,} articles of 450 words from {name}"
        found.append(row(f"{what}", [s * 1000 for s, _ in runs], "10,000 ms", "ms"))
        found.append(row(f"{what}: rate", [COUNT / s for s, _ in runs], "–", "/s"))
        found.append(row(f"{what}: memory", [m for _, m in runs], "300 MB", "MB"))
    # Suggestions for so many would take long, and they are not what is measured here.
    server = Server(
        folder, environment={"GLOSS_PIPELINE": "none", "GLOSS_STORE": str(folder / "articles0.db")}
    )
    server.start()
    try:
        until(lambda: page.goto(server.url), "the server")
        found.append(
            row(
                f"library of {COUNT:,} articles opened", opened(page, server, times), "500 ms", "ms"
            )
        )
        name = f"library of {COUNT:,} articles searched"
        found.append(row(name, searched(page, server, times), "200 ms", "ms"))
    finally:
        server.kill()
    return found
