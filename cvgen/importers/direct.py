"""A JSON Resume that is built as it is: its bytes → the nodes of a CV, which know their places in it."""

from __future__ import annotations

from pathlib import Path

from cvgen.importers.job import Job
from cvgen.importers.jsonresume import convert, is_resume
from cvgen.importers.sections import with_design
from cvgen.reader.composer import compose
from cvgen.reader.json_text import compose_json
from cvgen.reader.nodes import Mapping, Node
from cvgen.reader.problems import Problems, Unreadable


def compose_any(data: bytes, problems: Problems) -> Node:
    """Return the nodes of a CV in a file that starts with a brace: a JSON Resume, or YAML in its flow style.

    What says nothing in cvgen is noted as a warning. Raises Unreadable, after noting why.
    """
    is_named = problems.file.lower().endswith(".json")
    probe = Problems(problems.file)
    try:
        root = compose_json(data, probe)
    except Unreadable:
        if not is_named:
            return compose(data, problems)
        problems.absorb(probe)
        raise
    if not isinstance(root, Mapping) or not (is_resume(root) or (is_named and _has_basics_alone(root))):
        return compose(data, problems)
    job = Job(probe, folder=Path(problems.file).parent)
    job.is_direct = True
    cv = with_design(convert(root, job))
    lost = [one for one in job.left if one.is_content and not one.became]
    probe.found += [one.diagnostic(probe, "it is not printed") for one in lost]
    problems.absorb(probe)
    return cv


def _has_basics_alone(root: Mapping) -> bool:
    return {key.value for key, _ in root.pairs} <= {"basics"}
