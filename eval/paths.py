"""Where the project keeps what it is measured with."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
PLANS = ROOT / "corpus" / "plans"
GOLDEN = ROOT / "tests" / "golden"
DOCUMENTS = ROOT / "tests" / "documents"
