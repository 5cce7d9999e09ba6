"""Language tags (BCP 47): which of several serves a reader best."""

from __future__ import annotations

from collections.abc import Collection

_TRADITIONAL = {"hant", "hk", "mo", "tw"}


def main_language(tag: str) -> str:
    """Return the language of a tag without its region: "en" for "en-GB"."""
    return tag.partition("-")[0].lower()


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
