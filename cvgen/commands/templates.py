"""`cvgen templates`: which templates there are, what can be set in each, a copy to change, and whether one is good."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cvgen.commands.arguments import Help
from cvgen.diagnostics import Exit, UsageError

if TYPE_CHECKING:
    from cvgen.commands.common import Report
    from cvgen.manifest import Manifest, Option
    from cvgen.template import Template
    from cvgen.trials import Result

_EPILOG = """\
examples:
  cvgen templates                       the templates, in a line each
  cvgen templates show resume           what it is, and its options
  cvgen templates copy resume mine      a copy of your own, to change
  cvgen templates test mine             try it with CVs that break many

A variant names its template: resume: {template: mine}. docs/templates.md says
how one is made.
"""


_SHOW = """\
examples:
  cvgen templates show academic

An option is set for all variants, or for one of them: design: {accent: 7A1F2B}
"""
_COPY = """\
examples:
  cvgen templates copy academic mine

Use it in a variant: academic: {template: mine}. No file is ever overwritten.
"""
_TEST = """\
examples:
  cvgen templates test mine                 how it does, a line for each trial
  cvgen templates test mine --keep trials   keep the CVs and their PDFs
"""


def add_parser(commands: Any) -> None:
    """Add the command to the parser of the command line."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "templates",
        help="list, show, copy and test templates",
        epilog=_EPILOG,
        formatter_class=Help,
        description="List the templates: those that come with cvgen, and yours in latex_templates/.",
    )
    parser.set_defaults(run=_list)
    actions = parser.add_subparsers(title="actions", metavar="ACTION")
    show = actions.add_parser(
        "show",
        help="say what a template is, and what can be set in it",
        epilog=_SHOW,
        formatter_class=Help,
        description="Say what a template is, where its files are, and every option that can be set in it: its default, "
        "what it does, and its values.",
    )
    show.add_argument("name", metavar="NAME", help="the template")
    show.set_defaults(run=_show)
    copy = actions.add_parser(
        "copy",
        help="copy a template to latex_templates/, to change it",
        epilog=_COPY,
        formatter_class=Help,
        description="Copy a template into the folder latex_templates, beside your cv.yaml, to change it.",
    )
    copy.add_argument("name", metavar="NAME", help="the template to copy")
    copy.add_argument("new", metavar="NEW", help="the name of the copy: letters, digits, - and _")
    copy.set_defaults(run=_copy)
    _add_test(actions)


def _add_test(actions: Any) -> None:
    test = actions.add_parser(
        "test",
        help="try a template with CVs and options that break templates",
        epilog=_TEST,
        formatter_class=Help,
        description="Try a template with every key of every entry type, with texts, words and names that are hard to "
        "set, with many scripts and pages, with a photo and without, and with each option at each of its values. Of "
        "each PDF it is asked what `cvgen check` asks.",
    )
    test.add_argument("name", metavar="NAME", help="the template")
    test.add_argument("--engine", metavar="NAME", default="embedded", help="the TeX engine (default: embedded)")
    test.add_argument("--keep", metavar="DIR", type=Path, help="keep the CV and the PDF of each trial in this folder")
    test.set_defaults(run=_test)


def _folders() -> tuple[Path, ...]:
    from cvgen.template import template_folders

    return template_folders(Path("cv.yaml"))


def names() -> list[str]:
    """Return the names of the templates that a CV in this folder can use."""
    from cvgen.template import names_in

    return names_in(_folders())


def _known() -> Iterator[Manifest]:
    """Yield every template that a CV in this folder can use, by name, the nearest of each name."""
    from cvgen.manifest import load_manifest

    for name in names():
        manifest = load_manifest(name, _folders())
        if manifest:
            yield manifest


def _template(name: str) -> Template:
    from cvgen.reader.problems import did_you_mean
    from cvgen.template import load_template

    def missing(known: str) -> UsageError:
        return UsageError(f"there is no template '{name}'", did_you_mean(name, names()) or known)

    return load_template(name, _folders(), missing)


def _list(_options: argparse.Namespace) -> Exit:
    """Print the templates."""
    found = list(_known())
    width = max(len(manifest.name) for manifest in found)
    for manifest in found:
        own = "" if manifest.folder.parent == _folders()[-1] else f"  ({manifest.folder})"
        print(f"{manifest.name:{width}}  {manifest.description}{own}")
    return Exit.OK


