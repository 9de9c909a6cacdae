"""What a stage means, whatever a desk has named it."""

#: a ticket rests in these until somebody reopens it
CLOSED = ("solved", "cancelled")


def code_of(code, closed):
    """Return what a stage counts as.

    :param code: the stage's own code, empty where nobody has given it one
    :param bool closed: whether it ends a ticket
    :return: "new", "in_progress", "waiting_customer", "solved" or "cancelled"
    """
    return code or ("cancelled" if closed else "in_progress")
