"""What a check of a procedure's step has seen."""

from collections.abc import Mapping
from typing import NamedTuple


class Verdict(NamedTuple):
    """The answer of a check."""

    #: "passed", "failed", "open": nobody knows yet, or it is still to be done
    state: str
    #: what was seen, as a code that models/ has a sentence for
    code: str
    #: what the sentence names; a "day" is a date as YYYY-MM-DD
    values: Mapping = {}
