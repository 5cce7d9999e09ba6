"""Files that hold whole CVs → a cv.yaml: what they have in common, from the file's bytes to the summary."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cvgen.diagnostics import Diagnostic, InputError
from cvgen.frozen import record
from cvgen.importers import Imported
from cvgen.importers.job import Job, Left, leaves
from cvgen.importers.sections import with_design
from cvgen.importers.yaml_text import cv_text
from cvgen.reader.composer import compose
from cvgen.reader.files import bytes_of
from cvgen.reader.json_text import compose_json
from cvgen.reader.nodes import Mapping, Node
from cvgen.reader.problems import Problems, Unreadable


def tree_of(data: bytes, problems: Problems) -> Node:
    """Return the root of a file of JSON or YAML. Raises Unreadable, after noting why."""
    is_json = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))
    return compose_json(data, problems) if is_json else compose(data, problems)


@record(frozen=True)
class Format:
    """A format whose files are trees: what makes nodes of its bytes, and the root of a CV of these."""

    name: str
    description: str
    convert: Callable[[Mapping, Job], Mapping]
    markdown: bool = False
    tree: Callable[[bytes, Problems], Node] = tree_of

    def read(self, path: Path, target: Path | None) -> Imported:
        """Return a cv.yaml that says what a file does. Raises InputError if it cannot be read."""
        problems = Problems(str(path))
        data = read_bytes(path, problems)
        try:
            root = self.tree(data, problems)
        except Unreadable:
            raise InputError(problems.sorted()) from None
        if not isinstance(root, Mapping):
            problems.error(root.origin, f"a {self.name} file holds a mapping", "import")
            raise InputError(problems.sorted())
        beside = path.parent if target and _same(path.parent, target) else None
        return imported(self, root, Job(problems, markdown=self.markdown, folder=beside), target, path)


def read_bytes(path: Path, problems: Problems) -> bytes:
    """Return what is in a file. Raises InputError if it cannot be read."""
    data = bytes_of(path, problems, problems.at(1, 1), "name the file to import")
    if data is None:
        raise InputError(problems.sorted())
    return data


def imported(form: Format, root: Mapping, job: Job, target: Path | None, path: Path) -> Imported:
    """Return a cv.yaml that says what a tree does."""
    values = sum(1 for _ in leaves(root))
    cv = with_design(form.convert(root, job))
    if job.files and target is None:
        job.problems.warn(root.origin, "the photo is written only beside a cv.yaml", "import", "name one: -o cv.yaml")
    kept = sum(not one.became for one in job.left)
    counted = ", ".join(f"{name} {number}" for name, number in job.counts.items())
    summary = f"{path}: {form.description}, {values} values"
    summary += f"; entries: {counted}" if counted else ""
    summary += f"; {_count(len(job.left), 'value')} without a key of their own" if job.left else ""
    summary += f", {kept} kept as comments" if kept else ""
    head = [
        f"The CV of {path.name}, as cvgen read it ({form.name}). From now on this is the file to change.",
        "Build it with: cvgen build",
    ]
    found = (*job.problems.sorted(), *said(job.left, job.problems))
    return Imported(cv_text(cv, head, job.left), found, summary, job.files)


def said(left: list[Left], problems: Problems) -> tuple[Diagnostic, ...]:
    """Return what is said of values without a place of their own, in the order of the file."""
    found = (one.diagnostic(problems) for one in left)
    return tuple(sorted(found, key=lambda problem: problem.origin))


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


def _same(one: Path, other: Path) -> bool:
    try:
        return one.resolve() == other.resolve()
    except OSError:
        return False


def _json_resume(root: Mapping, job: Job) -> Mapping:
    from cvgen.importers.jsonresume import convert

    return convert(root, job)


def _rendercv(root: Mapping, job: Job) -> Mapping:
    from cvgen.importers.rendercv import convert

    return convert(root, job)


def _yamlresume(root: Mapping, job: Job) -> Mapping:
    from cvgen.importers.yamlresume import convert

    return convert(root, job)


def _homepage(root: Mapping, job: Job) -> Mapping:
    from cvgen.importers.homepage import convert

    return convert(root, job)


def _markdown_tree(data: bytes, problems: Problems) -> Node:
    from cvgen.importers.markdown_blocks import tree_of as markdown_tree

    return markdown_tree(data, problems)


FORMATS = {
    "jsonresume": Format("jsonresume", "JSON Resume", _json_resume),
    "rendercv": Format("rendercv", "RenderCV", _rendercv, markdown=True),
    "yamlresume": Format("yamlresume", "YAMLResume", _yamlresume, markdown=True),
    "markdown": Format("markdown", "a page in Markdown", _homepage, markdown=True, tree=_markdown_tree),
}
