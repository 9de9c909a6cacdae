from . import helpdesk_sla_compliance
from . import helpdesk_sla_dashboard
from . import helpdesk_sla_pause_report
from . import helpdesk_customer_report