def _show(options: argparse.Namespace) -> Exit:
    """Print what a template is. Raises UsageError if there is none of this name."""
    template = _template(options.name)
    manifest, *others = template.manifests
    print(f"{manifest.name}: {manifest.description}")
    if others:
        print(f"It extends {', which extends '.join(other.name for other in others)}.")
    if template.sections:
        print(f"Of sections it shows those of the type {' or '.join(template.sections)}, if a variant names no others.")
    for type_, keys in template.leaves_out.items():
        print(f"Of {type_} it leaves out: {', '.join(keys)}.")
    print(f"Its files are in {manifest.folder}\n\nOptions, for `design` in a CV or in a variant:\n")
    for name, option in template.options.items():
        print(f"  {name}: {option.default}\n      {option.description}\n      {_values(option)}")
    return Exit.OK


def _values(option: Option) -> str:
    """Return which values an option may have."""
    if option.kind == "choice":
        return "One of " + ", ".join(option.values)
    if option.kind in ("number", "integer"):
        whole = "A whole number" if option.kind == "integer" else "A number"
        return f"{whole} from {option.values[0]} to {option.values[1]}"
    return "yes or no" if option.kind == "boolean" else "Six hexadecimal digits"


def _copy(options: argparse.Namespace) -> Exit:
    """Copy a template. Raises UsageError for a wrong name, or one that is taken."""
    from cvgen.manifest import is_name

    manifest = _template(options.name).manifests[0]
    if not is_name(options.new):
        raise UsageError(f"'{options.new}' is no name of a template", "use ASCII letters, digits, - and _")
    if options.new in {known.name for known in _known()} | {"base"}:
        raise UsageError(f"there is a template '{options.new}' already", "take another name: nothing is overwritten")
    target = Path("latex_templates") / options.new
    if target.exists():
        raise UsageError(f"'{target}' exists already", "take another name: nothing is overwritten")
    shutil.copytree(manifest.folder, target, ignore=shutil.ignore_patterns("__pycache__"))
    print(f"{target}\n\nUse it in a variant: {options.new}: {{template: {options.new}}}")
    return Exit.OK


def _test(options: argparse.Namespace) -> Exit:
    """Try a template; say what came of each trial. Raises UsageError if there is no such template or engine."""
    from cvgen.commands.common import Report, count
    from cvgen.engine import find_engine
    from cvgen.trials import Tried, run_all, trials_of

    find_engine(options.engine)
    trials = list(trials_of(_template(options.name)))
    report = Report("text", sys.stdout)
    tried = Tried(options.name, _folders(), options.engine)
    report.progress.begin(len(trials))
    for number, result in enumerate(run_all(tried, trials)):
        report.progress.show(number, result.trial.name)
        _say(result, report)
        if options.keep:
            _keep(result, options.keep)
    failed = len(report.codes)
    said = f"{failed} of {count(len(trials), 'trial')} failed" if failed else f"all {len(trials)} trials passed"
    report.say(f"\n{options.name}: {said}")
    return report.close()


def _say(result: Result, report: Report) -> None:
    """Print a line for a trial, and what is wrong: each mistake of a template once, however many texts it spoils."""
    from cvgen.commands.common import count

    if not result.code:
        report.say(f"ok      {result.trial.name} ({count(result.pages, 'page')})")
        return
    known = {(problem.origin, problem.code) for problem in report.said}
    new = {(problem.origin, problem.code): problem for problem in reversed(result.problems)}
    said = "" if new.keys() - known else ", said above"
    report.say(f"failed  {result.trial.name}: {count(len(result.problems), 'problem')}{said}")
    report.codes.append(result.code)
    report.add(problem for place, problem in sorted(new.items()) if place not in known)


def _keep(result: Result, folder: Path) -> None:
    """Write the CV of a trial and its PDF. Raises UsageError if that is not possible."""
    from cvgen.naming import slug

    stem = folder / slug(result.trial.name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stem.with_suffix(".yaml").write_text(result.trial.text, encoding="utf-8")
        if result.pdf:
            stem.with_suffix(".pdf").write_bytes(result.pdf)
    except OSError as error:
        raise UsageError(
            f"cannot write to {folder}: {error.strerror or error}", "name another folder: --keep"
        ) from error
