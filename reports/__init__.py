from . import helpdesk_sla_compliance
from . import helpdesk_sla_dashboard
from . import helpdesk_sla_pause_report
