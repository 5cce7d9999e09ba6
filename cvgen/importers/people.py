"""Who a CV is about: the basics, as most formats have them."""

from __future__ import annotations

import re

from cvgen import identifiers
from cvgen.importers.drafts import is_switch, mapping_of
from cvgen.importers.job import Job, Source, folded, is_blank, joined, told, written
from cvgen.importers.networks import contact, profile
from cvgen.importers.pictures import photo
from cvgen.markup import Inlines, LineBreak, Plain, plain
from cvgen.model import Basics
from cvgen.reader.meaning import EMAIL
from cvgen.reader.nodes import Mapping, Node, Scalar, Sequence
from cvgen.reader.objects import keys_of

NO_NAME = "Your Name"


class Person:
    """The basics in the making, and the lines about somebody that have no key there: `more` becomes a section."""

    def __init__(self, job: Job, source: Source) -> None:
        self.job, self.source = job, source
        self.values: dict[str, Node] = {}
        self.profiles: list[Mapping] = []
        self.more: list[Mapping] = []
        self.summary: list[Inlines] = []

    def usual(self) -> None:
        """Take what all formats have, under any of its names."""
        job, source = self.job, self.source
        first, last = source.take("firstname", "givenname"), source.take("lastname", "familyname", "surname")
        name = job.plain(source.take("name", "fullname"))
        parts = [part for part in (job.plain(first), job.plain(last)) if part]
        if name is None and parts:
            name = told(" ".join(part.value for part in parts), parts[0].origin)
        if name is None:
            job.problems.warn(
                source.node.origin, "there is no name in this file", "import", "write it into the cv.yaml"
            )
            name = told(NO_NAME, source.node.origin)
        self.values["name"] = name
        self.text("label", source.take("label", "headline", "title", "jobtitle", "position"))
        self.text("location", None, place(job, source.take("location", "address")))
        self.reach("phone", source.take("phone", "telephone", "mobile", "tel", "phonenumber"))
        self.reach("email", source.take("email", "mail", "emailaddress"))
        self.reach("url", source.take("url", "website", "homepage", "site", "web"))
        if picture := source.take("image", "picture", "photo"):
            self.values |= photo(job, source.path_of("image"), picture)
        self.accounts(source.take("profiles", "socialnetworks", "social", "accounts"))

    def text(self, key: str, node: Node | None, text: Inlines | None = None) -> None:
        """Put a text."""
        text = text or self.job.row(node)
        if text:
            self.values[key] = written(text)

    def reach(self, key: str, node: Node | None) -> None:
        """Put a way to reach somebody; a second one becomes a profile, and what is none a line of its own section."""
        for item in node.items if isinstance(node, Sequence) else [node]:
            found = self.job.plain(item)
            if item is None or found is None:
                continue
            if key == "phone":
                found = told(re.sub(r"^tel:\s*", "", found.value), found.origin)
                url = "tel:" + re.sub(r"\(0\)|[^+0-9]", "", found.value)
            elif key == "email":
                found = told(re.sub(r"^mailto:\s*", "", found.value), found.origin)
                url = f"mailto:{found.value}" if EMAIL.fullmatch(found.value) else ""
            else:
                site = self.job.url(item)
                url = site.value if site else ""
                found = told(url, found.origin) if url and key not in self.values else found
            if not url or (key == "phone" and url == "tel:"):
                self.job.leave(self.source.path_of(key), item, f"this is no {key}", "it is printed as a text")
                self.say("", self.job.row(item))
            elif key in self.values:
                self.profiles.append(contact(found, url))
            else:
                self.values[key] = found

    def accounts(self, node: Node | None) -> None:
        """Put accounts: a list, or a mapping of networks to usernames or URLs."""
        if isinstance(node, Mapping) and not any(key.value in ("network", "username", "url") for key, _ in node.pairs):
            names = [told(key.value, key.origin) for key, _ in node.pairs]
            items: list[Node] = [
                mapping_of({"network": name, "url" if self.job.url(value) else "username": value}, name.origin)
                for name, (_, value) in zip(names, node.pairs, strict=True)
            ]
        else:
            items = list(node.items) if isinstance(node, Sequence) else [node] if node is not None else []
        for number, item in enumerate(items):
            self.account(item, f"{self.source.path_of('profiles')}[{number}]")

    def account(self, item: Node, path: str) -> None:
        """Put one account; one that leads nowhere is a line of its own section."""
        if is_blank(item):
            return
        if isinstance(item, Scalar):
            item = mapping_of({"url": item}, item.origin)
        source = Source(item, path) if isinstance(item, Mapping) else None
        if source and "orcid" not in self.values and (orcid := orcid_of(source)):
            self.values["orcid"] = orcid
            return
        found = profile(self.job, source) if source else None
        if found:
            self.profiles.append(found)
            for _, node, inner in source.rest() if source else ():
                self.job.leave(inner, node)
        else:
            self.job.leave(path, item, "it leads nowhere", "it is printed as a text")
            self.say("", self.job.row(item))

    def say(self, label: str, text: Inlines | None) -> None:
        """Put a line into the section of what has no key."""
        if text:
            title = joined([plain(f"{label}: ", text.origin), text], Plain("")) if label else text
            self.more.append(mapping_of({"summary": written(title or text)}, text.origin))

    def node(self) -> Mapping:
        """Return the basics, their keys in order."""
        summary = joined(self.summary, LineBreak())
        if summary:
            self.values["summary"] = written(summary)
        if self.profiles:
            self.values["profiles"] = Sequence(tuple(self.profiles), self.profiles[0].origin, 1)
        values = {key: self.values[key] for key in keys_of(Basics) if key in self.values}
        return mapping_of(values, self.source.node.origin)


def orcid_of(source: Source) -> Scalar | None:
    """Return the ORCID iD of an account that is one, and says nothing else."""
    said = [node for _, node in source.pairs.values() if isinstance(node, Scalar) and not node.is_empty]
    found = set()
    for node in said:
        if folded(node.value) != "orcid":
            try:
                found.add(identifiers.orcid(node.value.strip()))
            except identifiers.WrongIdentifier:
                return None
    return told(found.pop(), said[0].origin) if len(found) == 1 and len(said) == len(source.pairs) else None


def place(job: Job, node: Node | None) -> Inlines | None:
    """Return a place in one line: a text, or an address in parts."""
    if not isinstance(node, Mapping):
        return job.row(node)
    source = Source(node, "location")
    order = ("address", "street", "city", "region", "state", "postalcode", "zip", "countrycode", "country")
    parts = [job.row(source.take(name)) for name in order]
    for _, value, path in source.rest():
        if is_switch(value):
            job.leave(path, value)
        else:
            parts.append(job.row(value))
    return joined([part for part in parts if part])
