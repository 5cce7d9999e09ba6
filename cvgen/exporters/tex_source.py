r"""The source that templates make → the same as a person would write it: indented, in lines of a usual width, no noise.

What TeX prints of it is the same. What is left out only cvgen needs: the languages of texts, for tags; bookmarks that
say what their headings say (`cvexport.sty` makes them of these); what keeps the ends of template lines from showing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cvgen.exporters.braces import change, depth_of
from cvgen.fonts.encoding import SLOT_OF
from cvgen.fonts.typefaces import HAN
from cvgen.patterns import pattern

WIDTH = 100
INDENT = "  "
LONGEST_GROUP = 60  # characters of a group that no line end parts
_ENVIRONMENTS = "cventry|cvpublication|cvheader|cvprose"
# Before and behind these TeX is between paragraphs, where an empty line means nothing.
_OPENS = pattern(rf"\\begin\{{({_ENVIRONMENTS})\}}|\\cv(sub)?section\b|\\cvrunin\b|\\cvlegend\b")
_CLOSES = pattern(rf"\\end\{{({_ENVIRONMENTS})\}}|\\cv(sub)?section\b|\\cvlegend\b")
_BETWEEN = r"\\(?:begin\{cvhighlights\}|end\{cv\w+\}|cvdetail\{|cvhighlight\{)"  # start a line of their own in any case
_NEEDLESS_END = pattern(rf"(?<!\\)%(?=\n\s*{_BETWEEN})")
_NEEDLESS_LINE = pattern(rf"\n\n+(?=\s*{_BETWEEN})")
_UNICHAR = pattern(r'\\unichar\{"([0-9A-F]{4,6})\}')
_SPACE = pattern(r"(?<!\\) +")
_ESCAPED = {char: "\\" + char for char in "#$%&_{}"}
_PLAIN = {
    "\\textbackslash{}": "\\", "\\textasciicircum{}": "^", "\\textasciitilde{}": "~", "~": "\u00a0", "\\-": "",
    **{escape: char for char, escape in _ESCAPED.items()},
}  # fmt: skip
_SHARED = re.escape("".join(char for char in SLOT_OF if char not in " \xa0\xad"))
_HANGUL = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"
# Characters that the main fonts have too, and words of Korean, whose ends TeX must know.
_WRAPPED = pattern(f"[{_HANGUL}{_SHARED}]+( [{_HANGUL}]+)*")
_TOKEN = pattern(r"\\text\w+\{\}|\\.|~|\n")


def readable(source: str) -> str:
    """Return the source of a document as a person would write it."""
    preamble, begin, body = source.partition("\\begin{document}")
    body = _without_noise(body)
    fit = re.match(r"\\cvfit(\{[\d.]+\}){3}\n", body)
    if fit:
        body = body[fit.end() :]
        begin += f"\n{fit[0].rstrip()}  % so that it fills its pages: spacing, distance of lines, size of the text\n"
    return "\n".join(_preamble(preamble)) + begin + "\n" + "\n".join(_laid_out(body))


def _preamble(text: str) -> list[str]:
    """Return the lines of the preamble; after its last package stands our own."""
    lines = [line for line in _spaced(_merged(_characters(text))).split("\n") if line != "\\newcommand\\cvuntagged{}"]
    last = max((at for at, line in enumerate(lines) if line.startswith("\\usepackage")), default=0)
    return [*lines[: last + 1], "\\usepackage{cvexport}", *lines[last + 1 :]]


def _without_noise(body: str) -> str:
    for _ in range(2):  # within text in another language there may be some in a third
        body = change(body, "\\cvlang", 2, lambda _tag, text: text)
    body = _merged(body)
    for macro in ("\\cvsection", "\\cvsubsection"):
        body = change(body, macro, 2, lambda title, bookmark, macro=macro: macro + _titled(title, bookmark))
    body = re.sub(r"(?:(?<!\\)%)?\n\\unskip(\{\})?", "", body)
    return _spaced(_NEEDLESS_LINE.sub("\n", _NEEDLESS_END.sub("", body)))


def _merged(body: str) -> str:
    """Return LaTeX with neighbouring runs of one script as one."""
    done: list[tuple[str, str]] = []  # pieces with their script, "" for what stands between
    pieces: list[tuple[str, str]] = []

    def keep(script: str, text: str) -> str:
        pieces.append((script, text))
        return f"\x02{len(pieces) - 1}\x03"

    for piece in re.split("(\x02\\d+\x03)", change(body, "\\cvscript", 2, keep)):
        script, text = pieces[int(piece[1:-1])] if piece.startswith("\x02") else ("", piece)
        if script == HAN and [one[0] for one in done[-2:]] == [HAN, ""] and done[-1][1] == " ":
            done[-2:] = [(HAN, done[-2][1] + " ")]  # cvexport.sty sets its words one by one
        if done and script and done[-1][0] == script:
            text = done.pop()[1] + text
        if text:
            done.append((script, text))
    return "".join(_run(script, text) if script else text for script, text in done)


def _run(script: str, text: str) -> str:
    """Return a run of a script; what is `bare` stands there as it is."""
    if script == HAN and "\\" not in text:
        return _WRAPPED.sub(lambda found: f"\\cvscript{{{HAN}}}{{{found[0]}}}", text)
    return f"\\cvscript{{{script}}}{{{text}}}"


def bare(used: Mapping[str, set[str]]) -> str:
    """Return the characters of script fonts that need no macro around them: they are in no other font, nor kerned."""
    return "".join(sorted(one for one in used.get(HAN, ()) if len(one) == 1 and not _WRAPPED.search(one)))


def _titled(title: str, bookmark: str) -> str:
    """Return the arguments of a heading: its bookmark is named only where it says something else than the title."""
    said = change(change(title, "\\cvscript", 2, lambda _script, text: text), "\\cvcluster", 1, str)
    bookmark = _characters(bookmark)
    plain = _TOKEN.sub(lambda token: _PLAIN.get(token[0], token[0]), said)
    same = " ".join(plain.split()) == _TOKEN.sub(lambda token: _PLAIN.get(token[0], token[0]), bookmark)
    if same:
        return f"{{{title.strip()}}}"
    return f"[{{{bookmark}}}]{{{title}}}" if re.search(r"[\[\]]", bookmark) else f"[{bookmark}]{{{title}}}"


def _characters(line: str) -> str:
    """Return a string of the PDF with its characters as they are typed."""

    def typed(found: re.Match[str]) -> str:
        char = chr(int(found[1], 16))
        return found[0] if char.isascii() and char not in _ESCAPED else _ESCAPED.get(char, char)

    return _UNICHAR.sub(typed, line)


def _spaced(text: str) -> str:
    """Return LaTeX with dots between spaces, and links on lines of their own: both take spaces away."""
    text = re.sub(r"(?<=\S)\\cvsep ", r" \\cvsep ", text)
    return re.sub(r"(?<=\S)\\cvlinkgap ", "\n\\\\cvlinkgap ", text)


def _laid_out(body: str) -> list[str]:
    """Return the lines of the body: indented, none too wide, with empty lines between entries."""
    lines: list[str] = []
    environments = depth = 0
    opened = False  # whether an empty line must stand before the next one
    for raw in body.split("\n"):
        line = raw.strip(" ")
        opens = bool(_OPENS.match(line))
        if (not line or opened or opens) and lines and lines[-1] and not lines[-1].startswith("\\cvrunin"):
            lines.append("")
        if line:
            environments -= line.startswith("\\end{") and "document" not in line
            lines += _wrapped(line, INDENT * max(environments + depth, 0))
            environments += line.startswith("\\begin{")
            depth = max(depth + depth_of(line), 0)
            opened = bool(_CLOSES.match(line))
    return lines


def _wrapped(line: str, indent: str) -> list[str]:
    """Return a line on as many as it needs; it breaks at spaces, which TeX does not tell from the ends of lines."""
    lines, now = [], indent
    further = INDENT if line.startswith("\\") else ""  # running text has a straight edge
    for word in _words(line):
        if now.strip() and len(now) + 1 + len(word) > WIDTH:
            lines.append(now)
            now = indent + further
        now += f" {word}" if now.strip() else word
    return [*lines, now]


def _words(line: str) -> Iterator[str]:
    """Yield what stands between the spaces of a line; a short group stays whole."""
    words = _SPACE.split(line.replace("\\cvsep ", "\\cvsep\0"))
    at = 0
    while at < len(words):
        group, depth, end = words[at], depth_of(words[at]), at + 1
        while depth > 0 and len(group) <= LONGEST_GROUP and end < len(words):
            group, depth, end = f"{group} {words[end]}", depth + depth_of(words[end]), end + 1
        whole = depth <= 0 and len(group) <= LONGEST_GROUP
        yield (group if whole else words[at]).replace("\0", " ")
        at = end if whole else at + 1
