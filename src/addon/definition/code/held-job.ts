/** The job of the context, if it is still held under the claim: `job`, empty when somebody else has it by now. */
export const heldJob = `
job = model.sudo().search([
    ('id', '=', env.context.get('active_id')),
    ('x_state', '=', 'running'),
    ('x_claim', '=', env.context.get('mailchimp_claim') or '-'),
])`;

/** Answers the bridge whether it held the job. */
export const answerHeld = `
action = {'type': 'ir.actions.act_window_close', 'mailchimp': len(job)}`;
