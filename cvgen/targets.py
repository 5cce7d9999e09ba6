"""Which variants of a file are built, and the PDF that each becomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from cvgen import clock
from cvgen.diagnostics import UsageError
from cvgen.loading import Loaded
from cvgen.model import CV, Variant
from cvgen.naming import DEFAULT, DEFAULT_OVERLAID, file_name, slug
from cvgen.reader.problems import did_you_mean, one_of


def choose_variants(cv: CV, names: Iterable[str]) -> tuple[Variant, ...]:
    """Return the variants of some names, or all. Raises UsageError for a name that the file does not have."""
    by_name = {variant.name: variant for variant in cv.variants}
    for name in names:
        if name not in by_name:
            raise UsageError(
                f"there is no variant '{name}' in {cv.origin.file}", did_you_mean(name, by_name) or one_of(by_name)
            )
    return tuple(by_name[name] for name in dict.fromkeys(names)) or cv.variants


def target_of(loaded: Loaded, variant: Variant, output: Path) -> Path:
    """Return the path of a variant's PDF."""
    pattern = variant.filename or (DEFAULT_OVERLAID if loaded.over else DEFAULT)
    values = {
        "name": slug(loaded.cv.basics.name) or slug(loaded.path.stem) or "cv",
        "variant": variant.name,
        "language": variant.language or loaded.cv.locale.language,
        "template": variant.template or variant.name,
        "file": slug(loaded.over or loaded.path.stem),
        "date": (loaded.today or clock.today()).isoformat() if "{date}" in pattern else "",
    }
    return output / file_name(pattern, values)


def check_targets(
    jobs: Iterable[tuple[Loaded, Variant]], output: Path, taken: Mapping[Path, Path] | None = None
) -> None:
    """Raise UsageError if two of the builds would end in the same PDF; `taken` says which file's others are."""
    seen = dict(taken or {})
    for loaded, variant in jobs:
        target = target_of(loaded, variant, output)
        if target in seen:
            first, second = seen[target], loaded.path
            if first == second:
                hint = "give each variant a name of its own: filename: '{name}-{variant}'"
                raise UsageError(f"two variants of {first} would both become {target}", hint)
            message = f"{first} and {second} would both become {target}"
            raise UsageError(message, "build them into different folders: --output DIR")
        seen[target] = loaded.path
