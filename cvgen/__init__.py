"""cvgen: one cv.yaml, every CV its owner needs, set by LaTeX.

import cvgen
cv = cvgen.load("cv.yaml")
cvgen.build(cv, variants=["resume"])
"""

from typing import TYPE_CHECKING, Any

from cvgen.diagnostics import CvgenError, Diagnostic, Origin

if TYPE_CHECKING:
    from cvgen.loading import Loaded, load
    from cvgen.pipeline import Built, build

__version__ = "0.1.0"
__all__ = ["Built", "CvgenError", "Diagnostic", "Loaded", "Origin", "__version__", "build", "load"]


def __getattr__(name: str) -> Any:
    """Import the straight line when it is first used, so that `cvgen --help` need not wait for it."""
    if name in ("Built", "Loaded", "build", "load"):
        import importlib

        module = "cvgen.loading" if name in ("Loaded", "load") else "cvgen.pipeline"
        return getattr(importlib.import_module(module), name)
    raise AttributeError(f"module 'cvgen' has no attribute '{name}'")
