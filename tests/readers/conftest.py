"""What other people's programs read of our exports.

They need packages that do not get along with the window's, so they have an environment of their own:
``make test-readers``. In the project's own environment these tests are skipped, and say so.
"""

from importlib.util import find_spec
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    if find_spec("trackeval") is None:
        for item in items:
            if HERE in item.path.parents:
                item.add_marker(
                    pytest.mark.skip(reason="other people's readers: make test-readers")
                )
