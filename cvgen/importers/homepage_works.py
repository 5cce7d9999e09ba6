"""Publications as people list them on their pages: authors, “title”, *venue* (**short**) year, rates, awards, links."""

from __future__ import annotations

import re

from cvgen.importers.drafts import Draft
from cvgen.importers.job import told
from cvgen.importers.pieces import Line
from cvgen.markup import Inlines, Plain
from cvgen.patterns import pattern
from cvgen.reader.nodes import Mapping, Scalar, Sequence

_QUOTED = pattern(r"[“\"„«](.+?)[”\"“″»](?=[\s.,;:)\[]|$)")
_BRACKETS = pattern(r"\[\s*([^\[\]]*?)\s*\]")
_LABELS = pattern(
    r"pdf|paper|preprint|arxiv|doi|code|github|slides?|video|talk|poster|(?:project )?(?:page|website)|website|site"
    r"|demo|data(?:set)?|bib(?:tex)?|link|blog|appendix|supp(?:lementary|lement)?|media|press|html|url|ssrn|publisher",
    re.IGNORECASE,
)
_APA = pattern(
    r"(?P<authors>[^()\d]{4,}?),?\s*\((?P<year>(?:19|20)\d\d)[a-z]?[^()]{0,20}\)[.:,]?\s+(?P<title>.+?[.?!])\s+"
    r"(?P<rest>\S.*)",
    re.DOTALL,
)
_YEAR_BEHIND = pattern(r"(.*?)[.,]?\s*\(?((?:19|20)\d\d)[a-z]?\)?[.,:]?\s*", re.DOTALL)
_FAMILY_FIRST = pattern(r"([^\W\d_][^\W\d_’'-]*(?:[ ’'-][^\W\d_]+)*),\s+((?:[^\W\d_a-z]\.[ -]?)+)([*†‡§¶]*)")
_DOI = pattern(r"(?:https?://(?:dx\.|www\.)?doi\.org/|\bdoi:\s*)(10\.\d{4,9}/[^\s,;]*[^\s,;.)])", re.IGNORECASE)
_PARENTHESES = pattern(r"\(([^()]*)\)")
_RATE = pattern(r"(?i)\(?\bacceptance rate:?\s*(?:of\s+)?([\d./]*=?\s*[\d.]+\s?%)\)?")
_ISSUE = pattern(  # 12(3):1–20, or 12, 1–20
    r",?\s*(?:[Vv]ol(?:ume|\.)?\s*)?\b(?P<volume>\d{1,4})\s*(?:\((?P<number>\d[\d–-]*)\)|(?=,\s*\w?\d+[-–]))"
    r"(?:\s*[:,]\s*(?:pp?\.\s*)?(?P<pages>\w?\d+(?:\s*[-–]+\s*\w?\d+)?))?"
)
_AWARD = pattern(r"(?i)\b(?:best|award|nominat|finalist|honou?rable|prize|runner-up)")
_YEAR = pattern(r"\b((?:19|20)\d\d)\b")
_ARXIV = pattern(r"(?i)\barxiv(?: preprint)?(?: arxiv)?[:\s]+(\d{4}\.\d{4,5}(?:v\d+)?)")
_MARK = pattern(r"([*†‡§¶]+)\s*(.+)")
_KINDS = (
    ("workshop", r"workshop"), ("preprint", r"preprint|arxiv|biorxiv|ssrn"), ("thesis", r"thesis|dissertation"),
    ("patent", r"patent"), ("chapter", r"\bchapter\b"), ("report", r"technical report|white paper"),
    ("journal", r"journal|transactions|letters|magazine|nature|science\b"),
    ("conference", r"conference|proceedings|symposium|advances in|\bproc\b"),
)  # fmt: skip


def links_out(draft: Draft, line: Line) -> Line:
    """Put the links in square brackets, `[paper]`, and return the line without them."""
    at = 0
    while match := _BRACKETS.search(line.text, at):
        inner = line.cut(match.start(1), match.end(1))
        if not inner.urls:
            at = match.end()
            continue
        for url in inner.urls:
            label = inner.text if len(inner.urls) == 1 else "".join(c.value for c in inner.chars if c.url == url)
            draft.link(" ".join(label.split()), told(url, line.origin))
        line = line.without(match.start(), match.end())
    return _labels_out(draft, line)


def _labels_out(draft: Draft, line: Line) -> Line:
    """Put the links whose text says what they lead to, and return the line without them."""
    for url in line.urls:
        places = [at for at, char in enumerate(line.chars) if char.url == url]
        start, end = places[0], places[-1] + 1
        label = line.text[start:end].strip()
        if len(places) == end - start and _LABELS.fullmatch(label):
            draft.link(label, told(url, line.origin))
            before = re.search(r"\s*[|/·,(]?\s*$", line.text[:start])
            is_last = not re.search(r"\w", line.text[end:])
            line = line.without(before.start() if before and is_last else start, end)
    return line


def quoted(line: Line) -> tuple[Line, Line, Line] | None:
    """Return what stands before quotes, within and behind them, if there are any."""
    match = _QUOTED.search(line.text)
    if not match:
        return None
    return line.cut(0, match.start()), line.cut(match.start(1), match.end(1)).trimmed(), line.cut(match.end())


