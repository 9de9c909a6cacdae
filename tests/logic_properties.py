"""Properties: rules that hold for whatever hypothesis thinks of.

`./dev test --fast` runs under any Python, also one that has no hypothesis: there they
are skipped, and it says so. Under Odoo they always run.
"""

import os
from unittest import skip
from unittest.mock import MagicMock

try:
    from hypothesis import HealthCheck, assume, configuration, given, settings
    from hypothesis import strategies as some
except ImportError:
    some, assume = MagicMock(), None

    def holds_for(*_strategies, **_named):
        return skip("hypothesis is not installed here")
else:
    # it is to write nothing below the folder where the tests are started
    configuration.set_hypothesis_home_dir(os.devnull)
    SETTINGS = settings(
        max_examples=100,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )

    def holds_for(*strategies, **named):
        """Let a test be called with examples that strategies draw, the same each time."""
        return lambda test: SETTINGS(given(*strategies, **named)(test))
