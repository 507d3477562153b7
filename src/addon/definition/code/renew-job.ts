import { answerHeld, heldJob } from './held-job.js';

/** Context: `active_id`, `mailchimp_claim`, `mailchimp_lease_ms`. */
export const renewJobCode = `
now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0)
${heldJob}
job.write({'x_lease_until': now + datetime.timedelta(milliseconds=int(env.context.get('mailchimp_lease_ms')))})
${answerHeld}`;
