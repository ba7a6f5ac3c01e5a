"""The theme that the design tests read."""

from __future__ import annotations

import pytest

from handoutpress.design.theme import Theme
from handoutpress.workspace import Workspace


@pytest.fixture
def theme(specimen: Workspace) -> Theme:
    """Return the shipped theme, as the specimen workspace sees it."""
    return Theme.find(specimen)
