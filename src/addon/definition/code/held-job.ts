import type { AddonFacts } from '../addon-facts.js';

/** The job of the context, if it is still held under the claim: `job`, empty when somebody else has it by now. */
const heldJob = `
job = model.sudo().search([
    ('id', '=', env.context.get('active_id')),
    ('x_state', '=', 'running'),
    ('x_claim', '=', env.context.get('mailchimp_claim') or '-'),
])`;

/** Answers the bridge whether it held the job. */
const answerHeld = `
action = {'type': 'ir.actions.act_window_close', 'mailchimp': len(job)}`;

/** Context: `active_id`, `mailchimp_claim`, `mailchimp_lease_ms`. */
export const renewJobCode = `
now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0)
${heldJob}
job.write({'x_lease_until': now + datetime.timedelta(milliseconds=int(env.context.get('mailchimp_lease_ms')))})
${answerHeld}`;

/**
 * Writes what became of a job and tells the user who asked, in one transaction.
 * Context: `active_id`, `mailchimp_claim`, `mailchimp_state`, `mailchimp_result`, `mailchimp_notify`.
 */
export const finishJobCode = (facts: Pick<AddonFacts, 'notify'>) => `
context = env.context
${heldJob}
done = context.get('mailchimp_state') == 'done'
job.write({
    'x_state': 'done' if done else 'failed',
    'x_result': context.get('mailchimp_result'),
    'x_finished_at': datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0),
    'x_claim': False,
    'x_lease_until': False,
})
user = job.x_user_id
if user and context.get('mailchimp_notify'):
    title = 'MailChimp: %s' % job.x_name
    message = context.get('mailchimp_notify')
    ${send[facts.notify]}
${answerHeld}`;

const send: Record<AddonFacts['notify'], string> = {
  bus_send: `user._bus_send('simple_notification', {'title': title, 'message': message, 'sticky': not done, 'type': 'success' if done else 'danger'})`,
  sendone_typed: `env['bus.bus']._sendone(user.partner_id, 'simple_notification', {'title': title, 'message': message, 'sticky': not done, 'type': 'success' if done else 'danger'})`,
  // The web client of 15 knows a warning, and shows everything else in red, as danger (odoo-api §6).
  sendone_warning: `env['bus.bus']._sendone(user.partner_id, 'simple_notification', {'title': title, 'message': message, 'sticky': not done, 'warning': done})`,
  sendone: `env['bus.bus'].sendone((env.cr.dbname, 'res.partner', user.partner_id.id), {'type': 'simple_notification', 'title': title, 'message': message, 'sticky': not done, 'warning': done})`,
};
