"""Every kind of mistake in a template that TeX stops at: the files of a template `own`, and what is said of them."""

from __future__ import annotations

MANIFEST = "description: mine\nextends: academic\n"
ENTRY, STYLE, FRAME = "entries/experience.tex.j2", "own.sty", "cv.tex.j2"
ORGANIZATION = "cv.yaml:7:21"  # where the text stands that most of these entries set
_BLOCK = '<% extends "academic/cv.tex.j2" %>\n<% block style %>\n<< super() >>\n'


def entry(latex: str) -> dict[str, str]:
    """Return a template whose entries have LaTeX in their third line."""
    return {ENTRY: f"\\begin{{cventry}}{{}}\n\\cvhead{{<< entry.position >>}}\n{latex}\n\\end{{cventry}}\n"}


def preamble(latex: str) -> dict[str, str]:
    """Return a template that has LaTeX in the fourth line of its frame, behind the style of `academic`."""
    return {FRAME: f"{_BLOCK}{latex}\n<% endblock %>\n"}


def style(latex: str) -> dict[str, str]:
    """Return a template with a style that has LaTeX in its third line."""
    return {STYLE: f"\\ProvidesPackage{{own}}\n% \\nonsense, in a remark\n{latex}\n", **preamble("\\usepackage{own}")}


_TEXT = "<< entry.organization >>"
_UNDEFINED = "the command \\nonsense is not defined; check its spelling, or load the package that defines it; "
_SETTING = f"while setting {ORGANIZATION}; "
_ENDLESS = "a command calls itself without end (TeX's limit of the "

