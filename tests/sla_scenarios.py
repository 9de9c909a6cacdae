"""Acceptance scenarios as cases, with what has to come out of them.

An expected clock names only what matters to the scenario; a name that is not there may
be anything. Times are local to the plan.
"""


def _case(plan, registered_at, *events, **more):
    steps = [
        {"at": at, "do": do, **({"value": value[0]} if value else {})}
        for at, do, *value in events
    ]
    return {"plan": plan, "registered_at": registered_at, "events": steps, **more}


def _due(deadline, **more):
    return {"deadline": deadline, "state": "running", **more}


BLANK = {"state": "undefined", "deadline": None, "label": "sin definir"}
NONE = {**BLANK, "label": "sin plazo"}

#: (id, case, {metric: what is expected})
SCENARIOS = [
    (
        "AT-01",
        _case("navegasoft", "2026-03-06 16:30", type="problem", stars=0),
        {
            "resolution": _due("2026-03-07 16:30", deadline_utc="2026-03-07 21:30"),
            "response": BLANK,
            "diagnosis": BLANK,
        },
    ),
    (
        "AT-02",
        _case("navegasoft", "2026-04-30 09:15", type="question"),
        {"resolution": _due("2026-05-02 09:15")},
    ),
    (
        "AT-04",
        _case("navegasoft", "2026-04-30 15:00", type="request"),
        {"resolution": _due("2026-05-06 15:00")},
    ),
    (
        "AT-06 in time",
        _case(
            "navegasoft",
            "2026-01-09 11:00",
            ("2026-01-14 10:59", "evaluated"),
            type="usability",
        ),
        {
            "resolution": {
                "state": "met",
                "deadline": "2026-01-14 11:00",
                "met_at": "2026-01-14 10:59",
                "breached": False,
                "late_seconds": 0,
            }
        },
    ),
    (
        "AT-06 late",
        _case(
            "navegasoft",
            "2026-01-09 11:00",
            ("2026-01-14 11:01", "evaluated"),
            type="usability",
        ),
        {
            "resolution": {
                "state": "met",
                "deadline": "2026-01-14 11:00",
                "breached": True,
                "late_seconds": 60,
            }
        },
    ),
    (
        "A-NAV-57 an opportunity is met by its evaluation",
        _case(
            "navegasoft",
            "2026-03-09 10:00",
            ("2026-03-09 12:00", "evaluated"),
            type="question",
            tags=["oportunidad_mejora"],
        ),
        {"resolution": {"state": "met", "met_at": "2026-03-09 12:00"}},
    ),
    (
        "AT-07",
        _case(
            "navegasoft",
            "2026-03-10 09:00",
            type="bug",
            stars=2,
            now="2026-03-17 09:00",
        ),
        {"resolution": {**NONE, "breached": False, "late_seconds": 0}},
    ),
    (
        "A-NAV-04 an urgent bug has its eight hours",
        _case("navegasoft", "2026-03-10 09:00", type="bug", stars=3),
        {"resolution": _due("2026-03-10 17:00")},
    ),
    (
        "AT-09",
        _case(
            "navegasoft",
            "2026-03-14 13:20",
            ("2026-03-14 16:20", "set_stars", 3),
            type="problem",
            stars=1,
        ),
        {"resolution": _due("2026-03-14 21:20", breached=False)},
    ),
    (
        "A-NAV-04 raised too late: missed at that moment",
        _case(
            "navegasoft",
            "2026-03-14 13:20",
            ("2026-03-15 10:00", "set_stars", 3),
            type="problem",
            stars=1,
        ),
        {"resolution": _due("2026-03-14 21:20", breached=True, late_seconds=45600)},
    ),
    (
        "A-NAV-04 lowered again: the type's date, the miss stays",
        _case(
            "navegasoft",
            "2026-03-14 13:20",
            ("2026-03-15 10:00", "set_stars", 3),
            ("2026-03-15 10:10", "set_stars", 0),
            type="problem",
            stars=1,
        ),
        {"resolution": _due("2026-03-15 13:20", breached=True, late_seconds=0)},
    ),
    (
        "AT-11",
        _case(
            "navegasoft",
            "2026-03-09 10:00",
            ("2026-03-09 15:00", "wait_customer"),
            ("2026-03-10 11:00", "customer_reply"),
            type="problem",
        ),
        {"resolution": _due("2026-03-11 06:00", elapsed_seconds=18000)},
    ),
    (
        "AT-11 while it waits",
        _case(
            "navegasoft",
            "2026-03-09 10:00",
            ("2026-03-09 15:00", "wait_customer"),
            type="problem",
            now="2026-03-12 09:00",
        ),
        {
            "resolution": {
                "state": "paused",
                "deadline": None,
                "breached": False,
                "late_seconds": 0,
                "elapsed_seconds": 18000,
            }
        },
    ),
    (
        "A-G-04 a business target moves by working time",
        _case(
            "navegasoft",
            "2026-04-30 15:00",
            ("2026-04-30 16:00", "wait", "provider"),
            ("2026-05-04 09:00", "resume"),
            type="request",
        ),
        {"resolution": _due("2026-05-06 17:00")},
    ),
    (
        "A-G-04 a payment does not come by mail",
        _case(
            "navegasoft",
            "2026-03-09 10:00",
            ("2026-03-09 15:00", "wait", "payment"),
            ("2026-03-09 16:00", "customer_reply"),
            type="problem",
        ),
        {"resolution": {"state": "paused", "deadline": None}},
    ),
    (
        "AT-17",
        _case(
            "navegasoft",
            "2026-03-16 11:00",
            ("2026-03-16 13:00", "whatsapp_reply"),
            ("2026-03-16 15:30", "public_reply"),
            type="problem",
        ),
        {
            "resolution": _due("2026-03-17 11:00"),
            "response": {
                **BLANK,
                "met_at": "2026-03-16 15:30",
                "elapsed_seconds": 16200,
            },
        },
    ),
    (
        "A-G-11 reopened: the time it stood solved is a pause",
        _case(
            "navegasoft",
            "2026-03-09 10:00",
            ("2026-03-09 20:00", "solve"),
            ("2026-03-11 08:00", "reopen"),
            type="problem",
        ),
        {"resolution": _due("2026-03-11 22:00", breached=False)},
    ),
    (
        "A-G-14 cancelled",
        _case(
            "navegasoft",
            "2026-03-09 10:00",
            ("2026-03-09 12:00", "cancel"),
            type="problem",
            now="2026-03-12 09:00",
        ),
        {"resolution": {"state": "cancelled", "deadline": None, "breached": False}},
    ),
    (
        "5.4 a date by hand beats policies, pauses and stars",
        _case(
            "navegasoft",
            "2026-03-09 10:00",
            (
                "2026-03-09 11:00",
                "set_deadline",
                {
                    "metric": "resolution",
                    "at": "2026-03-20 12:00",
                    "reason": "Acordado con el cliente",
                },
            ),
            ("2026-03-09 15:00", "wait", "provider"),
            ("2026-03-10 15:00", "resume"),
            ("2026-03-10 16:00", "set_stars", 3),
            type="problem",
        ),
        {"resolution": _due("2026-03-20 12:00", breached=False)},
    ),
    (
        "AT-32",
        _case("cobranza", "2026-04-04 09:30", level="n1"),
        {
            "ownership": _due("2026-04-05 08:30", deadline_utc="2026-04-05 12:30"),
            "response": BLANK,
        },
    ),
    *(
        (
            f"AT-34 {stars} stars",
            _case("cobranza", "2026-03-09 18:30", stars=stars, now="2026-03-20 18:30"),
            {"response": {**BLANK, "breached": False}},
        )
        for stars in range(4)
    ),
    (
        "AT-38",
        _case(
            "codify", "2026-03-09 10:00", ("2026-03-09 16:00", "diagnosis"), level="n2"
        ),
        {
            "diagnosis": {
                "state": "met",
                "deadline": "2026-03-09 16:00",
                "breached": False,
                "elapsed_seconds": 21600,
            },
            "resolution": BLANK,
        },
    ),
    (
        "A-COD-12 to contact the user does not stop the diagnosis",
        _case("codify", "2026-03-09 10:00", ("2026-03-09 11:00", "public_reply")),
        {"diagnosis": _due("2026-03-09 16:00")},
    ),
    (
        "AT-39",
        _case("codify", "2026-03-13 15:30"),
        {"diagnosis": _due("2026-03-16 12:30")},
    ),
    (
        "AT-41",
        _case("codify", "2026-09-04 17:00"),
        {"diagnosis": _due("2026-09-07 14:00", deadline_utc="2026-09-07 17:00")},
    ),
    (
        "AT-46",
        _case("interfactura", "2026-02-28 23:30", stars=3),
        {
            "response": _due("2026-03-01 01:30"),
            "resolution": _due("2026-03-01 07:30"),
        },
    ),
    (
        "AT-53",
        _case("ikhodi", "2026-03-14 22:50", stars=3, channel="phone"),
        {
            "response": _due("2026-03-14 23:05"),
            "resolution": _due("2026-03-15 02:50"),
        },
    ),
    (
        "AT-54",
        _case("ikhodi", "2026-03-13 16:45", stars=2),
        {
            "response": _due("2026-03-13 17:15"),
            "resolution": _due("2026-03-16 15:45"),
        },
    ),
    (
        "AT-56",
        _case("ikhodi", "2026-03-16 10:00", stars=0),
        {
            "response": _due("2026-03-16 14:00"),
            "resolution": _due("2026-03-19 10:00"),
        },
    ),
    (
        "AT-58",
        _case("ikhodi", "2026-03-14 09:00", stars=1),
        {
            "response": _due("2026-03-16 09:00"),
            "resolution": _due("2026-03-18 14:00"),
        },
    ),
    (
        "IKH-30 a Plan B meets the resolution",
        _case(
            "ikhodi",
            "2026-03-14 09:00",
            ("2026-03-16 08:30", "workaround"),
            stars=1,
            type="basic_problem",
        ),
        {
            "response": {"state": "met", "breached": False},
            "resolution": {"state": "met", "met_at": "2026-03-16 08:30"},
        },
    ),
    (
        "5.7 proposed, accepted: resolved at that instant",
        _case(
            "ikhodi",
            "2026-03-16 10:00",
            ("2026-03-16 11:00", "propose_solution"),
            ("2026-03-17 11:00", "accept"),
            stars=0,
            type="basic_problem",
        ),
        {
            "resolution": {
                "state": "met",
                "deadline": "2026-03-20 10:00",
                "met_at": "2026-03-17 11:00",
                "breached": False,
                "late_seconds": 0,
                "elapsed_seconds": 3600,
            }
        },
    ),
    (
        "5.7 proposed, refused: it goes on",
        _case(
            "ikhodi",
            "2026-03-16 10:00",
            ("2026-03-16 11:00", "propose_solution"),
            ("2026-03-16 13:00", "refuse"),
            stars=0,
            type="basic_problem",
        ),
        {"resolution": _due("2026-03-19 12:00", breached=False)},
    ),
    (
        "5.7 an automatic message is no response",
        _case(
            "ikhodi",
            "2026-03-16 10:00",
            ("2026-03-16 10:00", "auto_reply"),
            ("2026-03-16 10:30", "internal_note"),
            stars=0,
            now="2026-03-16 14:01",
        ),
        {"response": _due("2026-03-16 14:00", breached=True, late_seconds=60)},
    ),
]
