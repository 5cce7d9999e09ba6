"""The day that counts as today: warnings compare dates with it, and a CV can print it."""

from __future__ import annotations

import datetime
import os


def today() -> datetime.date:
    """Return the date of `SOURCE_DATE_EPOCH` if that is set, or the day it is.

    Its source: https://reproducible-builds.org/specs/source-date-epoch
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal() and len(epoch) < 12:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.datetime.now().astimezone().date()
