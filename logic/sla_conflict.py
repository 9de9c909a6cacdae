"""Conflicts: promises of one plan that cannot all be meant."""

from datetime import timedelta

#: a response comes before a diagnosis, that before a resolution
ORDER = ("response", "diagnosis", "resolution")
#: moments of a week that are tried
SAMPLES = [timedelta(hours=6 * n) for n in range(28)]


def find_conflict(terms, traits, monday):
    """Return (earlier, later): metrics of which the first is always due last, or None.

    Different units are compared by trying: only what is wrong at every moment of a week
    is a conflict.

    :param sla_terms.Terms terms:
    :param sla_terms.Traits traits: of the tickets to try
    :param datetime monday: when the week begins, UTC
    """
    dues = {metric: _get_dues(terms, metric, traits, monday) for metric in ORDER}
    for index, later in enumerate(ORDER):
        for earlier in ORDER[:index]:
            pairs = zip(dues[earlier], dues[later], strict=False)
            known = [(one, other) for one, other in pairs if one and other]
            if known and all(one > other for one, other in known):
                return earlier, later
    return None


def _get_dues(terms, metric, traits, monday):
    commitments = (terms.govern(metric, traits, monday + at, ()) for at in SAMPLES)
    return [commitment and commitment.due for commitment in commitments]
