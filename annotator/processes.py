"""The processes that work for a server: started when there is something to do, gone with it."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from annotator import config
from annotator.config import Config

KINDS = ("imports", "suggestions")
PATIENCE = 1.0  # seconds between two looks at the store, for orders that came from elsewhere
IDLE = 300.0  # seconds without work, after which a process goes
AGAIN = 10.0  # seconds before a process that ended at once is started anew


@dataclass(slots=True)
class Processes:
    """At most one process of each kind; ``ensure`` starts it, or wakes it up."""

    config: Config
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _started: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ensure(self, kind: str) -> None:
        """See to it that work of this kind is being done, now."""
        with self._lock:
            process = self._running.get(kind)
            if process is None or process.poll() is not None:
                if process and time.monotonic() - self._started[kind] < AGAIN:
                    return
                if process and process.stdin:
                    process.stdin.close()
                self._running[kind] = self._start(kind)
                self._started[kind] = time.monotonic()
            else:
                self._wake(process)

    def close(self) -> None:
        """Let the processes go, and wait until they have gone."""
        with self._lock:
            for process in self._running.values():
                assert process.stdin
                process.stdin.close()
            for process in self._running.values():
                process.wait(timeout=20)
            self._running.clear()

    def _start(self, kind: str) -> subprocess.Popen[bytes]:
        # In the folder of the server, for whose paths it is; -P, so that nothing there is imported.
        command = [sys.executable, "-P", "-m", "annotator", "--store", self.config.store]
        command += ["work", kind, "--pipeline", self.config.pipeline]
        command += ["--imports", str(self.config.imports)]
        paths = (str(config.ROOT), os.environ.get("PYTHONPATH", ""))
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
        # Its standard input is the line that holds it: closed, even by a killed server, it goes.
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment
        )

    def _wake(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin
        try:
            process.stdin.write(b"\n")
            process.stdin.flush()
        except OSError:
            pass  # it has just gone; the next call starts another


def _pause() -> bool:
    time.sleep(PATIENCE)
    return True


def rest(*, held: bool) -> Callable[[], bool]:
    """What a process does between two pieces of work: it waits for news; False when it should go.

    A held one is woken by lines on standard input, goes after a time without any, and ends at once,
    in the midst of work, when the input ends: whoever held it is gone.
    """
    if not held:
        return _pause
    news: queue.SimpleQueue[float] = queue.SimpleQueue()
    last = time.monotonic()

    def listen() -> None:
        while os.read(0, 4096):
            news.put(time.monotonic())
        os._exit(0)  # all that is worth keeping is in the store already

    threading.Thread(target=listen, name="listening", daemon=True).start()

    def wait() -> bool:
        nonlocal last
        try:
            last = news.get(timeout=PATIENCE)
        except queue.Empty:
            return time.monotonic() - last < IDLE
        return True

    return wait
