"""Where things are kept and who works by default, from the environment."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

NAME = "annotator"  # of who has no other
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Config:
    """Paths and defaults; ``store`` is a file's path or a database URL."""

    store: str
    gold: Path
    samples: Path
    imports: Path
    annotator: str
    pipeline: str


def load(environment: Mapping[str, str] | None = None) -> Config:
    """The configuration: GLOSS_STORE, GLOSS_GOLD, GLOSS_SAMPLES, GLOSS_IMPORTS, and who works.

    GLOSS_ANNOTATOR and GLOSS_PIPELINE name a person and what suggests to them. An empty
    GLOSS_SAMPLES leaves the samples out.
    """
    env = os.environ if environment is None else environment
    data = ROOT / "data"
    return Config(
        store=env.get("GLOSS_STORE") or str(data / "annotator.db"),
        gold=Path(env.get("GLOSS_GOLD") or data / "gold"),
        # Path("") would be the folder that the program was started in.
        samples=Path(env.get("GLOSS_SAMPLES", str(data / "samples")) or os.devnull),
        imports=Path(env.get("GLOSS_IMPORTS") or data / "imports"),
        annotator=" ".join((env.get("GLOSS_ANNOTATOR") or _user()).split())[:60].strip() or NAME,
        pipeline=env.get("GLOSS_PIPELINE") or "en_news",
    )


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, ImportError, OSError):  # a container may run a user without a name
        return NAME
