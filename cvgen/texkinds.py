"""What TeX's error messages mean: the common ones, in plain English."""

from __future__ import annotations

import re

from cvgen.frozen import record


@record(frozen=True)
class Meaning:
    """One error in plain English, and what to do about it.

    `piece` is what of the template's LaTeX is at fault, to be looked for; `data` says that the CV's own text, very long
    or very many, is the likely cause.
    """

    message: str
    hint: str = ""
    piece: str = ""
    data: bool = False


_TYPO = "check its spelling, or load the package that defines it"
_MATHS = "write it as text, such as \\_ or \\textasciicircum, or put mathematics between $ and $"
_BESIDE = "{elsewhere}, or put {1} beside the template's other files"
_LENGTH = "a length is a number with a unit, such as 2mm"

# A pattern of TeX's message; "{1}" in the others is what its group found, "{word}" the command that TeX read last.
_KINDS: tuple[tuple[str, Meaning], ...] = (
    (r"Undefined control sequence", Meaning("the command {word} is not defined", _TYPO, "{word}")),
    (r"LaTeX Error: (?:Command )?(\\\S+?) undefined", Meaning("the command {1} is not defined", _TYPO, "{1}")),
    (
        r"LaTeX Error: Command (\\\S+) already defined",
        Meaning("the command {1} is defined already", "\\renewcommand changes a command that exists", "{1}"),
    ),
    (r"LaTeX Error: Environment (\S+) undefined", Meaning("the environment '{1}' is not defined", _TYPO, "{{1}}")),
    (
        r"LaTeX Error: File `([^']*)\.sty' not found",
        Meaning("the package '{1}' ({1}.sty) is not part of this TeX", _BESIDE.replace("{1}", "{1}.sty"), "{1}"),
    ),
    (
        r"LaTeX Error: File `([^']*)\.cls' not found",
        Meaning("the document class '{1}' ({1}.cls) is not part of this TeX", "{elsewhere}, or use another", "{1}"),
    ),
    (
        r"(?:.*Error: File `|I can't find file `|.*Unable to load picture or PDF file '"
        r"|.*cannot find (?:image )?file ')([^']*)'",
        Meaning(
            "the file '{1}' is not there", "of a template's files only .sty files are put beside the document", "{1}"
        ),
    ),
    (
        r"Paragraph ended before (\\\S+) was complete",
        Meaning("a brace is never closed: what {1} takes runs on to the end of the paragraph", piece="{1}"),
    ),
    (r"File ended while scanning \w+ of (\\\S*@\S*)", Meaning("a brace is never closed: the file ends before that")),
    (
        r"File ended while scanning (?:use|text|definition) of (\\\S+?) ?\.?$",
        Meaning("a brace is never closed: what {1} takes runs on to the end of the file", piece="{1}"),
    ),
    (
        r"Forbidden control sequence found .* of (\\\S+?) ?\.?$",
        Meaning("a brace is never closed after {1}", piece="{1}"),
    ),
    (r"(?:Too many }'s|Extra }, or forgotten)", Meaning("there is one } too many")),
    (r"Argument of (\\\S+) has an extra }", Meaning("there is one } too many: {1} is still without what it takes")),
    (r"Missing ([{}]) inserted", Meaning("a {1} is missing")),
    (
        r"LaTeX Error: \\begin\{(.*?)\} on input line \d+ ended by \\end\{(.*?)\}",
        Meaning("\\begin{{1}} is ended by \\end{{2}}", "each \\begin needs an \\end of the same name"),
    ),
    (r"LaTeX Error: Missing \\begin\{document\}", Meaning("text stands before \\begin{document}")),
    (r".*no legal \\end found", Meaning("the document has no \\end{document}")),
    (r"Incomplete (\\\w+); all text was ignored", Meaning("{1} has no \\fi", piece="{1}")),
    (r"Extra (\\(?:fi|else|or))\b", Meaning("{1} stands without its \\if", piece="{1}")),
    (r"Missing \$ inserted", Meaning("mathematics (such as _, ^ or \\alpha) stands outside of $ and $", _MATHS)),
    (r"Double (sub|super)script", Meaning("there are two {1}scripts in a row", "group them with braces")),
    (r"Misplaced alignment tab character &", Meaning("an & stands outside of a table", "as text it is written \\&")),
    (r"You can't use `macro parameter character #'", Meaning("a # stands in the text", "as text it is written \\#")),
    (r"You can't use `(.*?)' in (\S+ mode)", Meaning("{1} cannot stand here (in {2})")),
    (r"Use of (\\\S+) doesn't match its definition", Meaning("{1} is followed by what it cannot take", piece="{1}")),
    (r"Missing number", Meaning("a number is missing", _LENGTH)),
    (r"Illegal unit of measure", Meaning("a length has no unit", _LENGTH)),
    (
        r"LaTeX Error: Something's wrong--perhaps a missing \\item",
        Meaning("text stands in a list before its first \\item"),
    ),
    (r"LaTeX Error: There's no line here to end", Meaning("there is no line here that \\\\ could end")),
    (r"LaTeX Error: (\\caption) outside float", Meaning("{1} stands outside of a figure or table", piece="{1}")),
    (
        r"LaTeX Error: Option clash for package (.+?)\.?$",
        Meaning("the package '{1}' is loaded twice, with other options", piece="{1}"),
    ),
    (
        r".*Error: Unknown option `(.*?)' for package `(.*?)'",
        Meaning("the package '{2}' has no option '{1}'", piece="{2}"),
    ),
    (r".*Error: Undefined color `(.*?)'", Meaning("the colour '{1}' is not defined", piece="{1}")),
    (
        r"Font \S*?=(.*?)(?: at .*?| scaled .*?)? not loadable",
        Meaning("the font '{1}' is not there", "cvfonts.sty has the fonts that a template can use"),
    ),
    (
        r".*(?:[Tt]he font|Font) [\"“'`](.*?)[\"”'] (?:cannot be|not) found",
        Meaning("the font '{1}' is not there", "cvfonts.sty has the fonts that a template can use", "{1}"),
    ),
    (
        r"TeX capacity exceeded, sorry "
        r"\[((?:input stack|parameter stack|grouping|semantic|save|expansion|text input).*?)[ =]*\d*\]",
        Meaning("a command calls itself without end (TeX's limit of the {1} is reached)"),
    ),
    (
        r"TeX capacity exceeded, sorry \[(.*?)[ =]*\d*\]",
        Meaning("there is more here than TeX can hold at once ({1})", "make several parts of it", data=True),
    ),
    (
        r"(?:Dimension too large|Arithmetic overflow|Number too big)",
        Meaning("a size here is larger than TeX can measure", "make several parts of a very long text", data=True),
    ),
    (r"LaTeX Error: Too deeply nested", Meaning("lists are nested too deeply", data=True)),
    (r"(?:Package|Class) (\S+) Error: (.*)", Meaning("the package '{1}' says: {2}")),
    (r"(?:LaTeX Error|LaTeX3 Error|LuaTeX error|pdfTeX error): (.*)", Meaning("TeX says: {1}")),
)
_ELSEWHERE = {"embedded": "another engine may have it (--engine xelatex, if TeX Live is installed)"}


def meaning_of(message: str, word: str, engine: str) -> Meaning:
    """Return what a message of TeX means; `word` is the command that it read last, or empty."""
    for pattern, meaning in _KINDS:
        match = re.match(pattern, message)
        if match:
            parts = {"{elsewhere}": _ELSEWHERE.get(engine, "install it for your TeX"), "{word}": word or "named here"}
            parts |= {f"{{{number}}}": group for number, group in enumerate(match.groups(), 1)}

            def filled(text: str, parts: dict[str, str] = parts) -> str:
                return re.sub(r"\{(?:\d|word|elsewhere)\}", lambda at: parts.get(at[0], at[0]), text)

            piece = filled(meaning.piece) if word or meaning.piece != "{word}" else ""
            return Meaning(filled(meaning.message), filled(meaning.hint), piece, meaning.data)
    return Meaning(f"TeX says: {message}")
