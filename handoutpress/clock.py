"""What day it is: the day of SOURCE_DATE_EPOCH where it is set, so that a run can be repeated."""

from __future__ import annotations

import datetime
import os
import re


def today() -> datetime.date:
    """Return the day of SOURCE_DATE_EPOCH (UTC), or of this machine's clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    # At most ten digits: more are past the year 2286, and soon past what a date can be.
    if re.fullmatch("[0-9]{1,10}", epoch):
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return of_machine()


def of_machine() -> datetime.date:
    """Return the day of this machine's clock."""
    return datetime.date.today()
