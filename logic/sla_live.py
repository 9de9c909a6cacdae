"""Live: what a screen needs of a clock to go on counting by itself.

The remaining time is said in the clock's own time. So that no screen has to ask again
while that goes by, it is told when the desk is open next.
"""

from calendar import timegm
from datetime import timedelta

from .timeline import WALL

#: how far ahead a screen can count; who looks at it for longer loads it again
AHEAD = timedelta(hours=36)


class Live:
    """Reads clocks of one measure at one instant.

    :param measure: WALL, or a Timeline
    :param datetime now: UTC
    """

    def __init__(self, measure, now):
        self.measure = measure
        self.now = now
        self._openings = None if measure is WALL else self._find_openings()

    def get_left(self, deadline):
        """Return the seconds until a deadline, in own time; below zero it is late."""
        measure, now = self.measure, self.now
        return measure.elapsed(now, deadline) - measure.elapsed(deadline, now)

    def tell(self, left):
        """Return the form for the screen, plain values for JSON.

        :param int left: seconds in own time
        :return: `at`, the present in seconds since 1970; `left`; `open`, pairs of such
            instants between which the time counts, or None if it always does
        """
        return {
            "at": timegm(self.now.timetuple()),
            "left": left,
            "open": self._openings,
        }

    def _find_openings(self):
        """Return the working intervals of the next hours, at least the next one."""
        pairs = self.measure.get_intervals(self.now, self.now + AHEAD)
        opening = self.measure.next_opening(self.now)
        if not pairs and opening:
            pairs = self.measure.get_intervals(opening, opening + AHEAD)[:1]
        return [[timegm(instant.timetuple()) for instant in pair] for pair in pairs]
