# the support plan
from . import helpdesk_support_plan
from . import helpdesk_support_level
from . import helpdesk_support_severity
from . import helpdesk_support_role
from . import support_plan_holders

# how customers stand
from . import res_company
from . import helpdesk_standing
from . import sale_subscription_standing
from . import res_partner_standing

# its promises
from . import helpdesk_timeline_parts
from . import helpdesk_sla_policy
from . import helpdesk_support_plan_terms
from . import helpdesk_support_plan_holidays
from . import helpdesk_support_plan_promises
from . import helpdesk_support_plan_rebuild
from . import helpdesk_support_plan_simulation
from . import helpdesk_support_plan_portal
from . import helpdesk_support_plan_publication
from . import helpdesk_support_plan_scope
from . import helpdesk_support_plan_services
from . import helpdesk_scope_item
from . import helpdesk_sla_clock
from . import helpdesk_sla_clock_reading
from . import helpdesk_ticket_event

# what happens when nobody takes care
from . import helpdesk_support_plan_escalation
from . import helpdesk_escalation_route
from . import helpdesk_escalation_rule
from . import helpdesk_escalation_rule_wording
from . import helpdesk_escalation_step
from . import helpdesk_escalation
from . import helpdesk_escalation_report
from . import helpdesk_contact_attempt

# what is done with tickets of a kind, step by step
from . import helpdesk_playbook
from . import helpdesk_playbook_step
from . import helpdesk_ticket_step
from . import helpdesk_playbook_wording
from . import helpdesk_playbook_services_wording
from . import helpdesk_test_environment
from . import helpdesk_playbook_usage

# what tickets are sorted by
from . import helpdesk_follow_up_mixin
from . import helpdesk_ticket_channel
from . import helpdesk_ticket_stage
from . import helpdesk_ticket_tag
from . import helpdesk_ticket_type

# what customers help themselves with
from . import helpdesk_article
from . import helpdesk_article_privacy
from . import helpdesk_article_search
from . import helpdesk_self_service

# the ticket: first the one gate, then a file per concern
from . import helpdesk_ticket
from . import helpdesk_ticket_intake
from . import helpdesk_ticket_mail
from . import helpdesk_ticket_rescue
from . import helpdesk_ticket_subscription
from . import helpdesk_ticket_plan
from . import helpdesk_ticket_standing
from . import helpdesk_ticket_arrears
from . import helpdesk_ticket_impact
from . import helpdesk_ticket_identity
from . import helpdesk_ticket_sender
from . import helpdesk_ticket_tags
from . import helpdesk_ticket_proposal
from . import helpdesk_ticket_triage
from . import helpdesk_ticket_stages
from . import helpdesk_ticket_cancelling
from . import helpdesk_ticket_request
from . import helpdesk_ticket_solution
from . import helpdesk_ticket_diagnosis
from . import helpdesk_ticket_validation
from . import helpdesk_ticket_closure
from . import helpdesk_ticket_waiting
from . import helpdesk_ticket_messages
from . import helpdesk_ticket_clocks
from . import helpdesk_ticket_countdown
from . import helpdesk_ticket_deadline
from . import helpdesk_ticket_missed
from . import helpdesk_ticket_promises
from . import helpdesk_ticket_payment
from . import helpdesk_ticket_warning
from . import helpdesk_ticket_follow_up
from . import helpdesk_ticket_formal_contact
from . import helpdesk_ticket_investigation
from . import helpdesk_ticket_assignment
from . import helpdesk_ticket_route
from . import helpdesk_ticket_hand_over
from . import helpdesk_ticket_escalation
from . import helpdesk_ticket_unescalated
from . import helpdesk_ticket_level_times
from . import helpdesk_ticket_contact
from . import helpdesk_ticket_people
from . import helpdesk_ticket_escalation_steps
from . import helpdesk_ticket_reporters
from . import helpdesk_ticket_escalation_actions
from . import helpdesk_ticket_escalation_notices
from . import helpdesk_ticket_scope
from . import helpdesk_ticket_correction
from . import helpdesk_ticket_monthly
from . import helpdesk_ticket_unregistered
from . import helpdesk_ticket_playbook
from . import helpdesk_ticket_playbook_sync
from . import helpdesk_ticket_playbook_view
from . import helpdesk_ticket_playbook_facts
from . import helpdesk_ticket_manipulation
from . import helpdesk_ticket_provider
from . import helpdesk_ticket_installation
from . import helpdesk_ticket_activation
from . import helpdesk_ticket_takedown
from . import helpdesk_ticket_environment
from . import helpdesk_ticket_duplicates
from . import helpdesk_ticket_merge
from . import helpdesk_ticket_step_acts
from . import helpdesk_ticket_step_retest
from . import helpdesk_ticket_step_report
from . import helpdesk_ticket_playbook_queue
from . import helpdesk_ticket_gates
from . import helpdesk_ticket_queue

# the ticket as its customer has it
from . import helpdesk_ticket_portal
from . import helpdesk_ticket_portal_list
from . import helpdesk_ticket_timeline
from . import helpdesk_ticket_reply
from . import helpdesk_ticket_portal_form
from . import helpdesk_ticket_suggestions
from . import helpdesk_ticket_uploads
from . import helpdesk_ticket_sharing
from . import helpdesk_ticket_attachments
from . import helpdesk_ticket_acknowledgement
from . import helpdesk_ticket_stage_notice
from . import helpdesk_ticket_acceptance
from . import helpdesk_ticket_approval
from . import helpdesk_ticket_reminder
from . import helpdesk_ticket_rating
from . import helpdesk_ticket_knowledge
from . import helpdesk_ticket_known_error
from . import helpdesk_ticket_database
from . import helpdesk_ticket_tests

# what the desk extends elsewhere
from . import account_move
from . import account_move_agreement
from . import account_move_charge
from . import account_move_standing
from . import account_move_line
from . import digest_digest
from . import ir_actions_server
from . import ir_attachment
from . import ir_http
from . import mail_activity
from . import mail_activity_agreement
from . import mail_activity_escalation
from . import mail_activity_together
from . import mail_thread
from . import project_links
from . import res_config_settings
from . import res_partner_agreement
from . import res_partner_approver
from . import res_partner_contact
from . import res_users
from . import sale_order
from . import sale_subscription
from . import sale_subscription_line
from . import sale_subscription_takedown
