"""The commands of LaTeX that are found in .bib files, by what becomes of them."""

from __future__ import annotations

from collections.abc import Callable

from cvgen.markup import Emphasis, Inline, Strong, Subscript, Superscript

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "H": "\u030b", "r": "\u030a",
    "v": "\u030c", "u": "\u0306", "=": "\u0304", ".": "\u0307", "c": "\u0327", "k": "\u0328", "d": "\u0323",
    "b": "\u0331", "t": "\u0361", "G": "\u030f", "U": "\u030e",
}  # fmt: skip
STYLES: dict[str, Callable[[tuple[Inline, ...]], Inline]] = {
    "emph": Emphasis, "textit": Emphasis, "textsl": Emphasis, "mathit": Emphasis, "textbf": Strong, "mathbf": Strong,
    "textsuperscript": Superscript, "textsubscript": Subscript,
}  # fmt: skip
DECLARATIONS: dict[str, Callable[[tuple[Inline, ...]], Inline]] = {
    "em": Emphasis, "it": Emphasis, "itshape": Emphasis, "sl": Emphasis, "bf": Strong, "bfseries": Strong,
}  # fmt: skip
THROUGH = {
    "text", "textrm", "textsf", "textsc", "textup", "textmd", "textnormal", "mbox", "hbox", "fbox", "mathrm", "mathcal",
    "mathbb", "mathsf", "mathtt", "mathfrak", "ensuremath", "operatorname", "boldsymbol", "bm", "uppercase",
    "lowercase", "MakeUppercase", "NoCaseChange", "protect", "relax", "rm", "sf", "sc", "tt", "small",
    "footnotesize", "scriptsize",
    "displaystyle", "textstyle", "left", "right", "bigl", "bigr", "big", "Big", "nolinkurl", "path", "bibinfo",
}  # fmt: skip
LITERAL = {
    "&": "&", "%": "%", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}", " ": " ", ",": "\u2009", ";": " ", ":": " ",
    "!": "", "/": "", "-": "", "@": "", "\n": " ", "\\": " ", "quad": " ", "qquad": " ", "newline": " ", "space": " ",
    "i": "i", "j": "j", "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX", "LaTeXe": "LaTeX2e",
    "textbackslash": "\\", "textasciigrave": "`",
    "textasciitilde": "~", "textasciicircum": "^", "textquotedblleft": "“", "textquotedblright": "”",
    "textquoteleft": "‘", "textquoteright": "’", "textquotesingle": "'", "texteuro": "€", "euro": "€", "textmu": "µ",
    "ng": "ŋ", "NG": "Ŋ", "textbar": "|", "textless": "<", "textgreater": ">", "slash": "/", "degree": "°", "DH": "Ð",
    "dh": "ð", "hbar": "ħ", "lbrace": "{", "rbrace": "}", "textnumero": "№", "circ": "°", "prime": "′", "dots": "…",
    "mathellipsis": "…", "log": "log", "exp": "exp", "min": "min", "max": "max", "sin": "sin", "cos": "cos",
    "lim": "lim",
    "sqrt": "√", "epsilon": "ε", "varphi": "φ", "phi": "ϕ", "ell": "ℓ", "to": "→", "cdot": "·", "colon": ":",
    "texttwosuperior": "²", "textthreesuperior": "³", "textonesuperior": "¹", "textcelsius": "°C", "varnothing": "∅",
}  # fmt: skip
FUNCTIONS = {"log", "exp", "min", "max", "sin", "cos", "lim"}
DROPPED = {"noopsort": 1, "vspace": 1, "hspace": 1, "label": 1, "cite": 1, "SortNoop": 1, "textcolor": 1}
