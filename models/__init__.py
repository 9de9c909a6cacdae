# the ticket: first the one gate, then a file per concern
from . import helpdesk_ticket
from . import helpdesk_ticket_intake
from . import helpdesk_ticket_mail
from . import helpdesk_ticket_rescue
from . import helpdesk_ticket_triage

# what the desk extends elsewhere
from . import account_move
from . import mail_thread
from . import sale_order
from . import sale_subscription_line
