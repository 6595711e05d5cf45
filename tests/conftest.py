"""What all tests share: a virtual sound card, started once when a test first asks for it."""

from collections.abc import Iterator

import pytest
from virtual_card import VirtualCard, missing


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
