"""What ./dev bench is made of. It measures; it judges only against what was asked for.

    desk_time     what Odoo takes for the present, so that every run has the same
    contest       seconds and queries of a piece of work, on several desks in turn
    desks         the three that are compared: the floor, OCA's SLA addon, ours
    tickets       typical tickets that live through something, and copies of them
    sla           the work that is measured
    table         what was asked for, whether it holds, and how it is shown

All but the last run inside Odoo, in dev_tools/shell/bench.py.
"""
