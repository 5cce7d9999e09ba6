"""The typefaces of a document: which face draws each cluster, and which font of the document sets it.

Most characters stand in the main fonts (`encoding.SLOTS`). Any other goes into a *script* font, made for the document
with just what it needs. A script is named in the manner of ISO 15924 (`cyrl`, `hani`) where the text faces have it,
else after the family that does (`emoji`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from cvgen.fonts.clusters import clusters_of, is_ignorable
from cvgen.fonts.encoding import SLOT_OF
from cvgen.fonts.faces import FAMILIES, STYLES, Face, bundled

TEXT_FAMILIES = ("serif", "sans")
_SYMBOLS = ("noto", "math", "symbols")  # have every character of the main fonts that a text face lacks
LATIN, HAN, SYMBOLS = "latn", "hani", "zsym"
_SCRIPTS = {"LATIN": LATIN, "COMBINING": LATIN, "GREEK": "grek", "CYRILLIC": "cyrl"}
_SPACES = " \t\n\r\x85\u00a0\u00ad"  # not glyphs, though some faces have one
_EMOJI_STYLE = "\ufe0f"
_EAST_ASIAN = ("zh", "ja")
# Punctuation that Latin and East Asian fonts draw in their own ways.
_HAN_LETTER = "一"
_SHARED = frozenset("“”‘’…—·")


Families = Mapping[str, Mapping[str, Face]]
"""Families by name, each as faces by style."""


class Typefaces:
    """The families of a document, with the CJK forms that suit `language` (a BCP 47 tag).

    `own` holds the families that the user names, as faces by style, in the place of "serif" (the text), of "sans" (the
    headings), or as the "fallback" for what these two lack.
    """

    def __init__(self, language: str = "en", own: Families | None = None) -> None:
        self.language = language
        self.own = own or {}
        self._script_of: dict[str, str | None] = {}

    def face(self, family: str, style: str) -> Face:
        """Return the face of a family in a style."""
        own = self.own.get(family)
        return own[style] if own else bundled(family, style, self.language)

    def main_digests(self) -> list[tuple[str, str, str]]:
        """Return what the main fonts depend on: family, style and digest of what can draw any of their characters."""
        own = [(family, style, face) for family, faces in self.own.items() for style, face in faces.items()]
        ours = [
            ("", style, bundled(family, style, self.language))
            for family in (*TEXT_FAMILIES, *_SYMBOLS)
            for style in STYLES
        ]
        return sorted((family, style, face.digest) for family, style, face in (*own, *ours))

    def face_for(self, cluster: str, family: str, style: str) -> Face | None:
        """Return the face that draws a cluster in a family and style; another family's where its own lacks it."""
        return next((face for _, face in self._with(cluster, family, style)), None)

    def han_face_for(self, cluster: str, family: str, style: str) -> Face | None:
        """Return the face that draws a cluster among Chinese or Japanese characters."""
        if cluster not in _SHARED:
            return self.face_for(cluster, family, style)
        faces = (self.face(name, style) for name in (*self.own, "cjk"))
        return next(face for face in faces if face.has(cluster) and face.has(_HAN_LETTER))

    def script_of(self, cluster: str) -> str | None:
        """Return the script font that a cluster needs: "" for the main fonts, None if no face has it."""
        if cluster in SLOT_OF or cluster in _SPACES:
            return ""
        if cluster not in self._script_of:
            self._script_of[cluster] = self._find_script(cluster)
        return self._script_of[cluster]

    def missing(self, text: str) -> list[str]:
        """Return the clusters of a text that no face has, each once."""
        if text.isascii():
            return []
        return [cluster for cluster in dict.fromkeys(clusters_of(text)) if self.script_of(cluster) is None]

    def runs(self, text: str) -> list[tuple[str, list[str]]]:
        """Return a text as (script, clusters), what no face has among the main script.

        A word of Latin letters is never torn: where one of them needs the script font, the whole word is set in it, so
        that its kerning survives.
        """
        clusters = clusters_of(text)
        scripts = [self.script_of(cluster) or "" for cluster in clusters]
        if LATIN in scripts:
            _join_words(clusters, scripts)
        if HAN in scripts and self.language.partition("-")[0].lower() in _EAST_ASIAN:
            _join_punctuation(clusters, scripts)
        _join_spaces(clusters, scripts)
        found: list[tuple[str, list[str]]] = []
        for cluster, script in zip(clusters, scripts, strict=True):
            if not found or found[-1][0] != script:
                found.append((script, []))
            found[-1][1].append(cluster)
        return found

    def _find_script(self, cluster: str) -> str | None:
        if is_right_to_left(cluster):
            return None  # TeX would set it from left to right
        family = next((name for name, _ in self._with(cluster, "serif", "regular")), None)
        if family is None:
            return None
        if family == "cjk" or (family != "emoji" and _is_wide(cluster)):
            return HAN
        word = unicodedata.name(cluster[0], "?").split()[0]
        return _SCRIPTS.get(word, SYMBOLS) if family in (*TEXT_FAMILIES, "fallback") else family

    def _with(self, cluster: str, family: str, style: str) -> Iterator[tuple[str, Face]]:
        """Yield every family that has a cluster, and its face, the most suitable first."""
        for name in self._families(cluster, family):
            faces = [self.face(name, style)]
            if name in self.own and name in FAMILIES:  # what the user's font lacks, the one that it replaces may have
                faces.append(bundled(name, style))
            yield from ((name, face) for face in faces if _has(face, cluster))

    def _families(self, cluster: str, family: str) -> Iterator[str]:
        """Yield the names of the families to ask for a cluster, in order."""
        if _EMOJI_STYLE in cluster:
            yield "emoji"
        yield family
        yield from (name for name in TEXT_FAMILIES if name != family)
        if "fallback" in self.own:
            yield "fallback"
        if not _is_wide(cluster):
            script = unicodedata.name(cluster[0], "?").split()[0].lower()
            if script in FAMILIES:
                yield script
            yield from _SYMBOLS
        yield from ("cjk", "emoji")


