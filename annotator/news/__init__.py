"""Who is in the news and who gets to speak: counted over the corpus, in columns.

``Table`` is a copy of all marks that follows the store; a ``View`` says which articles and which
layers count; the other modules ask questions of both. Rejected marks never count.
"""
