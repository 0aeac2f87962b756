"""Gloss: read news and correct what a machine marked in it.

Values, which know the standard library and each other downward:
    characters   what a reader sees as one character, and what as white space
    annotation   Span, Entity, Quote, Annotations, Article: frozen, compared by value
    labels       the labels of entities: meaning, colour, key
    mark         an annotation with the decision about it and the suggestion it began as
    edit         one change of a layer, applied or refused; groups that are undone as one
    evaluation   what was found and missed: schemes, confusion, quotes, intervals, errors
    agreement    how far two annotators agree, and in what they differ
    reliability  how far several do, beyond chance
    review       what several marked put together: what all have, and where they differ
    sharing      articles shared out among people, some to two, some blind
    spreadsheet  tables as CSV in which nothing is a formula
    report       charts and tables as one HTML file
    outlets      what the spellings of one outlet share

    corpus       the project's own articles: checked, counted, split

From files and to them:
    ingest       files that are articles        formats   files that carry annotations
    pipelines    what suggests annotations      gold      what people are done with, on disk
    base         how the bundled pipeline is trained and measured

The store, the only part that speaks SQL, and what goes in:
    store        articles, layers, the log of edits, search, jobs, reviews, names, a doctor
    releases     gold under a name, for good
    receive      edits from a browser           intake    articles and layers from files
    preview      what an import would do        imports   those that a page asked for
    batch        a pipeline over many articles
    measuring    a pipeline, a file or a person against gold
    news         a columnar copy of all marks, in which charts count, and the estimates

Processes of their own, which take their orders from the store:
    work         what they do                   processes how they start, and when they go

Shown:
    frames       tables                         charts    pictures of them
    colours      one for each label
    ui           the only part that imports streamlit; pages/ and app.py stand on it
    __main__     the command line               commands  what each command does; evaluate
    terminal     reading and writing on it      config    paths and defaults

What always holds:
    text[start:end] is the surface, in code points; a text never changes once it was added.
    What does not fit its text is refused where it comes in, and named where it is read.
    An edit is applied once, to what its maker saw, or refused with the reason; none is forgotten.
    Nothing is acknowledged that is not on disk.
"""
