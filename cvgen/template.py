"""Templates: folders of data, `template.yaml`, `cv.tex.j2`, `entries/<type>.tex.j2` and `.sty` files.

A template may extend another, whose files it then takes where it has none of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path

from cvgen.diagnostics import CvgenError, Diagnostic, InputError, Origin
from cvgen.frozen import record
from cvgen.manifest import Fit, Manifest, Option, bundled_templates, load_manifest
from cvgen.reader.problems import did_you_mean, one_of

Source = tuple[str, str, Callable[[], bool]]
"""A file as Jinja wants it: text, path, and whether it is still as it was."""


@record(frozen=True)
class Template:
    """A template's folder and those that it extends, the nearest first."""

    name: str
    manifests: tuple[Manifest, ...]

    @cached_property
    def options(self) -> dict[str, Option]:
        """Every option of the template and of what it extends: name → declaration; the nearest one counts."""
        merged: dict[str, Option] = {}
        for manifest in reversed(self.manifests):
            merged.update(manifest.options)
        return merged

    @property
    def fit(self) -> Fit:
        """How it may be set to fit a page, as the nearest manifest that speaks of it says."""
        return next((manifest.fit for manifest in self.manifests if manifest.fit), Fit())

    @property
    def sections(self) -> tuple[str, ...]:
        """The types of sections that it shows unless a variant names its own; none for all of them."""
        return next((manifest.sections for manifest in self.manifests if manifest.sections is not None), ())

    @property
    def leaves_out(self) -> Mapping[str, tuple[str, ...]]:
        """The keys that it does not print, by types of entries."""
        return next((manifest.leaves_out for manifest in self.manifests if manifest.leaves_out is not None), {})

    def styles(self) -> dict[str, bytes]:
        """Return the `.sty` files of the template, by name."""
        return {name: path.read_bytes() for name, path in self.style_paths().items()}

    def style_paths(self) -> dict[str, Path]:
        """Return where the `.sty` files of the template are, by name."""
        found: dict[str, Path] = {}
        for manifest in reversed(self.manifests):
            found.update({path.name: path for path in sorted(manifest.folder.glob("*.sty"))})
        return found

    def lines(self, file: str) -> list[str]:
        """Return the lines of a file of the template by its path; none if it cannot be read."""
        try:
            return Path(file).read_text(encoding="utf-8", errors="replace").split("\n")
        except OSError:
            return []

    def problem(self, origin: Origin, message: str, code: str, hint: str = "", severity: str = "error") -> Diagnostic:
        """Return a diagnostic at a place in a file of the template, with its line for the caret."""
        lines = self.lines(origin.file)
        source = lines[origin.line - 1] if 0 < origin.line <= len(lines) else ""
        return Diagnostic(origin, message, code, hint, severity, source)

    def source(self, name: str) -> Source | None:
        """Return a file for Jinja, as it was when first asked for; `base/cv.tex.j2` names the one of `base`."""
        if name not in self._sources:
            self._sources[name] = self._source(name)
        return self._sources[name]

    @cached_property
    def _sources(self) -> dict[str, Source | None]:
        return {}

    def _source(self, name: str) -> Source | None:
        for manifest in self.manifests:
            relative = name.removeprefix(f"{manifest.name}/")
            if relative == name and "/" in name and any(name.startswith(f"{m.name}/") for m in self.manifests):
                continue
            path = manifest.folder / relative
            if path.is_file():
                return path.read_text(encoding="utf-8"), str(path), lambda: True
        return None

    def nearest(self, family: str, kind: str, otherwise: str) -> str:
        """Return the name of the file that prints a kind of thing, or of the one that prints any."""
        special = f"{family}/{kind}.tex.j2"
        return special if self.source(special) else f"{family}/{otherwise}.tex.j2"


def names_in(folders: Iterable[Path]) -> list[str]:
    """Return the names of the templates in some folders, but for `base`, which does not work by itself."""
    return sorted({path.parent.name for folder in folders for path in folder.glob("*/template.yaml")} - {"base"})


def load_template(name: str, folders: Iterable[Path], missing: Callable[[str], CvgenError]) -> Template:
    """Return the template of a name from the first folder that has it; `missing` makes the error if none has."""
    folders = tuple(folders)
    manifests: list[Manifest] = []
    wanted: str | None = name
    while wanted:
        manifest = load_manifest(wanted, folders)
        if manifest is None or any(manifest.name == known.name for known in manifests):
            if not manifests:
                raise missing("known are: " + ", ".join(names_in(folders)))
            raise _extends_nothing(manifests[-1], wanted, folders)
        manifests.append(manifest)
        wanted = manifest.extends
    return Template(name, tuple(manifests))


def _extends_nothing(manifest: Manifest, wanted: str, folders: Iterable[Path]) -> CvgenError:
    """Return the error that a template extends one which is not there, or itself, at its line of `template.yaml`."""
    path = manifest.folder / "template.yaml"
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    number = next((at for at, line in enumerate(lines) if line.startswith("extends")), 0)
    place = Origin(str(path), number + 1, max(lines[number].find(wanted) + 1, 1))
    known = ["base", *names_in(folders)]
    hint = did_you_mean(wanted, known) or one_of(known)
    message = f"the template '{manifest.name}' extends '{wanted}', which is not there"
    return InputError([Diagnostic(place, message, "template", hint, "error", lines[number])])


def template_folders(*files: Path) -> tuple[Path, ...]:
    """Return where templates are looked for: beside the CV's files, then among those that come with cvgen."""
    beside = dict.fromkeys(path.parent / "latex_templates" for path in files)
    return (*beside, bundled_templates())
