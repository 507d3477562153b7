import { addonModels } from '../../../core/addon-names.js';
import type { JobAction } from '../../jobs/job.js';
import { addonModule } from '../addon-item.js';

/**
 * Refuses records the user may not read, or that are gone: a search is done as the user, under access rights and
 * record rules, in every version alike. Uses `ids`, the list asked for.
 */
export const refuseUnreadable = (model: string) => `
readable = env[${model}].with_context(active_test=False).search([('id', 'in', ids)])
if not ids or len(readable) != len(set(ids)):
    raise UserError('Some of the chosen records are gone, or you may not read them.')`;

/**
 * One job for each of `accounts`, for the bridge of that account. Uses `ids`, `accounts` and `audiences` (the chosen
 * ones, none meaning those each record is on), and leaves a note on the user's screen in `action`.
 * @param job name and model as Python says them
 */
export const createJobs = (job: { name: string; action: JobAction; model: string }) => `
now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
silent = False
for account in accounts:
    job = env['${addonModels.job}'].sudo().create({
        'x_name': ${job.name},
        'x_account_id': account.id,
        'x_action': '${job.action}',
        'x_model': ${job.model},
        'x_record_ids': ','.join([str(id) for id in ids]),
        'x_record_count': len(ids),
        'x_audience_ids': [(6, 0, [each.id for each in audiences if each.x_account_id == account])],
        'x_user_id': env.uid,
        'x_state': 'pending',
    })
    seen = account.x_seen_at
    silent = silent or not seen or seen < now - datetime.timedelta(minutes=5)
    poke = env.ref('${addonModule}.action_poke', raise_if_not_found=False)
    if poke:
        poke.sudo().with_context(active_model='${addonModels.job}', active_id=job.id, active_ids=[job.id]).run()
message = 'Handed over: you will be told here when it is done.'
if silent:
    message = 'Waiting for the bridge, which is not running at the moment.'
if not accounts:
    message = 'Nothing to do: none of the records is on a mailing list of a MailChimp audience.'
action = {
    'type': 'ir.actions.client',
    'tag': 'display_notification',
    'params': {
        'title': 'MailChimp',
        'message': message,
        'type': 'success' if accounts and not silent else 'warning',
        'sticky': False,
        'next': {'type': 'ir.actions.act_window_close'},
    },
}`;
