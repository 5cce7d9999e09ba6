"""The entry types: one class each. `ENTRY_TYPES` maps a section's name to the class of its entries."""

from __future__ import annotations

from cvgen.frozen import record
from cvgen.model import Date, Entry, Text, part
from cvgen.works import Patent, Publication, Software


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Summary(Entry):
    """The summary of the basics, as the one entry of the section `summary`."""


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Education(Entry):
    """A degree, or time spent for one."""

    degree: Text | None = part("head")
    area: Text | None = part("head")
    institution: Text = part("line", required=True)
    location: Text | None = part("line")
    score: Text | None = part("detail", word="score")
    advisors: tuple[Text, ...] = part("detail", word="advisors", default=())


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Experience(Entry):
    """A position."""

    position: Text | None = part("head")
    organization: Text | None = part("line")
    location: Text | None = part("line")


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Talk(Entry):
    """A talk, poster or lecture."""

    organization: Text | None = part("head")
    event: Text | None = part("line")
    role: Text | None = part("line")
    title: Text = part("line", linked=True, required=True)
    location: Text | None = part("line")


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Teaching(Entry):
    """A course taught."""

    role: Text | None = part("head")
    course: Text = part("line", linked=True, required=True)
    institution: Text | None = part("line")
    location: Text | None = part("line")
    term: Text | None = part("label")
    enrolment: Text | None = part("aside", word="enrolment")
    evaluation: Text | None = part("aside", word="evaluation")


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Service(Entry):
    """Work for the community: reviewing, organising, volunteering."""

    role: Text = part("head", required=True)
    organization: Text | None = part("line")
    venues: tuple[Text, ...] = part("line", default=())
    location: Text | None = part("line")
    years: tuple[Text, ...] = part("label", default=())


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Award(Entry):
    """A prize, an honour or a scholarship."""

    title: Text = part("head", required=True)
    rate: Text | None = part("line")
    awarder: Text | None = part("line")
    amount: Text | None = part("line")


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Media(Entry):
    """Coverage by others."""

    outlet: Text | None = part("head")
    title: Text = part("line", linked=True, required=True)
    role: Text | None = part("line")
    accessed: Date | None = part("detail", word="accessed")


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Skill(Entry):
    """A group of skills."""

    name: Text = part("head", required=True)
    level: Text | None = part("line")
    keywords: tuple[Text, ...] = part("line", default=())


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Grant(Entry):
    """Funding won."""

    title: Text = part("head", required=True)
    agency: Text | None = part("line")
    number: Text | None = part("line")
    role: Text | None = part("line")
    amount: Text | None = part("line")
    status: Text | None = part("line")
    institution: Text | None = part("line")
    investigators: tuple[Text, ...] = part("detail", word="investigators", default=())


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Advising(Entry):
    """A student or postdoc advised."""

    name: Text = part("head", required=True)
    degree: Text | None = part("line")
    role: Text | None = part("line")
    institution: Text | None = part("line")
    title: Text | None = part("line")
    now_at: Text | None = part("detail", word="now_at")


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Project(Entry):
    """Something made: software, a data set, a study."""

    name: Text = part("head", required=True)
    role: Text | None = part("line")
    organization: Text | None = part("line")
    keywords: tuple[Text, ...] = part("line", default=())


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Language(Entry):
    """A language spoken."""

    language: Text = part("head", required=True)
    fluency: Text | None = part("line")


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Certificate(Entry):
    """A certificate or licence."""

    name: Text = part("head", required=True)
    issuer: Text | None = part("line")


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Membership(Entry):
    """Membership of a society."""

    organization: Text = part("head", required=True)
    role: Text | None = part("line")


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Reference(Entry):
    """Someone who can be asked."""

    name: Text = part("head", required=True)
    position: Text | None = part("line")
    organization: Text | None = part("line")
    email: Text | None = part("line")
    phone: Text | None = part("line")


@record(frozen=True, kw_only=True, eq=False, repr=False)
class General(Entry):
    """Anything else: the type for sections of one's own. With a summary alone it is a paragraph."""

    title: Text | None = part("head")
    subtitle: Text | None = part("line")
    location: Text | None = part("line")


ENTRY_TYPES: dict[str, type[Entry]] = {
    "education": Education,
    "experience": Experience,
    "volunteer": Experience,
    "publications": Publication,
    "talks": Talk,
    "teaching": Teaching,
    "service": Service,
    "awards": Award,
    "media": Media,
    "skills": Skill,
    "grants": Grant,
    "advising": Advising,
    "patents": Patent,
    "software": Software,
    "projects": Project,
    "languages": Language,
    "certificates": Certificate,
    "memberships": Membership,
    "interests": Skill,
    "references": Reference,
    "general": General,
}
