"""What ./dev bench is made of. It measures; it judges only against what was asked for.

    subjects      what can be measured, whom it compares, and what was asked for
    desk_time     what Odoo takes for the present, so that every run has the same
    contest       seconds and queries of a piece of work, on several desks in turn
    desks         those that are compared: the floor, OCA's SLA addon, ours
    copies        copies of rows, made by the database
    tickets       typical tickets that live through something, and copies of them
    bills         subscriptions and their bills of all kinds, and copies of them
    sla           the work that is measured: what promises cost
    standing      … and what it costs to know how customers stand
    escalation    … and to act on tickets in time
    duplicates    … and to find open tickets like one
    table         whether what was asked for holds, and how it is shown

All but subjects and table run inside Odoo, in dev_tools/shell/bench.py.
"""
