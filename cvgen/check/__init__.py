r"""What a machine must find in a finished PDF: all of the CV's text and links, in order, and in a form it can read.

The text is read as pypdf copies it. Checked are that

1. the name stands on the first line, and each section's title alone on its line, in the order of the CV;
2. the label beside an entry stands on the line on which the entry starts (where the label is short enough to fit);
3. every text that the template prints is there in full, and its words are apart;
4. no text comes back as noise: U+FFFD, control and private-use characters, ligatures, soft hyphens;
5. each font is embedded and says which characters its glyphs are; none is of Type 3;
6. no word is hyphenated, where the template's style says so (a line that begins with `\hyphenpenalty=10000`);
7. the links are those of the CV, each with a place to click on; what heads or feet every page holds no contact data;
8. title, author, language and the wish to show the title are set, and bookmarks follow the sections;
9. the photo is there;
10. every text is in the tree of a tagged PDF too, in a paragraph that begins where the template prints it.

What a person must judge is noted: what is said of the photo to those who cannot see it, the contrast of a colour.

Of the rules of typography for machines, two cannot be seen in a PDF: how far letters are spaced, which PDF readers do
not tell from movement, and whether a symbol stands for a word, which shows only as noise or as a lost text. Contact
data in the foot of a single page cannot be told from any other line. How other readers than pypdf see the PDF is what
the tests of the templates are for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cvgen.check.access import check_access, check_tree
from cvgen.check.copied import Piece, text_of_pages
from cvgen.check.file import facts_of
from cvgen.check.structure import check_structure
from cvgen.check.words import check_words
from cvgen.diagnostics import Diagnostic
from cvgen.model import CV
from cvgen.render import Document

if TYPE_CHECKING:
    from cvgen.tagging.nodes import Node


def check_pdf(pdf: bytes, document: Document, cv: CV, tree: Node | None = None) -> list[Diagnostic]:
    """Return what is wrong with a finished PDF of a selected CV, errors and warnings.

    `document` is what the PDF was made of, `tree` what screen readers find in it, if it is tagged.
    """
    facts = facts_of(pdf)
    pieces = [Piece(*printed) for printed in document.printed]
    text, running = text_of_pages(facts.pages)
    return [
        *check_words(pieces, text, running, document, cv),
        *check_structure(facts, pieces, document, cv),
        *check_access(document, cv),
        *(check_tree(tree, document, cv) if tree else ()),
    ]
