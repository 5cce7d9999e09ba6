"""Makes long CVs of any length, always the same: for tests of page breaks, for the gallery and for benchmarks."""

from __future__ import annotations

import random

_FIRST = (
    "Ana Björn Chidi Đức Elif Fatima Giulia Hiroshi Ingrid Jānis Keiko Luis Māra Noor Olga Paweł Quentin Rosa".split()
)
_LAST = (
    "Silva Ångström Okafor Nguyễn Yılmaz Haddad Rossi Tanaka Larsen Bērziņš García Müller Novák Kowalski Dubois".split()
)
_NOUNS = (
    "Networks Markets Proteins Graphs Languages Sensors Glaciers Archives Robots Membranes Catalysts Galaxies".split()
)
_VERBS = (
    "Learning Measuring Mapping Modelling Predicting Explaining Simulating Comparing Reconstructing Tracing".split()
)
_HOW = [
    "with Few Labels", "under Uncertainty", "at Scale", "from Incomplete Data", "across Three Centuries",
    "without Supervision: Evidence from a Large Field Experiment in Eleven Countries", "in the Wild", "on a Budget",
    "again", "in Practice", "by Hand", "at Night",
    "by Means of Hierarchical Models That Are Robust to Measurement Error and to Missing Observations",
]  # fmt: skip
_VENUES = [
    ("Nature Methods", "", "journal"), ("Journal of Applied Examples", "JAE", "journal"),
    ("International Conference on Generated Data", "ICGD", "conference"),
    ("Annual Symposium on the Foundations of Everything", "ASFE", "conference"),
    ("Workshop on Long Documents and Their Page Breaks", "WLD", "workshop"), ("arXiv 2401.01234", "", "preprint"),
]  # fmt: skip
OWNER = "Alexandra Maria Konstantinopoulou"


def long_cv(
    publications: int = 200, positions: int = 2, seed: int = 1, owner: str = OWNER, numbered: bool = False
) -> str:
    """Return a CV file with so many publications and positions, and sections of other kinds.

    Numbered titles are all different, so that nothing is to be said of them.
    """
    chance = random.Random(seed)
    lines = [
        "basics:",
        f"  name: {owner}",
        "  label: Professor of Generated Science",
        "  email: alexandra@example.edu",
        "  url: https://example.edu/~alexandra",
        "  summary: >-",
        "    " + _sentences(chance, 4),
        "sections:",
        "  experience:",
    ]
    for i in range(positions):
        lines += [f"    - position: {chance.choice(['Professor', 'Lecturer', 'Visiting Scholar'])} of {_title(chance, 1)}",
                  f"      organization: University of {chance.choice(_LAST)}",
                  f"      start: {2022 - 2 * i}-09", f"      end: {2024 - 2 * i}-08", "      highlights:"]  # fmt: skip
        lines += [f"        - {_sentences(chance, chance.randint(1, 4))}" for _ in range(chance.randint(1, 5))]
    lines.append("  publications:")
    for i in range(publications):
        published = _publication(chance, 2025 - i * 25 // max(publications, 1), owner)
        if numbered:
            published[0] += f", Part {i + 1}"
        lines += published
    lines.append("  talks:")
    for i in range(publications // 20):
        lines += [f"    - title: {_title(chance, 2)}", f"      organization: University of {chance.choice(_LAST)}",
                  f"      date: {2025 - i // 2}-{chance.randint(1, 12):02}"]  # fmt: skip
    return "\n".join(
        [*lines, "variants:", "  academic: {}", "  compact: {template: academic, design: {publications: compact}}", ""]
    )


def _publication(chance: random.Random, year: int, owner: str) -> list[str]:
    venue, short, kind = chance.choice(_VENUES)
    people = [
        f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
        for _ in range(chance.choice([0, 1, 1, 2, 2, 3, 3, 4, 5, 6] if chance.random() < 0.97 else [29]))
    ]
    people.insert(chance.randint(0, len(people)), owner)
    lines = [f"    - title: {_title(chance, chance.choice([1, 1, 1, 2]))}", f"      authors: [{', '.join(people)}]", f"      kind: {kind}",
             f"      venue: {venue}", f"      date: {year}"]  # fmt: skip
    if short:
        lines.append(f"      venue_short: {short}")
    if chance.random() < 0.3:
        lines.append(f"      acceptance: {chance.randint(9, 30)}%")
    if chance.random() < 0.1:
        lines.append("      award: Best Paper Award")
    if chance.random() < 0.8:
        lines.append("      links: {paper: https://example.org/p.pdf, code: https://example.org/code}")
    return lines


def long_bib(entries: int = 2000, seed: int = 1) -> str:
    """Return a .bib file with so many entries, each with accents in LaTeX, a macro and an abstract."""
    chance = random.Random(seed)
    lines = ["@string{jae = {Journal of Applied Examples}}", ""]
    for i in range(entries):
        people = [f"{chance.choice(_LAST)}, {chance.choice(_FIRST)}" for _ in range(chance.randint(1, 5))]
        people.insert(chance.randint(0, len(people)), "Konstantinopoulou, A.")
        people.append(r"M{\"u}ller, Ji{\v r}{\'\i}")
        authors, title = " and ".join(people), f"{{{_title(chance, 1)}}}: \\emph{{Part}} {i + 1} \\& $x_{{{i}}}$"
        lines += [f"@article{{key{i},", f"  author = {{{authors}}},", f"  title = {{{title}}},",
                  f"  journal = jae, volume = {{{i // 20 + 1}}}, number = {i % 4 + 1}, pages = {{{i}--{i + 9}}},",
                  f"  year = {2000 + i % 25}, month = mar, doi = {{10.1000/jae.{i}}},",
                  f"  abstract = {{{_sentences(chance, 5)}}}", "}", ""]  # fmt: skip
    return "\n".join(lines)


def _title(chance: random.Random, parts: int) -> str:
    words = [f"{chance.choice(_VERBS)} {chance.choice(_NOUNS)} {chance.choice(_HOW)}" for _ in range(parts)]
    return chance.choice([words[0], " and ".join(word.replace(": ", " – ") for word in words)]).replace(": ", " – ")


def _sentences(chance: random.Random, count: int) -> str:
    return " ".join(f"{_title(chance, 2)}." for _ in range(count))
