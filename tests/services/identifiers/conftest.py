"""Hypothesis keeps its files outside the tree, and a first import on a busy machine is no failure."""

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir

set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "kruzhok-hypothesis")
settings.register_profile("kruzhok", deadline=None)
settings.load_profile("kruzhok")