def _has(face: Face, cluster: str) -> bool:
    if len(cluster) == 1:
        return face.has(cluster)
    return all(face.has(char) or is_ignorable(char) for char in cluster)


def _is_wide(cluster: str) -> bool:
    return unicodedata.east_asian_width(cluster[0]) in "WF"


def _join_words(clusters: list[str], scripts: list[str]) -> None:
    """Give every letter of a Latin word the script font if one of them needs it."""
    start = 0
    for at in range(len(clusters) + 1):
        if at < len(clusters) and scripts[at] in ("", LATIN) and clusters[at][0].isalpha():
            continue
        if LATIN in scripts[start:at]:
            scripts[start:at] = [LATIN] * (at - start)
        start = at + 1


def _join_punctuation(clusters: list[str], scripts: list[str]) -> None:
    """Give punctuation beside Chinese or Japanese characters their font."""
    for at, cluster in enumerate(clusters):
        if cluster in _SHARED and HAN in (scripts[at - 1 : at] + scripts[at + 1 : at + 2]):
            scripts[at] = HAN
    for at in reversed(range(len(clusters))):  # of several in a row, from the other side
        if clusters[at] in _SHARED and HAN in scripts[at + 1 : at + 2]:
            scripts[at] = HAN


def _join_spaces(clusters: list[str], scripts: list[str]) -> None:
    """Give a space between two words of a script that script, so that fonts switch once for both."""
    for at in range(1, len(clusters) - 1):
        if clusters[at] == " " and scripts[at - 1] == scripts[at + 1] != HAN:
            scripts[at] = scripts[at - 1]


def is_right_to_left(cluster: str) -> bool:
    """Return whether a cluster belongs to a script such as Arabic or Hebrew."""
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in cluster)


def describe(cluster: str) -> str:
    """Return how messages name a cluster: U+1F600 GRINNING FACE (“😀”)."""
    names = " + ".join(f"U+{ord(char):04X} {unicodedata.name(char, 'unnamed')}" for char in cluster)
    return f"{names} (“{cluster}”)" if cluster.isprintable() and not unicodedata.combining(cluster[0]) else names


def styles_of(family: str) -> Iterable[str]:
    """Return the styles that a family's fonts come in; the upright ones alone are light."""
    return STYLES if family == "sans" else STYLES[:4]
