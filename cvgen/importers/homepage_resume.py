"""What people list on their résumés, bullet by bullet or heading by heading: positions, projects, certificates."""

from __future__ import annotations

import re

from cvgen.importers.drafts import Draft
from cvgen.importers.homepage_entries import Entries, Reader, with_commas
from cvgen.importers.homepage_works import links_out
from cvgen.importers.job import Job, joined, leaves, told
from cvgen.importers.pieces import Line
from cvgen.markup import LineBreak
from cvgen.patterns import pattern
from cvgen.reader.nodes import Mapping, Node, Scalar, Sequence

HEADED = ("experience", "volunteer", "education", "projects")  # sections in which a heading may be an entry's
_ROLE = pattern(
    r"\b(?:engineer|developer|programmer|manager|intern|scientist|researcher|professor|assistant|associate|lead|director"
    r"|analyst|consultant|fellow|postdoc\w*|student|officer|head|chief|c[ceft]o|designer|architect|instructor|lecturer"
    r"|teacher|founder|editor|volunteer|trainee|apprentice|specialist|administrator|coordinator|president|member|writer"
    r"|accountant|nurse|physician|attorney|mentor|tutor|scholar|president)s?\b",
    re.IGNORECASE,
)
_SIGNS = r"\s+[—–|@·•-]\s+|\s+at\s+|,\s+"
_IN_BRACKETS = pattern(r"\s*\(([^()]*(?:\d{4}|present)[^()]*)\)\s*$", re.IGNORECASE)
_NAMED = pattern(r"(?P<name>.{2,80}?)(?:\s+[—–-]\s+|:\s+)(?P<more>\S.*)", re.DOTALL)
_FLUENCY = pattern(r"\s*(?P<language>[^():,—–-]{2,40}?)\s*(?:[(:,—–-]\s*(?P<fluency>[^()]+?)\)?)?\s*\.?")


