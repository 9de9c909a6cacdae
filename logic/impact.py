"""Stars inside, impact outside: the same scale under two names."""

#: what the customer sees for the stars that an analyst gives: by value, not by word
#: (NAV-3.2-61 … -64, A-NAV-17)
IMPACTS = {"3": "critical", "2": "high", "1": "medium", "0": "low"}


def impact_of(priority):
    """Return the public impact of an internal priority.

    :param priority: "0" (no stars) to "3" (three stars, the worst); empty for none
    :return: "critical", "high", "medium" or "low"; None without a priority
    """
    return IMPACTS.get(priority)


def fit(priority, defined):
    """Return the priority that a plan has a meaning for, and that is as good.

    :param priority: "0" to "3"
    :param defined: the priorities to which the plan gives a meaning; empty for all
    :return: the priority itself, else the next worse one, else the worst
    """
    if not defined or priority in defined:
        return priority
    worse = [other for other in defined if other > priority]
    return min(worse) if worse else max(defined)
