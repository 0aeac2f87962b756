"""The bundled English pipeline as a package: ``import en_news; nlp = en_news.load()``."""

from pathlib import Path


def load(**overrides):
    """The pipeline; what may be given is what ``spacy.load`` takes."""
    from spacy.util import load_model_from_path

    return load_model_from_path(Path(__file__).parent, **overrides)
