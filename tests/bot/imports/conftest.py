from pathlib import Path

import pytest

from services.core.db import Database
from tests.support.importing import Town


@pytest.fixture
def town(database: Database, tmp_path: Path) -> Town:
    return Town(database, tmp_path)
