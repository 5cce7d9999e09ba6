"""Words, lists and dates in the language of the CV. Months and date patterns come from Babel (Unicode CLDR)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cvgen.markup import Inlines, plain
from cvgen.model import Date

WORDS: dict[str, Mapping[str, str]] = {
    "en": {
        "summary": "Summary",
        "honors": "Honors",
        "education": "Education",
        "experience": "Experience",
        "volunteer": "Volunteering",
        "publications": "Publications",
        "talks": "Talks",
        "teaching": "Teaching",
        "service": "Service",
        "awards": "Awards",
        "media": "Media",
        "skills": "Skills",
        "grants": "Grants",
        "advising": "Advising",
        "patents": "Patents",
        "projects": "Projects",
        "languages": "Languages",
        "certificates": "Certificates",
        "memberships": "Memberships",
        "interests": "Interests",
        "references": "References",
        "journal": "Journal articles",
        "conference": "Conference papers",
        "workshop": "Workshop papers",
        "chapter": "Book chapters",
        "book": "Books",
        "thesis": "Theses",
        "preprint": "Preprints",
        "report": "Reports",
        "patent": "Patents",
        "software": "Software",
        "dataset": "Data sets",
        "other": "Other publications",
        "one_preprint": "Preprint",
        "present": "present",
        "since": "since {}",
        "until": "until {}",
        "score": "Grade: {}",
        "advisors": "Advisors: {}",
        "acceptance": "Acceptance {}",
        "accessed": "accessed {}",
        "now_at": "now at {}",
        "photo_of": "Photo of {}",
        "and": "{} and {}",
        "others": ", and {} others",
        "comma": ", ",
        "curriculum_vitae": "Curriculum Vitae",
        "resume": "Résumé",
    },
    "zh": {
        "summary": "个人简介",
        "honors": "荣誉奖项",
        "education": "教育背景",
        "experience": "工作经历",
        "volunteer": "志愿服务",
        "publications": "论文发表",
        "talks": "学术报告",
        "teaching": "教学经历",
        "service": "学术服务",
        "awards": "获奖情况",
        "media": "媒体报道",
        "skills": "专业技能",
        "grants": "科研项目",
        "advising": "指导学生",
        "patents": "专利",
        "projects": "项目经历",
        "languages": "语言能力",
        "certificates": "证书",
        "memberships": "学会会员",
        "interests": "兴趣爱好",
        "references": "推荐人",
        "journal": "期刊论文",
        "conference": "会议论文",
        "workshop": "研讨会论文",
        "chapter": "书籍章节",
        "book": "著作",
        "thesis": "学位论文",
        "preprint": "预印本",
        "report": "技术报告",
        "patent": "专利",
        "software": "软件",
        "dataset": "数据集",
        "other": "其他成果",
        "one_preprint": "预印本",
        "present": "至今",
        "since": "{}至今",
        "until": "至{}",
        "score": "成绩：{}",
        "advisors": "导师：{}",
        "acceptance": "录用率 {}",
        "accessed": "访问于 {}",
        "now_at": "现就职于{}",
        "photo_of": "{}的照片",
        "and": "{}、{}",
        "others": " 等，另有 {} 人",
        "comma": ", ",
        "curriculum_vitae": "学术简历",
        "resume": "简历",
    },
}
WORDS["en-GB"] = {**WORDS["en"], "honors": "Honours"}
"""language → key → the word, with {} where something is put in. Section and kind titles have their own names."""


def main_language(tag: str) -> str:
    """Return the language of a BCP 47 tag without its region: "en" for "en-GB"."""
    return tag.partition("-")[0].lower()


@dataclass(frozen=True)
class Words:
    """The words and dates of one language, a BCP 47 tag; a language without a table of its own speaks English.

    Without `months`, labels and dates show their years alone.
    """

    language: str
    months: bool = True

    def __getitem__(self, key: str) -> str:
        return self._table[key]

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def section(self, name: str) -> str:
        """Return the title of a section: the language's own for a known name, else the name itself."""
        if name in self:
            return self[name]
        title = name.replace("_", " ")
        return title[:1].upper() + title[1:]

    @property
    def _table(self) -> Mapping[str, str]:
        return WORDS.get(self.language) or WORDS.get(main_language(self.language)) or WORDS["en"]

    def say(self, key: str, *values: Inlines | int) -> Inlines:
        """Return the word with rich texts or numbers in its places."""
        first, *rest = self[key].split("{}")
        result = plain(first)
        for value, after in zip(values, rest, strict=True):
            result = result + (plain(str(value)) if isinstance(value, int) else value) + plain(after)
        return result

    def join(self, texts: Iterable[Inlines]) -> Inlines:
        """Return texts as a list within a line: a, b, c."""
        result = Inlines()
        for text in texts:
            result = result + plain(self["comma"]) + text if result else text
        return result

    def enumerate(self, texts: Iterable[Inlines]) -> Inlines:
        """Return texts as a list that ends with "and": a, b and c."""
        *most, last = texts
        return self.say("and", self.join(most), last) if most else last

    def date(self, date: Date) -> Inlines:
        """Return a date as people write it: 2014, Aug 2014, Aug 1, 2014, present, Fall 2018."""
        return plain(self._date(date), date.origin)

    def period(self, start: Date | None, end: Date | None) -> Inlines:
        """Return a span of time; either end may be missing."""
        if start and end:
            first, last = self._date(start), self._date(end)
            # A spaced dash where the dates themselves have spaces in them.
            dash = " – " if " " in first + last else "–"
            return plain(first if first == last else f"{first}{dash}{last}", start.origin)
        if start:
            return self.say("since", self.date(start))
        if end is None:
            return Inlines()
        return self.date(end) if end.present else self.say("until", self.date(end))

    def _date(self, date: Date) -> str:
        if date.present:
            return self["present"]
        if date.words or not date.year:
            return date.words
        if not date.month or not self.months:
            return str(date.year)
        from babel import UnknownLocaleError
        from babel.core import Locale as BabelLocale
        from babel.dates import format_skeleton

        try:
            locale = BabelLocale.parse(self.language, sep="-")
        except (UnknownLocaleError, ValueError):  # Babel does not know the region
            locale = BabelLocale.parse(main_language(self.language))
        day = datetime.date(date.year, date.month, date.day or 1)
        return format_skeleton("yMMMd" if date.day else "yMMM", day, locale=locale)
