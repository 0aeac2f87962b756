"""What an HTML page says about its article: JSON-LD first, then meta elements, then the page.

Dates are taken as they are stated, in the time zone they are stated in; none is made up.
"""

from __future__ import annotations

import html
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate
from typing import Any
from urllib.parse import urlsplit

from annotator.annotation import LONGEST, Invalid
from annotator.ingest import dates

_ARTICLE = re.compile(r"Article|Posting$|^Report$|^Review$")
_PUBLISHED = (
    *("article:published_time", "og:article:published_time", "article:published", "datepublished"),
    *("date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.issued", "dcterms.created"),
    *("pubdate", "publishdate", "publish-date", "publication_date", "parsely-pub-date"),
    *("sailthru.date", "citation_publication_date", "citation_date", "dc.date.created"),
)
_AUTHOR = (
    *("author", "article:author", "byl", "dc.creator", "dcterms.creator", "parsely-author"),
    *("sailthru.author", "citation_author"),
)
_OUTLET = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher")
_BY = re.compile(r"^(?:by|von|par|por|di|door|av|af)\s+", re.IGNORECASE)
_BYLINES = (
    '//*[@rel="author"]',
    '//*[@itemprop="author"]//*[@itemprop="name"]',
    *(
        f'//*[contains(concat(" ", normalize-space(@class), " "), " {name} ")]'
        for name in ("author-name", "byline", "author")
    ),
)


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of a page; ``titles`` are the headlines it is given, the best first."""

    titles: tuple[str, ...] = ()
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    byline: str | None = None
    language: str | None = None


def page(root: Any, source: str, url: str | None = None) -> Page:
    """What the tree of a page says about it.

    ``source`` is the page as text; ``url`` is where it was saved from, if that is known.
    """
    meta, linked = _meta(root), next(_linked(root), {})
    canonical = [link.get("href") for link in root.iter("link") if "canonical" in _rel(link)]
    url = next(filter(None, map(web_address, [*canonical, meta.get("og:url"), url])), None)
    publisher = linked.get("publisher")
    outlet = next((meta[name] for name in _OUTLET if name in meta), None)
    outlet = (
        meta.get("og:site_name") or next(_names(publisher), None) or outlet or (url and host(url))
    )
    return Page(
        titles=tuple(_titles(root, meta, linked, outlet)),
        published=_published(root, meta, linked, source, url),
        outlet=outlet or None,
        url=url,
        byline=_byline(root, meta, linked),
        language=_language(root, meta, linked),
    )


def stated(value: Any) -> str | None:
    """A date of metadata, as exact as it is: ISO 8601 with or without a time, or that of mails."""
    text = str(value or "").strip()
    if match := re.match(r"(\d{4})-?(\d{2})-?(\d{2})(?=$|[T\s])", text, re.ASCII):
        text = "-".join(match.groups())
    elif not re.fullmatch(dates.PARTIAL, text) and (parsed := parsedate(text)):
        text = "{:04d}-{:02d}-{:02d}".format(*parsed)
    try:
        return dates.published(text)
    except Invalid:
        return None


def web_address(value: str | None) -> str | None:
    """The same address where it is one of the web and a plain one."""
    value = (value or "").strip()
    if not re.fullmatch(r"https?://[^\s<>\"\x00-\x1f\x7f-\x9f]{1,2000}", value):
        return None
    return value if host(value) else None


def host(url: str) -> str | None:
    """The host of an address without "www."."""
    try:
        name = urlsplit(url).hostname
    except ValueError:
        return None
    return name.removeprefix("www.") if name else None


def _meta(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = _line(element.get("content"))
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _linked(root: Any) -> Iterator[dict[str, Any]]:
    """The articles that JSON-LD describes."""
    for script in root.iter("script"):
        if script.get("type", "").partition(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            waiting = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            node = waiting.pop()
            if isinstance(node, list):
                waiting += reversed(node)
            elif isinstance(node, dict):
                kinds = node.get("@type")
                if any(_ARTICLE.search(str(k)) for k in _list(kinds)):
                    yield node
                waiting += [node[key] for key in ("mainEntity", "@graph") if key in node]


def _names(value: Any) -> Iterator[str]:
    """Names of the people or organisations of JSON-LD, which may be texts, objects or lists."""
    for item in _list(value):
        name = item.get("name") if isinstance(item, dict) else item
        if isinstance(name, str) and (line := _line(name)) and not web_address(line):
            yield line


def _titles(
    root: Any, meta: dict[str, str], linked: dict[str, Any], outlet: str | None
) -> Iterator[str]:
    own = next(root.iter("title"), None)
    whole = _line(own.text_content()) if own is not None else ""
    if outlet:  # "Headline – The Outlet"
        whole = re.sub(rf"\s+[-–—|·•:]\s+{re.escape(outlet)}$", "", whole, flags=re.IGNORECASE)
    headline = linked.get("headline")
    candidates = [meta.get("og:title"), headline, meta.get("twitter:title"), whole]
    yield from dict.fromkeys(
        line for c in candidates if isinstance(c, str) and (line := _line(c)) and line != outlet
    )


def _published(
    root: Any, meta: dict[str, str], linked: dict[str, Any], source: str, url: str | None
) -> str | None:
    times = root.xpath('//time[@pubdate or @itemprop="datePublished"]/@datetime')
    values = [linked.get("datePublished"), *(meta.get(name) for name in _PUBLISHED), *times]
    if found := next(filter(None, map(stated, values)), None):
        return found
    from htmldate import find_date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        # Fixed bounds, so that the same page has the same date tomorrow
        found = find_date(
            root,
            extensive_search=False,
            original_date=True,
            url=url,
            min_date="1600-01-01",
            max_date="2199-12-31",
        )
    except Exception:  # whatever a page does to it: an article without a date is still one
        return None
    return found if found and _is_written(found, f"{url} {source}") else None


def _is_written(found: str, source: str) -> bool:
    """True where the page has this very day, and not in a way that may be day or month first."""
    year, month, day = (int(part) for part in found.split("-"))
    y, m, d = str(year), f"0?{month}", f"0?{day}"
    word = r"(?:de |of )?[^\W\d_]{3,12}\.?"
    forms = [rf"{y}[-/.]{m}[-/.]{d}", rf"{y}{month:02d}{day:02d}", rf"{d}\.\s?{m}\.\s?{y}"]
    forms += [
        rf"{d}(?:\.|st|nd|rd|th|er|º)?\s+{word},?\s+(?:de |of )?{y}",
        rf"{word}\s+{d},?\s+{y}",
    ]
    if day > 12 or day == month:
        forms += [rf"{d}[/-]{m}[/-]{y}", rf"{m}[/-]{d}[/-]{y}"]
    return bool(re.search(rf"(?<!\d)(?:{'|'.join(forms)})(?!\d)", source))


def _byline(root: Any, meta: dict[str, str], linked: dict[str, Any]) -> str | None:
    names = list(dict.fromkeys(_names(linked.get("author"))))
    names = names or [meta[n] for n in _AUTHOR if n in meta and not web_address(meta[n])][:1]
    for path in () if names else _BYLINES:
        found = root.xpath(path)
        beside = [f for f in found if f.getparent() is found[0].getparent()]
        texts = dict.fromkeys(_BY.sub("", _line(f.text_content())) for f in beside)
        if names := [text for text in texts if text and not re.search(r"\d|@", text)]:
            break
    line = "; ".join(names)
    return line if 0 < len(line) <= LONGEST else None


def _language(root: Any, meta: dict[str, str], linked: dict[str, Any]) -> str | None:
    values = [root.get("lang"), root.get("xml:lang"), linked.get("inLanguage")]
    values += [meta.get("og:locale"), meta.get("language"), meta.get("dc.language")]
    for value in values:
        if match := re.match(r"([A-Za-z]{2,3})(?:$|[-_])", str(value or "").strip()):
            return match[1].lower()
    return None


def _rel(link: Any) -> list[str]:
    return str(link.get("rel", "")).lower().split()


def _line(value: str | None) -> str:
    """One line, its entities resolved; white space and controls of ASCII are collapsed."""
    return re.sub("[\x00-\x20\x7f]+", " ", html.unescape(value or "")).strip()


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
