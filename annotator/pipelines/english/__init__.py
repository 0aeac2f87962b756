"""The parts of the bundled English pipeline that are not spaCy's own.

``register`` makes them known to spaCy in this process; where Gloss is installed as a package,
spaCy finds them by the entry points that pyproject.toml declares.
"""

from __future__ import annotations


def register() -> None:
    """Make the parts known to spaCy; doing it twice changes nothing."""
    from spacy.util import registry

    # Whoever imports this module has its factories registered, as spaCy's entry points do.
    import annotator.pipelines.english.factories
    from annotator.pipelines.english.encoder import encoder
    from annotator.pipelines.english.entities import layer

    assert annotator.pipelines.english.factories
    registry.architectures.register("gloss.Encoder.v1", func=encoder)
    registry.architectures.register("gloss.Entities.v1", func=layer)