def publication(draft: Draft, line: Line, below: list[Line]) -> None:
    """Read a publication."""
    line = links_out(draft, line)
    if match := _DOI.search(line.text):
        draft.identifier("doi", told(match[1], line.origin))
        line = line.without(match.start(), match.end())
    parts = quoted(line) or _in_apa(draft, line) or _by_points(line)
    if parts is None:
        draft.put("title", line.trimmed().rich())
    else:
        before, title, rest = parts
        _title(draft, title)
        _authors(draft, before)
        _where(draft, rest)
    for text in below:
        _remark(draft, links_out(draft, text))


def _in_apa(draft: Draft, line: Line) -> tuple[Line, Line, Line] | None:
    """Return authors, title and the rest of `One, A., & Two, B. (2020). Title. Venue, 1(2)`, if it looks like that."""
    match = _APA.fullmatch(line.text)
    if not match:
        return None
    draft.put("date", told(match["year"], line.origin))
    return line.cut(0, match.end("authors")), line.cut(*match.span("title")).trimmed(), line.cut(match.start("rest"))


def _by_points(line: Line) -> tuple[Line, Line, Line] | None:
    """Return authors, title and the rest of `A. One, B. Two. Title. Venue, 2020`, if it looks like that."""
    pieces = line.split(r"(?:(?<=\w{2})|(?<=[*†‡§¶]))[.]\s+(?=[A-Z])")
    if len(pieces) < 3 or "," not in pieces[0].text:
        return None
    rest = line.cut(line.text.index(pieces[1].text) + len(pieces[1].text))
    return pieces[0], pieces[1].trimmed(), rest


def _title(draft: Draft, title: Line) -> None:
    if len(title.urls) == 1:
        draft.put("url", told(title.urls[0], title.origin))
        draft.put("title", title.plain())
    else:
        draft.put("title", title.rich())


def _authors(draft: Draft, line: Line) -> None:
    if "date" not in draft.values and (match := _YEAR_BEHIND.fullmatch(line.text)):
        draft.put("date", told(match[2], line.origin))
        line = line.cut(0, match.end(1))
    family_first = _FAMILY_FIRST.findall(line.text)
    if family_first and not re.search(r"\w{3}", _FAMILY_FIRST.sub("", line.text).replace("and", "")):
        names = [f"{given.strip()} {family}{marks}" for family, given, marks in family_first]
        draft.put("authors", Sequence(tuple(told(name, line.origin) for name in names), line.origin, 1))
        return
    text = re.sub(r"\s+([*†‡§¶])", r"\1", re.sub(r",?\s+(?:and|&)\s+", ", ", f" {line.text} "))
    names = [name.strip(" .,;:") for name in re.split(r"[,;]", text)]
    found = [told(name, line.origin) for name in names if name]
    if found:
        draft.put("authors", Sequence(tuple(found), line.origin, 1))


def _where(draft: Draft, line: Line) -> None:
    """Read what stands behind the title."""
    if match := _RATE.search(line.text):
        draft.put("acceptance", line.cut(match.start(1), match.end(1)).plain())
        line = line.without(match.start(), match.end())
    if match := _ISSUE.search(line.text):
        for key, value in match.groupdict().items():
            draft.put(key, told(re.sub(r"\s*[-–]+\s*", "–", value), line.origin) if value else None)
        line = line.without(match.start(), match.end())
    for match in reversed(list(_PARENTHESES.finditer(line.text))):
        inner = line.cut(match.start(1), match.end(1)).trimmed()
        if _AWARD.search(inner.text):
            draft.put("award", inner.rich())
        elif " " not in inner.text and not inner.urls and re.search(r"[A-Z]", inner.text):
            draft.put("venue_short", inner.plain())
        elif inner.text:
            draft.note("", inner.rich())
        line = line.without(match.start(), match.end())
    if match := _ARXIV.search(line.text):
        draft.identifier("arxiv", told(match[1], line.origin))
        line = line.without(match.start(1), match.end(1))
    line = line.trimmed()
    years = list(_YEAR.finditer(line.text))
    if years:
        draft.put("date", told(years[-1][1], line.origin))
        if not re.search(r"\w", line.text[years[-1].end() :]):
            line = line.cut(0, years[-1].start())
    venue = Line(line.chars, line.origin).trimmed(" ,.;:()")
    everything = " ".join([venue.text, *_short(draft)])
    kind = next((kind for kind, sign in _KINDS if re.search(sign, everything, re.IGNORECASE)), "")
    if venue.text.lower() not in ("preprint", "arxiv"):
        draft.put("venue", Inlines((Plain(re.sub(r"\s+", " ", venue.text)),), venue.origin) if venue.text else None)
    elif "arxiv" not in draft.values and venue.text.lower() == "arxiv":
        draft.put("venue", venue.plain())
    kind = kind or ("conference" if venue.text or "venue_short" in draft.values else "other")
    draft.put("kind", told(kind, line.origin))


def _short(draft: Draft) -> list[str]:
    value = draft.values.get("venue_short")
    return [value.plain] if isinstance(value, Inlines) else []


def _remark(draft: Draft, line: Line) -> None:
    """Read a line below a publication: what a mark means, or a remark."""
    match = _MARK.fullmatch(line.text.strip())
    marks = draft.values.get("marks")
    if match and (marks is None or isinstance(marks, Mapping)):
        from cvgen.importers.job import written

        meaning = line.cut(line.text.index(match[2])).trimmed(" ,;")
        pairs = [*(marks.pairs if marks else ()), (Scalar(match[1], "", line.origin), written(meaning.rich()))]
        draft.values["marks"] = Mapping(tuple({key.value: (key, node) for key, node in pairs}.values()), line.origin, 1)
    else:
        draft.note("", line.trimmed(" ").rich(emphasis=True))
