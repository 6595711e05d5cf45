"""What all tests share: a virtual sound card, started when a test first asks for it, and one thread for matrices."""

import os
from collections.abc import Iterator

# As the recogniser's process has it, before numpy loads: with threads, which spin, such tests took six times as long.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import pytest
from hypothesis import settings
from virtual_card import VirtualCard, missing

# Nothing is timed in a test: a busy machine would fail it.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def virtual_card(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirtualCard]:
    if what := missing():
        pytest.skip(f"the virtual sound card needs {what}")
    card = VirtualCard(tmp_path_factory.mktemp("card"))
    try:
        card.start()
        yield card
    finally:
        card.stop()
