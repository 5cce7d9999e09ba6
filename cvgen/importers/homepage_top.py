"""What stands at the top of a page, before its first section: who somebody is, and how to reach them."""

from __future__ import annotations

import re

from cvgen.importers.drafts import mapping_of
from cvgen.importers.job import Job, leaves, told, written
from cvgen.importers.people import Person
from cvgen.importers.pictures import photo
from cvgen.importers.pieces import Line
from cvgen.patterns import pattern
from cvgen.reader.meaning import EMAIL
from cvgen.reader.nodes import Node, Scalar

_NAME = pattern(r"(?:I[’']m|I am|[Mm]y name is)\s+((?:[^\W\d_a-z][\w.’'-]*[ ]?){1,4})")
_NATIVE = pattern(r"\s*\(([^()\x00-\u024f]+)\)")
_LABEL = pattern(r"[,\s]*(?:an?|the)\s+([^.]{3,120}?)\.(?:\s|$)")
_IMAGE = pattern(r"!\[[^\]]*\]\(\s*<?([^\s)>]+)>?[^)]*\)")
_BETWEEN = r"\s+[|·•∙◦⋅/]\s+"
_EMAIL = pattern(r"(?:(?:e-?mail|mail|contact)\s*:?\s*)?(\S+@\S+)", re.IGNORECASE)
_PHONE = pattern(r"(?:(?:tele)?phone|tel|mobile|cell)\.?\s*:?\s*([+\d()\s./-]{6,})|(\+[\d()\s./-]{6,})", re.IGNORECASE)
_PLACE = pattern(r"(?:address|location|office)?\s*:?\s*([^.:]{2,80})", re.IGNORECASE)


class Top:
    """Reads the paragraphs before the first section into the basics."""

    def __init__(self, job: Job, person: Person) -> None:
        self.job, self.person = job, person

    def read(self, nodes: list[Node], *, is_titled: bool) -> None:
        """Read the nodes; the first one below the page's own title may be a line that says what somebody is."""
        self.is_titled = is_titled
        for number, node in enumerate(nodes):
            if isinstance(node, Scalar) and (image := _IMAGE.fullmatch(node.value.strip())):
                self.person.values |= photo(self.job, "picture", told(image[1], node.origin))
                continue
            for text in leaves(node):
                for line in self.lines(text):
                    if not (is_titled and number == 0 and self.label(line)):
                        self.about(line)

    def lines(self, node: Scalar) -> list[Line]:
        """Return a paragraph as one line, or line by line where each of them is of contacts, or a title."""
        text = re.sub(r"\s*[(\[]at[)\]]\s*", "@", self.job.clean(node.value, node.origin))
        lines = [Line.of(one, node.origin) for one in text.split("\n") if one.strip()]
        if len(lines) > 1 and sum(len(self.contacts(one)) > 0 for one in lines) >= len(lines) - 1:
            return lines
        return [Line.of(text, node.origin)]

    def label(self, line: Line) -> bool:
        """Take a short line without a full stop for what somebody is; return whether it was one."""
        text = line.text.strip()
        if "label" in self.person.values or line.urls or len(text) > 120 or re.search(r"[.!?:|@]|\bI\b", text):
            return False
        self.person.values["label"] = written(line.trimmed(" ").rich())
        return True

    def about(self, line: Line) -> None:
        """Read a paragraph: accounts, or who somebody is."""
        if found := self.contacts(line):
            for piece in found:
                self.contact(piece)
            return
        if (match := _NAME.search(line.text)) and "name" not in self.person.values:
            self.person.values["name"] = told(match[1].strip(" ,."), line.origin)
            end = match.end()
            if native := _NATIVE.match(line.text, end):
                self.person.values["native_name"] = written(line.cut(native.start(1), native.end(1)).rich())
                end = native.end()
            if label := _LABEL.match(line.text, end):
                self.person.values["label"] = written(line.cut(label.start(1), label.end(1)).rich())
        self.person.summary.append(line.rich(emphasis=True))

    def contacts(self, line: Line) -> list[Line]:
        """Return the pieces of a line of ways to reach somebody, with at most two others, a title and a place."""
        outside = "".join(char.value for char in line.chars if not char.url)
        if line.urls and not re.search(r"\w", outside):
            return [Line((char for char in line.chars if char.url == url), line.origin) for url in line.urls]
        pieces = [piece for piece in (one.trimmed(" ,;|") for one in line.split(_BETWEEN)) if piece.text]
        others = [piece for piece in pieces if not self.reaches(piece)]
        if len(others) == len(pieces) or len(others) > 2 or not all(_PLACE.fullmatch(one.text) for one in others):
            return []
        return pieces

    def reaches(self, piece: Line) -> bool:
        """Return whether a piece is a link, an e-mail address or a telephone number, with or without its label."""
        if len(piece.urls) == 1:
            outside = "".join(char.value for char in piece.chars if not char.url)
            return re.fullmatch(r"\s*(?:[\w-]{2,20}\s*:)?\s*", outside) is not None
        address = _EMAIL.fullmatch(piece.text)
        return bool((address and EMAIL.fullmatch(address[1])) or _PHONE.fullmatch(piece.text))

    def contact(self, piece: Line) -> None:
        """Put one way to reach somebody, or the place."""
        if piece.urls:
            self.profiles(piece)
        elif address := _EMAIL.fullmatch(piece.text):
            self.person.reach("email", told(address[1], piece.origin))
        elif number := _PHONE.fullmatch(piece.text):
            self.person.reach("phone", told((number[1] or number[2]).strip(), piece.origin))
        elif self.is_titled and not re.search(r",|\d", piece.text) and self.label(piece):
            pass
        elif place := _PLACE.fullmatch(piece.text):
            self.person.text("location", None, piece.cut(place.start(1), place.end(1)).rich())

    def profiles(self, line: Line) -> None:
        """Put the links of a line as accounts."""
        for url in line.urls:
            name = "".join(char.value for char in line.chars if char.url == url).strip()
            if re.match(r"mailto:", url):
                self.person.reach("email", told(url, line.origin))
                continue
            if re.match(r"tel:", url):
                self.person.reach("phone", told(url, line.origin))
                continue
            if re.fullmatch(r"(?i)(?:home ?page|web ?site|web)", name) and "url" not in self.person.values:
                self.person.reach("url", told(url, line.origin))
                continue
            values: dict[str, Node] = {"network": told(name or url, line.origin), "url": told(url, line.origin)}
            user = re.search(r"(?:github\.com|gitlab\.com|linkedin\.com/in|twitter\.com|//x\.com)/([\w.-]+)/?$", url)
            if user:
                values = {"network": values["network"], "username": told(user[1], line.origin), "url": values["url"]}
            self.person.profiles.append(mapping_of(values, line.origin))
