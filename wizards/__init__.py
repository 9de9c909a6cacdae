from . import helpdesk_customer_report
from . import helpdesk_payment_agreement
from . import helpdesk_plan_notice
from . import helpdesk_plan_simulation
from . import helpdesk_ticket_act
from . import helpdesk_ticket_ask
from . import helpdesk_ticket_cancel
from . import mail_compose_message
