"""What people list on their pages, bullet by bullet: talks, degrees, positions, courses, service, coverage, skills."""

from __future__ import annotations

import re
from collections.abc import Callable

from cvgen.importers.dates import date_of, span_of
from cvgen.importers.drafts import Draft
from cvgen.importers.homepage_works import links_out, publication, quoted
from cvgen.importers.job import joined, told
from cvgen.importers.pieces import Char, Line
from cvgen.patterns import pattern

_SEASON = pattern(r"(?i)(?:spring|summer|fall|autumn|winter)(?: term| semester)? \d{4}")
_ONE_DATE = (
    r"(?i:(?:\d{1,2}/){0,2}\d{4}|\d{4}-\d{1,2}(?:-\d{1,2})?|present|now|(?:spring|summer|fall|autumn|winter) \d{4}"
    r"|(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? (?:\d{1,2},? )?)\d{4})"
)
_DATED = pattern(_ONE_DATE)
_DATES_AND_MORE = pattern(rf"({_ONE_DATE}(?:\s*[-–—]\s*{_ONE_DATE})?)(?:[.;:]\s+|\s+[–—-]\s+)(?!{_ONE_DATE})(\S.*)")
_SLASHED = pattern(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_SCHOOL = pattern(r"(?i)universi|institut|college|school|academy|polytech|hochschule|école|eth\b|\bmit\b|大学|学院")
_ROLE = pattern(r"(?i)(?:invited |keynote |guest |panel )?(?:speaker|talk|lecture|lecturer|keynote|panell?ist|poster)")
_EVENT = pattern(
    r"(?i)seminar|workshop|conference|colloquium|symposium|summit|presentation|poster|talk|forum|meetup|fair"
)
_TEACHER = pattern(r"(?i)(TA|teaching assistant|instructor|lecturer|guest lecturer|tutor|co-instructor|teacher)\s*:\s*")
_DEGREE = pattern(
    r"((?:Ph\.?\s?D|D\.?\s?Phil|[MB]\.?\s?(?:Sc|Eng|Ed|Phil|Tech|S|A)|MBA|LL\.?[BM])\b\.?|.{2,40}?(?=\s+(?:in|of)\s))\s+(?:(?:in|of)\s+)?(.+)"
)
_ADVISORS = pattern(r"(?i)(?:co-)?advisors?\s*:\s*(.+)")
_REVIEWS = pattern(r"(?i)(.*?\breview(?:er|ing))s?(?:\s+(?:of|for|at)\s+|\s*:\s*)(.+)")
_ACCESSED = pattern(r"(?i),?\s*accessed on ([A-Za-z]+ \d{1,2}, \d{4}|[\d/-]+)(?:\s+at)?\s*")
Reader = Callable[[Draft, Line, list[Line]], None]


class Entries:
    """Reads bullets. `is_month_first` says that dates with slashes are `12/31/2014`."""

    def __init__(self, *, is_month_first: bool) -> None:
        self.is_month_first = is_month_first

    def reader(self, kind: str) -> Reader:
        """Return what reads the bullets of a section of a type."""
        readers: dict[str, Reader] = {  # those of résumés stand in homepage_resume
            "publications": publication, "talks": self.talk, "education": self.degree, "experience": self.position,
            "volunteer": self.position, "teaching": self.course, "service": self.service, "media": self.media,
            "awards": self.award, "skills": self.skill, "interests": self.skill,
        }  # fmt: skip
        return readers.get(kind, self.anything)

    def dated(self, draft: Draft, line: Line) -> list[Line]:
        """Put the dates of a line, and return its other pieces."""
        rest: list[Line] = []
        pieces = line.trimmed().split()
        while pieces:
            piece = pieces.pop(0)
            if match := _DATES_AND_MORE.fullmatch(piece.text):  # 2015 – 2020. Advisor: …
                pieces[:0] = [piece.cut(match.start(2)).trimmed(" ")]
                piece = piece.cut(0, match.end(1))
            found = {} if {"date", "start"} & draft.values.keys() else self.when(piece.text)
            for key, date in found.items():
                draft.put(key, told(date, line.origin))
            rest += [] if found else [piece]
        return rest

    def when(self, text: str) -> dict[str, str]:
        """Return the dates that a text is and nothing else: a start and an end, or one date."""
        bare = self._slashes(text.strip(" .()"))
        first, last = span_of(bare)
        if _DATED.fullmatch(first) and _DATED.fullmatch(last):
            return {"start": first, "end": last}
        date = date_of(bare) if _DATED.fullmatch(bare) else ""
        return {"date": date} if date else {}

    def _slashes(self, text: str) -> str:
        order = r"\3-\1-\2" if self.is_month_first else r"\3-\2-\1"
        return _SLASHED.sub(order, text)

    def talk(self, draft: Draft, line: Line, below: list[Line]) -> None:
        """Read a talk."""
        line = links_out(draft, line)
        parts = quoted(line)
        title = parts[1] if parts else None
        if parts:
            line = Line(with_commas([part.trimmed() for part in (parts[0], parts[2])]), line.origin)
        pieces = [piece.trimmed(' “”"') for piece in self.dated(draft, line)]
        if title is None:
            linked = [piece for piece in pieces if piece.urls]
            title = linked[-1] if linked else max(pieces[1:] or pieces, key=lambda piece: len(piece.text), default=line)
            pieces = [piece for piece in pieces if piece is not title]
        if len(title.urls) == 1:
            draft.put("url", told(title.urls[0], title.origin))
        draft.put("title", title.plain() if len(title.urls) == 1 else title.rich())
        roles = [piece for piece in pieces if _ROLE.fullmatch(piece.text.strip())]
        for role in roles[:1]:
            draft.put("role", role.rich())
        pieces = [piece for piece in pieces if piece not in roles[:1]]
        events = [piece for piece in pieces if _EVENT.search(piece.text) or piece.urls]
        places = [piece for piece in pieces if piece not in events]
        draft.put("event", joined([piece.rich() for piece in events]))
        draft.put("organization", places[0].rich() if places else None)
        draft.put("location", joined([piece.rich() for piece in places[1:]]))
        self.below(draft, below)

    def degree(self, draft: Draft, line: Line, below: list[Line]) -> None:
        """Read a degree."""
        pieces = self.dated(draft, links_out(draft, line))
        school = next((piece for piece in pieces if _SCHOOL.search(piece.text)), pieces[-1] if pieces else line)
        others = [piece for piece in pieces if piece is not school]
        draft.put("institution", school.rich())
        if others:
            match = _DEGREE.fullmatch(others[0].text)
            if match:
                draft.put("degree", others[0].cut(0, match.end(1)).rich())
                draft.put("area", others[0].cut(match.start(2)).rich())
            else:
                draft.put("degree", others[0].rich())
        advised = [piece for piece in others[1:] if _ADVISORS.fullmatch(piece.text)]
        draft.put("location", joined([piece.rich() for piece in others[1:] if piece not in advised]))
        for text in (*advised, *below):
            if match := _ADVISORS.fullmatch(text.text):
                names = re.split(r"\s*[;,]\s*|\s+and\s+", match[1])
                draft.texts("advisors", [Line.of(name, text.origin).plain() for name in names if name])
            else:
                draft.note("", text.rich(emphasis=True))

    def position(self, draft: Draft, line: Line, below: list[Line]) -> None:
        """Read a position: what is bold is where, or else what comes first."""
        pieces = self.dated(draft, links_out(draft, line))
        place = next((piece for piece in pieces if piece.strong), pieces[0] if pieces else line)
        others = [piece for piece in pieces if piece is not place]
        draft.put("organization", place.rich())
        draft.put("position", others[0].rich() if others else None)
        draft.put("location", joined([piece.rich() for piece in others[1:]]))
        self.below(draft, below)

    def course(self, draft: Draft, line: Line, below: list[Line]) -> None:
        """Read a course."""
        line = links_out(draft, line)
        if match := _TEACHER.match(line.text):
            draft.put("role", line.cut(0, match.end(1)).rich())
            line = line.cut(match.end())
        pieces = line.trimmed().split()
        for piece in [piece for piece in pieces if _SEASON.match(piece.text.strip(" .("))][:1]:
            if match := re.fullmatch(r"\s*([^(]+?)\s*\((.*)\)\W*", piece.text):  # Fall 2022 (120 students)
                draft.note("", piece.cut(match.start(2), match.end(2)).rich())
                draft.put("term", piece.cut(match.start(1), match.end(1)).rich())
            elif _SEASON.fullmatch(piece.text.strip(" .")):
                draft.put("term", piece.trimmed().rich())
            else:
                continue
            pieces.remove(piece)
        pieces = self.dated(draft, Line(with_commas(pieces), line.origin)) if pieces else []
        school = next((piece for piece in pieces[1:] if _SCHOOL.search(piece.text)), None)
        if pieces and len(pieces[0].urls) == 1:
            draft.put("url", told(pieces[0].urls[0], line.origin))
        draft.put("course", (pieces[0].plain() if "url" in draft.values else pieces[0].rich()) if pieces else None)
        draft.put("institution", school.rich() if school else None)
        draft.put("location", joined([piece.rich() for piece in pieces[1:] if piece is not school]))
        self.below(draft, below)

    def service(self, draft: Draft, line: Line, below: list[Line]) -> None:
        """Read work for the community."""
        line = links_out(draft, line)
        if match := _REVIEWS.fullmatch(line.text.strip(" .")):
            draft.put("role", line.cut(0, match.end(1)).rich())
            venues = line.cut(match.start(2)).trimmed().split()
            draft.texts("venues", [venue.rich() for venue in venues])
        else:
            pieces = self.dated(draft, line)
            draft.put("role", pieces[0].rich() if pieces else None)
            draft.put("organization", joined([piece.rich() for piece in pieces[1:]]))
        self.below(draft, below)

    def media(self, draft: Draft, line: Line, below: list[Line]) -> None:
        """Read what others published."""
        line = links_out(draft, line)
        if (match := _ACCESSED.search(line.text)) and (date := date_of(self._slashes(match[1]))):
            draft.put("accessed", told(date, line.origin))
            line = line.without(match.start(), match.end())
        for url in [url for url in line.urls if url in line.text][:1]:
            draft.put("url", told(url, line.origin))
            line = line.without(line.text.index(url), line.text.index(url) + len(url))
        line = line.trimmed()
        match = re.match(r"([^“\"]*?),\s+[“\"](.+)[”\"]$", line.text)
        parts = line.split()
        if match:
            draft.put("outlet", line.cut(0, match.end(1)).rich())
            draft.put("title", line.cut(match.start(2), match.end(2)).trimmed(" ,").rich())
        else:
            draft.put("outlet", parts[0].rich() if len(parts) > 1 else None)
            draft.put("title", joined([piece.rich() for piece in parts[1:]]) or line.rich())
        self.below(draft, below)

    def award(self, draft: Draft, line: Line, below: list[Line]) -> None:
        """Read an award."""
        pieces = self.dated(draft, links_out(draft, line))
        draft.put("title", pieces[0].rich() if pieces else None)
        draft.put("awarder", joined([piece.rich() for piece in pieces[1:]]))
        self.below(draft, below)

    def skill(self, draft: Draft, line: Line, below: list[Line]) -> None:
        """Read skills: `Programming: Python, C++`."""
        match = re.match(r"([^:]{1,40}):\s+", line.text)
        draft.put("name", line.cut(0, match.end(1)).rich() if match else line.trimmed().rich())
        if match:
            draft.texts("keywords", [piece.rich() for piece in line.cut(match.end()).trimmed().split()])
        self.below(draft, below)

    def anything(self, draft: Draft, line: Line, below: list[Line]) -> None:
        """Read a bullet of a section that cvgen does not know: a paragraph."""
        draft.put("summary", line.rich(emphasis=True))
        self.below(draft, below)

    def below(self, draft: Draft, below: list[Line]) -> None:
        """Put what stands below a bullet."""
        draft.highlights += [text.rich(emphasis=True) for text in below if text.text.strip()]


def with_commas(pieces: list[Line]) -> list[Char]:
    """Return pieces as one, with commas between."""
    comma = (Char(","), Char(" "))
    return [char for number, piece in enumerate(pieces) for char in (*(comma if number else ()), *piece.chars)]