class ResumeEntries(Entries):
    """Reads what stands on a résumé, too."""

    def reader(self, kind: str) -> Reader:
        """Return what reads the bullets of a section of a type."""
        readers = {"projects": self.project, "certificates": self.certificate, "languages": self.language}
        return readers.get(kind) or super().reader(kind)

    def headed(self, job: Job, kind: str, item: Mapping) -> Draft:
        """Return the entry whose heading a page has: its title, the lines below it, and its bullets."""
        heading, below = (value for _, value in item.pairs)
        title = _line(job, heading)
        draft = Draft(job, kind, heading.origin)
        nodes = below.items if isinstance(below, Sequence) else ()
        lines = [line for node in nodes if isinstance(node, Scalar) for line in _lines(job, node)]
        while lines and self._is_meta(lines[0]):
            self._meta(draft, lines.pop(0))
        title = self._dates_out(draft, links_out(draft, title))
        self._title(draft, kind, title)
        draft.put("summary", joined([line.rich(emphasis=True) for line in lines], LineBreak()))
        for bullet in (node for node in nodes if isinstance(node, Mapping)):
            draft.highlights += [_line(job, leaf).rich(emphasis=True) for leaf in leaves(bullet)]
        return draft

    def _title(self, draft: Draft, kind: str, title: Line) -> None:
        if kind == "projects":
            self.project(draft, title, [])
            return
        pieces = [piece.trimmed() for piece in title.split(_SIGNS)]
        pieces = [piece for piece in pieces if piece.text]
        if kind == "education":
            self.degree(draft, Line(with_commas(pieces), title.origin), [])
        else:
            self._position(draft, pieces)

    def _position(self, draft: Draft, pieces: list[Line]) -> None:
        role = next((piece for piece in pieces if _ROLE.search(piece.text)), None)
        if role is None and len(pieces) > 1:
            role = pieces[0]
        others = [piece for piece in pieces if piece is not role]
        draft.put("position", role.rich() if role else None)
        draft.put("organization", others[0].rich() if others else None)
        draft.put("location", joined([piece.rich() for piece in others[1:]]))

    def position(self, draft: Draft, line: Line, below: list[Line]) -> None:
        """Read a position: what names a role is one; of the rest what is bold, or comes first, is where."""
        line = self._dates_out(draft, links_out(draft, line))
        pieces = self.dated(draft, line)
        if any(_ROLE.search(piece.text) and not piece.strong for piece in pieces):
            pieces = [piece.trimmed() for one in pieces for piece in one.split(_SIGNS)]
            role = next(piece for piece in pieces if _ROLE.search(piece.text) and not piece.strong)
            others = sorted((piece for piece in pieces if piece is not role), key=lambda piece: not piece.strong)
            self._position(draft, [role, *others])
            self.below(draft, below)
            return
        super().position(draft, Line(with_commas(pieces), line.origin), below)

    def project(self, draft: Draft, line: Line, below: list[Line]) -> None:
        """Read a project: its name, bold, linked or before a dash; and what it is."""
        line = self._dates_out(draft, links_out(draft, line))
        match = _NAMED.fullmatch(line.text.strip())
        name, more = (line.cut(0, match.end("name")), line.cut(match.start("more"))) if match else (line, None)
        name = name.trimmed(" ")
        if len(name.urls) == 1:
            draft.put("url", told(name.urls[0], name.origin))
        draft.put("name", name.plain() if len(name.urls) == 1 else name.rich())
        draft.put("summary", more.rich(emphasis=True) if more else None)
        self.below(draft, below)

    def certificate(self, draft: Draft, line: Line, below: list[Line]) -> None:
        """Read a certificate: its name, who gave it, when."""
        pieces = self.dated(draft, self._dates_out(draft, links_out(draft, line)))
        if pieces and len(pieces[0].urls) == 1:
            draft.put("url", told(pieces[0].urls[0], line.origin))
        draft.put("name", (pieces[0].plain() if "url" in draft.values else pieces[0].rich()) if pieces else None)
        draft.put("issuer", joined([piece.rich() for piece in pieces[1:]]))
        self.below(draft, below)

    def language(self, draft: Draft, line: Line, below: list[Line]) -> None:
        """Read a language: `English (fluent)`."""
        match = _FLUENCY.fullmatch(line.text)
        if match and not line.urls:
            draft.put("language", line.cut(*match.span("language")).rich())
            draft.put("fluency", line.cut(*match.span("fluency")).rich() if match["fluency"] else None)
        else:
            draft.put("language", line.rich())
        self.below(draft, below)

    def _dates_out(self, draft: Draft, line: Line) -> Line:
        """Put the dates that stand in brackets at the end of a line, and return the line without them."""
        match = _IN_BRACKETS.search(line.text)
        if not match or not self.when(match[1]):
            return line
        self.dated(draft, line.cut(match.start(1), match.end(1)))
        return line.cut(0, match.start())

    def _is_meta(self, line: Line) -> bool:
        """Return whether a line says when, and perhaps where, and nothing else."""
        pieces = _pieces(line)
        return any(self.when(piece.text) for piece in pieces) and all(len(piece.text) < 60 for piece in pieces)

    def _meta(self, draft: Draft, line: Line) -> None:
        rest = self.dated(draft, Line(with_commas(_pieces(line)), line.origin))
        draft.put("location", joined([piece.rich() for piece in rest]))


def _pieces(line: Line) -> list[Line]:
    return [piece.trimmed() for piece in line.split(r"\s+[|·•]\s+|,\s+")]


def _lines(job: Job, node: Scalar) -> list[Line]:
    return [Line.of(job.clean(one, node.origin), node.origin) for one in node.value.split("\n") if one.strip()]


def _line(job: Job, node: Node) -> Line:
    value = node.value if isinstance(node, Scalar) else ""
    return Line.of(job.clean(value, node.origin), node.origin)
