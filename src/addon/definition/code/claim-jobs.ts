/**
 * Takes the oldest jobs of one account that wait, or whose bridge let its lease run out. Two bridges at once: the
 * second one's write fails on the first one's, Odoo undoes its call and makes it again, and it finds nothing left.
 * Context: `mailchimp_account`, `mailchimp_holder`, `mailchimp_claim`, `mailchimp_lease_ms`, `mailchimp_limit`.
 */
export const claimJobsCode = `
context = env.context
now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0)
jobs = model.sudo().search([
    ('x_account_id.x_key', '=', context.get('mailchimp_account')),
    '|', ('x_state', '=', 'pending'), '&', ('x_state', '=', 'running'), ('x_lease_until', '<', now),
], order='id', limit=int(context.get('mailchimp_limit')))
for job in jobs:
    job.write({
        'x_state': 'running',
        'x_holder': context.get('mailchimp_holder'),
        'x_claim': context.get('mailchimp_claim'),
        'x_lease_until': now + datetime.timedelta(milliseconds=int(context.get('mailchimp_lease_ms'))),
        'x_attempts': job.x_attempts + 1,
    })
action = {'type': 'ir.actions.act_window_close', 'mailchimp': len(jobs)}`;
