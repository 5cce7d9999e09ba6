"""What may be done to keep a limit of pages, in words."""

from __future__ import annotations

FITS = ("drop", "tighten", "strict", "off")
