from . import help
from . import new_ticket
from . import my_tickets
from . import ticket_answers
from . import support_plan
from . import rating
