"""Who said what, read from trees: quotes with their cues and speakers in any parsed English Doc.

verbs ─► trees ─► phrases (speakers' noun phrases)
             └──► clauses (what a verb reports) ─► reading (quotes of a Doc)
"""
