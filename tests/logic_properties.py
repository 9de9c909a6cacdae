"""Properties: rules that hold for whatever hypothesis thinks of.

`./dev test --fast` runs under any Python, also one that has no hypothesis: there they
are skipped, and it says so. Under Odoo they always run.
"""

from unittest import skip
from unittest.mock import MagicMock

try:
    from hypothesis import HealthCheck, assume, given, settings
    from hypothesis import strategies as some
    from hypothesis.internal.conjecture import providers
except ImportError:
    some, assume = MagicMock(), None

    def holds_for(*_strategies, **_named):
        return skip("hypothesis is not installed here")
else:
    # it would try the numbers that stand in the code of all loaded modules, and keep
    # them in a folder: under Odoo that takes long and makes for other examples
    providers._get_local_constants = providers.Constants
    SETTINGS = settings(
        max_examples=100,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )

    def holds_for(*strategies, **named):
        """Call a test with what strategies draw: the same examples each time."""
        return lambda test: SETTINGS(given(*strategies, **named)(test))
