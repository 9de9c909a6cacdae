"""Who may do what: the groups that models name. They are made in security/."""

#: every analyst: who may read what is internal of a ticket
ANALYSTS = "helpdesk_mgmt.group_helpdesk_user_own"
#: leads analysts: sets rules aside, with a reason
LEADERS = "helpdesk_support_plan.group_support_leader"
#: who may know what things cost
SALESMEN = "sales_team.group_sale_salesman"
#: who makes invoices, and agrees on when they are paid
BILLERS = "account.group_account_invoice"
#: who may read invoices, amounts and all
INVOICE_READERS = ",".join((BILLERS, "account.group_account_readonly", SALESMEN))
#: who may know how a customer stands, without the amounts: who attends to them, who
#: sells to them, who bills them
KNOWS_STANDING = ",".join((ANALYSTS, INVOICE_READERS))
