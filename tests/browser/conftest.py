"""A real server and a real browser. The store is asked what was saved, never the page alone."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from annotator.annotation import Annotations, Article
from annotator.mark import Mark, current
from annotator.store import Store, articles, layers, open_store
from annotator.ui import components

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
ME = "ada"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        reason = f"no browser: none of {', '.join(NAMES)} is installed"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=SWITCHES)
        yield browser
        browser.close()


GLOSS = """
offsetsOf paragraphsOf directionOf leaning snap withMarks kindOf nameOf cutsCharacter WHITE keyOf
acceptMark correctMark rejectMark candidatesFor describesSpeaker knownName paint commands
openMarkMenu openSelectionMenu openFlagMenu outbox createView show
"""


@pytest.fixture(scope="session")
def gloss(browser: Browser) -> Iterator[Page]:
    """An empty page whose ``gloss`` holds functions of the reader's module; without a server."""
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    source = components.script(*components.SCRIPTS["reader"])
    page.evaluate(
        """async (source) => {
            const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
            window.gloss = await import(url);
        }""",
        f"{source}\nexport {{ {', '.join(GLOSS.split())} }};",
    )
    yield page
    page.close()
    assert not errors


@dataclass
class Server:
    """Gloss on a port of its own, with a store of its own; can be killed and started again."""

    folder: Path
    port: int = 0
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def gold(self) -> Path:
        return self.folder / "gold"

    def start(self) -> None:
        self.port = self.port or free_port()
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        command += ["--server.port", str(self.port), "--server.headless", "true"]
        command += ["--server.fileWatcherType", "none"]
        environment = {
            **os.environ,
            "GLOSS_STORE": str(self.folder / "annotator.db"),
            "GLOSS_GOLD": str(self.gold),
            "GLOSS_IMPORTS": str(self.folder / "imports"),
            "GLOSS_ANNOTATOR": ME,
            "GLOSS_SAMPLES": "",
            "GLOSS_PIPELINE": "patterns",  # is there at once, and the same in every version
            **self.environment,
        }
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        until(self._answers, "the server to answer", seconds=30)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}_stcore/health", timeout=1) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def log(self) -> str:
        return (self.folder / "server.log").read_text(errors="replace")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(holds: Callable[[], Any], what: str, seconds: float = 10) -> Any:
    """Wait until something holds, at most so long; what it was when it did."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := holds():
            return found
        time.sleep(0.02)
    pytest.fail(f"waited {seconds} seconds in vain for {what}")


def still(page: Page) -> None:
    """Wait until a page has run to its end and nothing of it is drawn anew.

    A click before that is lost with the element that it was on.
    """
    app = page.locator("[data-testid=stApp]")
    for _ in range(2):  # a run may set off another
        until(lambda: app.get_attribute("data-test-script-state") == "notRunning", "its end", 30)
        page.wait_for_timeout(300)


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("server"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """For tests that kill it or need an empty store."""
    server = Server(tmp_path)
    server.start()
    yield server
    server.kill()


@dataclass
class Desk:
    """What a test needs at hand: the page, the store behind it, and an article with marks."""

    server: Server
    store: Store
    page: Page
    context: BrowserContext

    def put(self, text: str, *marks: Mark, **fields: Any) -> Article:
        """An article with these suggestions in the store."""
        article = Article(text, **fields)
        articles.add(self.store, [article], annotator=ME)
        layers.suggest(self.store, article.id, "test 1", marks)
        return article

    def open(self, article: Article, page: Page | None = None, **query: str) -> None:
        page = page or self.page
        page.goto(f"{self.server.url}?{urlencode({'article': article.id, **query})}")
        page.wait_for_selector(".text .paragraph span, .text mark", state="attached")
        # The outbox has its way to the server once the chip says so.
        page.wait_for_selector(".chip .name:not(:empty)")

    def says(self, words: str, seconds: float = 10, page: Page | None = None) -> None:
        """Wait until the chip says this."""
        chip = (page or self.page).locator(".chip .words")
        until(lambda: words in (chip.text_content() or ""), f"“{words}”", seconds)

    def layer(self, article: Article, annotator: str = ME) -> layers.Layer:
        found = layers.load(self.store, article.id, annotator)
        assert found is not None
        assert not found.problems
        return found

    def labels(self, article: Article) -> list[tuple[str, str]]:
        said = current(self.layer(article).marks)
        return [(e.span.surface(article.text), e.label) for e in said.entities]

    def said(self, article: Article) -> Annotations:
        return current(self.layer(article).marks)

    def drag(self, words: str, page: Page | None = None, nth: int = 0) -> None:
        """Drag the mouse over words that stand in one piece of the text."""
        box = where(page or self.page, words, nth)
        mouse = (page or self.page).mouse
        y = round(box["y"] + box["height"] / 2)
        mouse.move(round(box["x"]) + 1, y)
        mouse.down()
        mouse.move(round(box["x"] + box["width"] / 2), y, steps=2)
        mouse.move(round(box["x"] + box["width"]) - 1, y, steps=2)
        mouse.up()

    def click_mark(self, words: str, page: Page | None = None) -> None:
        box = where(page or self.page, words)
        (page or self.page).mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def menu(self, name: str, page: Page | None = None, *, exact: bool = True) -> None:
        """Click a button of the menu."""
        (page or self.page).locator(".menu").get_by_role("button", name=name, exact=exact).click()


def where(page: Page, words: str, nth: int = 0) -> dict[str, float]:
    """Where words of the text are on the screen, scrolled into view."""
    found = page.evaluate(
        """([words, nth]) => {
            const root = document.querySelectorAll("*");
            const host = [...root].find((e) => e.shadowRoot?.querySelector(".text"));
            const text = host.shadowRoot.querySelector(".text");
            const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                let at = -1;
                while ((at = node.data.indexOf(words, at + 1)) >= 0) {
                    if (nth-- > 0) continue;
                    node.parentElement.scrollIntoView({block: "center", behavior: "instant"});
                    const range = new Range();
                    range.setStart(node, at);
                    range.setEnd(node, at + words.length);
                    const {x, y, width, height} = range.getBoundingClientRect();
                    return {x, y, width, height};
                }
            }
            return null;
        }""",
        [words, nth],
    )
    assert found, f"{words!r} does not stand in one piece of the text"
    return dict(found)


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Pages of fresh browsers; an error in any of them fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def make(**options: Any) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
        contexts.append(context)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert not errors


@pytest.fixture
def desk(shared_server: Server, new_page: Callable[..., Page]) -> Iterator[Desk]:
    yield from _desk(shared_server, new_page())


@pytest.fixture
def own_desk(own_server: Server, new_page: Callable[..., Page]) -> Iterator[Desk]:
    yield from _desk(own_server, new_page())


def _desk(server: Server, page: Page) -> Iterator[Desk]:
    store = open_store(str(server.folder / "annotator.db"))
    yield Desk(server, store, page, page.context)
    store.close()


class Wire:
    """A connection between browser and server that can be cut and mended."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = free_port()
        self.cut = False
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, daemon=True).start()

    def sever(self) -> None:
        self.cut = True
        for end in self._open:
            end.close() if end.fileno() < 0 else end.shutdown(socket.SHUT_RDWR)
        self._open.clear()

    def mend(self) -> None:
        self.cut = False

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self.cut:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self.target))
            self._open += [near, far]
            for pair in ((near, far), (far, near)):
                threading.Thread(target=_pump, args=pair, daemon=True).start()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        pass
    finally:
        for end in (source, sink):
            end.close()
