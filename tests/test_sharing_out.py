"""How several processes share the tests out."""

import os

import pytest

pytestmark = pytest.mark.skipif(
    "PYTEST_XDIST_WORKER" not in os.environ, reason="one process runs all tests: nothing is shared"
)


def test_tests_of_a_file_stay_together(request):
    """What a file's tests share is made once; xdist goes by the end of a test's name."""
    assert request.node.nodeid.endswith("@tests/test_sharing_out.py")
