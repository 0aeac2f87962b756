"""How the bundled pipeline is made: from corpora to a directory that spaCy opens.

    corpora ───► sources ──┐
    data/corpus ► articles ┴► learning (encoder, heads) ► export ► parts (spaCy) ► directory

``recipe.make`` runs the stages in order. Each leaves its result in a folder of its own, so that a
run that was cut off goes on where it stood. ``treebanks`` and ``names`` measure what came out, and
``card`` writes it down. Training needs what requirements-training.txt names; nothing else does.
"""
