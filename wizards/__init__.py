from . import helpdesk_ticket_ask
from . import helpdesk_ticket_cancel
from . import mail_compose_message