KINDS: dict[str, tuple[dict[str, str], str, str]] = {
    "a command": (entry(f"foo \\nonsense bar {_TEXT}"), f"{ENTRY}:3:5", _UNDEFINED + _SETTING),
    "a command alone": (entry("\\nonsense"), f"{ENTRY}:3:1", _UNDEFINED + "--keep-tex"),
    "in an argument": (entry(f"\\cvdetail{{one\n  \\nonsense{{x}}\n{_TEXT}}}"), f"{ENTRY}:4:3", _UNDEFINED),
    "in a macro of Jinja": (
        entry("<% macro m(x) %>\\nonsense{<< x >>}<% endmacro %>\n\\cvdetail{<< m(entry.organization) >>}"),
        f"{ENTRY}:3:17", _UNDEFINED + _SETTING,
    ),
    "in a set block": (
        entry(f"<% set m %>\\nonsense{{{_TEXT}}}<% endset %>\n\\cvdetail{{<< m >>}}"), f"{ENTRY}:3:12", _UNDEFINED + _SETTING,
    ),
    "in a block": (
        {FRAME: '<% extends "academic/cv.tex.j2" %>\n<% block footer_title %>a \\nonsense b<% endblock %>\n'},
        f"{FRAME}:2:27", _UNDEFINED + "while setting cv.yaml:2:9; ",
    ),
    "in a section": (
        {"sections/experience.tex.j2": "\\nonsense << section.entries[0].position >>\n"},
        "sections/experience.tex.j2:1:1", _UNDEFINED + "while setting cv.yaml:6:17; ",
    ),
    "in a macro of a style": (
        {**style("\\newcommand\\mine[1]{\\nonsense #1}"), **entry(f"\\mine{{{_TEXT}}}")}, f"{STYLE}:3:21", _UNDEFINED,
    ),
    "in a style": (style("\\nonsense"), f"{STYLE}:3:1", _UNDEFINED + "--keep-tex"),
    "to be changed": (style("\\renewcommand\\foobar{x}"), f"{STYLE}:3:14", "the command \\foobar is not defined; "),
    "a command twice": (
        style("\\newcommand\\textbf{x}"), f"{STYLE}:3:12", "the command \\textbf is defined already; \\renewcommand changes",
    ),
    "an environment": (entry("\\begin{foo}"), f"{ENTRY}:3:7", "the environment 'foo' is not defined; check its"),
    "a package": (
        preamble("\\usepackage{color,nosuch}"), f"{FRAME}:4:19", "the package 'nosuch' (nosuch.sty) is not part of this TeX; ",
    ),
    "a package of a style": (
        style("\\RequirePackage{nosuch}"), f"{STYLE}:3:17", "the package 'nosuch' (nosuch.sty) is not part of this TeX; ",
    ),
    "an option of a package": (
        preamble("\\usepackage[foo]{array}"), f"{FRAME}:4:18", "the package 'array' has no option 'foo'; ",
    ),
    "a package twice": (
        preamble("\\usepackage[foo]{geometry}"), f"{FRAME}:4:18", "the package 'geometry' is loaded twice, with other options",
    ),
    "an error in a package": (preamble("\\hypersetup{nokey=3}"), f"{FRAME}:4:20", "the package 'kvsetkeys' says: Undefined"),
    "a document class": (
        {FRAME: "\\documentclass{nocls}\n\\begin{document}\nfoo\n\\end{document}\n"},
        f"{FRAME}:1:16", "the document class 'nocls' (nocls.cls) is not part of this TeX; ",
    ),
    "a file": (entry("\\input{nofile}"), f"{ENTRY}:3:14", "the file 'nofile.tex' is not there; of a template's files only"),
    "a picture": (entry("\\includegraphics{x.png}"), f"{ENTRY}:3:18", "the file 'x.png' is not there; "),
    "a font": (entry("\\font\\x=nofont \\x a"), f"{ENTRY}:3:17", "the font 'nofont' is not there; "),
    "a colour": (entry("\\textcolor{nope}{x}"), f"{ENTRY}:3:12", "the colour 'nope' is not defined; "),
    "an open brace": (
        entry(f"\\textbf{{{_TEXT}"), f"{ENTRY}:3:8", f"a brace is never closed: what \\textbf takes runs on to the end of the file; {_SETTING}",
    ),
    "an open brace before a paragraph": (
        {**style("\\def\\mine#1{#1}"), **entry(f"\\mine{{{_TEXT}\n\nfoo}}")}, f"{ENTRY}:3:6",
        f"a brace is never closed: what \\mine takes runs on to the end of the paragraph; {_SETTING}",
    ),
    "an open brace in a style": (
        style("\\newcommand\\mine{x"), f"{STYLE}:3:17", "a brace is never closed: the file ends before that; ",
    ),
    "a closing brace": (entry(f"{_TEXT}}} x"), f"{ENTRY}:3:25", f"there is one }} too many; {_SETTING}"),
    "a brace instead of an argument": (
        {**style("\\newcommand\\mine[1]{#1}"), **entry("\\mine}")}, f"{ENTRY}:3:6",
        "there is one } too many: \\mine is still without what it takes; ",
    ),
    "the wrong end": (
        entry("\\begin{center}x\\end{quote}"), f"{ENTRY}:3:26", "\\begin{center} is ended by \\end{quote}; each \\begin needs",
    ),
    "no end": ({FRAME: "\\documentclass{article}\n\\begin{document}\nfoo\n"}, f"{FRAME}:3:1", "the document has no \\end{document}"),
    "nothing": (
        {FRAME: "\\documentclass{article}\n\\begin{document}\n\\end{document}\n"},
        f"{FRAME}:1:1", "the PDF would have no page: the template prints nothing; ",
    ),
    "text before the document": (preamble("hello"), f"{FRAME}:4:1", "text stands before \\begin{document}; "),
    "mathematics": (entry("a_b"), f"{ENTRY}:3:2", "mathematics (such as _, ^ or \\alpha) stands outside of $ and $; "),
    "an ampersand": (entry("a & b"), f"{ENTRY}:3:3", "an & stands outside of a table; as text it is written \\&; "),
    "a hash": (entry("a # b"), f"{ENTRY}:3:3", "a # stands in the text; as text it is written \\#; "),
    "a length": (entry("\\hspace{3}"), f"{ENTRY}:3:10", "a length has no unit; a length is a number with a unit"),
    "a number": (entry("\\hspace{x}"), f"{ENTRY}:3:10", "a number is missing; "),
    "a large size": (entry("\\hspace{99999cm}"), f"{ENTRY}:3:16", "a size here is larger than TeX can measure; "),
    "a list": (
        entry("\\begin{itemize} a \\end{itemize}"), f"{ENTRY}:3:31", "text stands in a list before its first \\item; ",
    ),
    "a command within itself": (
        {**style("\\newcommand\\mine{\\mine x}"), **entry("\\mine")}, f"{ENTRY}:3:5", _ENDLESS + "input stack size is reached); ",
    ),
    "what TeX alone knows": (entry("\\noalign{x}"), f"{ENTRY}:3:8", "TeX says: Misplaced \\noalign.; "),
}  # fmt: skip
