"""Language tags (BCP 47): which of several serves a reader best."""

from __future__ import annotations

from collections.abc import Collection

from cvgen.patterns import pattern

LANGUAGE_TAG = pattern(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_CODES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv "
    "ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne "
    "ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss "
    "st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
LANGUAGES = tuple(_CODES.split())
"""The two-letter codes of ISO 639-1: `AI: a new field` is no text in a language."""
_TRADITIONAL = {"hant", "hk", "mo", "tw"}


def main_language(tag: str) -> str:
    """Return the language of a tag without its region: "en" for "en-GB"."""
    return tag.partition("-")[0].lower()


def is_language(tag: str) -> bool:
    """Return whether a key of a text is a language tag rather than the start of a text, such as `AI: a new field`."""
    main = tag.partition("-")[0]
    known = len(main) > 2 or main in LANGUAGES
    return known and main.islower() and LANGUAGE_TAG.fullmatch(tag) is not None


def is_traditional(tag: str) -> bool:
    """Return whether a tag is of Chinese in traditional characters."""
    main, *rest = tag.lower().split("-")
    return main == "zh" and "hans" not in rest and not _TRADITIONAL.isdisjoint(rest)


def nearest(language: str, available: Collection[str]) -> str | None:
    """Return the one of the tags that is nearest to a language: its own, or one that says less.

    Of Chinese, one in the same characters is nearer than plain `zh`.
    """
    parts = language.split("-")
    wanted = ["-".join(parts[:end]) for end in range(len(parts), 0, -1)]
    if is_traditional(language):
        wanted[-1:-1] = filter(is_traditional, available)
    return next((tag for tag in wanted if tag in available), None)
