"""Which of an article's layers and marks count for whoever looks.

Of each article one layer counts: the annotator's own once begun, else the shown suggestions.
Rejected marks never count, and of several appearances the first one does.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, func, or_

from annotator.store.schema import appearances, articles


def owner(own: Any) -> Any:
    """Whose marks count where ``own`` is the annotator's layer, if there is one."""
    return func.coalesce(own.c.annotator, articles.c.suggested_by)


def stands(table: Any) -> Any:
    """Holds for a mark that nobody has rejected."""
    return or_(table.c.decision.is_(None), table.c.decision != "rejected")


def first(article: Any) -> Any:
    """Holds for an article's first appearance."""
    return and_(appearances.c.article == article, appearances.c.place == 0)
