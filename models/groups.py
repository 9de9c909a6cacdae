"""Who may do what: the groups that models name. They are made in security/."""

#: every analyst: who may read what is internal of a ticket
ANALYSTS = "helpdesk_mgmt.group_helpdesk_user_own"
#: leads analysts: sets rules aside, with a reason
LEADERS = "helpdesk_support_plan.group_support_leader"
