import type { Audience } from '../model/audience.js';
import type { AudienceEvent, CampaignEvent, MemberEvent } from '../model/audience-event.js';
import { uniqueEmailId, webId } from '../model/identifiers.js';
import type { MemberRecord, MergeValue } from '../model/member-record.js';
import { formatFiredAt } from '../model/timestamps.js';

/** The form body of an event, field by field as captured from the real service (API §10.4). */
export function webhookForm(event: AudienceEvent): string {
  const form = new URLSearchParams({ type: event.type, fired_at: formatFiredAt(event.at) });
  if (event.type === 'campaign') addCampaign(form, event);
  else if (event.type === 'upemail') addUpemail(form, event);
  else if (event.type === 'cleaned') addCleaned(form, event);
  else addMember(form, event);
  return form.toString();
}

function addCampaign(form: URLSearchParams, { audience, campaign }: CampaignEvent): void {
  form.append('data[id]', campaign.id);
  form.append('data[subject]', campaign.subject);
  form.append('data[status]', 'sent');
  form.append('data[reason]', '');
  form.append('data[list_id]', audience.id);
}

function addUpemail(form: URLSearchParams, { audience, member, oldEmail = '' }: MemberEvent): void {
  form.append('data[list_id]', audience.id);
  form.append('data[new_id]', uniqueEmailId(member.id));
  form.append('data[new_email]', member.email);
  form.append('data[old_email]', oldEmail);
}

function addCleaned(form: URLSearchParams, { audience, member, reason = 'hard' }: MemberEvent): void {
  form.append('data[list_id]', audience.id);
  form.append('data[campaign_id]', audience.campaigns.at(-1)?.id ?? '');
  form.append('data[reason]', reason);
  form.append('data[email]', member.email);
}

function addMember(form: URLSearchParams, event: MemberEvent): void {
  const { audience, member } = event;
  if (event.type === 'unsubscribe') {
    form.append('data[action]', event.action ?? 'unsub');
    form.append('data[reason]', event.reason ?? 'manual');
  }
  form.append('data[id]', uniqueEmailId(member.id));
  form.append('data[email]', member.email);
  form.append('data[email_type]', member.emailType);
  form.append('data[ip_opt]', member.ipOpt);
  if (member.ipSignup !== '') form.append('data[ip_signup]', member.ipSignup);
  form.append('data[web_id]', String(webId(member.seq)));
  const campaign = audience.campaigns.at(-1);
  if (event.type === 'unsubscribe' && event.source === 'user' && campaign)
    form.append('data[campaign_id]', campaign.id);
  form.append('data[merges][EMAIL]', member.email);
  for (const { tag } of audience.mergeFields) addMerge(form, tag, member.merges[tag] ?? '');
  addGroupings(form, audience, member);
  form.append('data[list_id]', audience.id);
}

const addressParts = ['addr1', 'addr2', 'city', 'state', 'zip', 'country'] as const;

function addMerge(form: URLSearchParams, tag: string, value: MergeValue): void {
  if (typeof value !== 'object') {
    form.append(`data[merges][${tag}]`, String(value));
    return;
  }
  for (const part of addressParts) form.append(`data[merges][${tag}][${part}]`, value[part]);
}

/** Interests by name; a comma inside a name is escaped. A question without an answer has no `groups`. */
function addGroupings(form: URLSearchParams, audience: Audience, member: MemberRecord): void {
  const categories = [...audience.categories.values()];
  if (categories.length === 0) return;
  const chosen = categories.map(({ interests }) =>
    interests
      .filter(({ id }) => member.interests?.[id])
      .map(({ name }) => name.replaceAll(',', '\\,'))
      .join(', '),
  );
  form.append('data[merges][INTERESTS]', chosen.filter((groups) => groups !== '').join(', '));
  for (const [index, category] of categories.entries()) {
    const prefix = `data[merges][GROUPINGS][${index}]`;
    form.append(`${prefix}[id]`, String(Number.parseInt(category.id.slice(0, 4), 16)));
    form.append(`${prefix}[unique_id]`, category.id);
    form.append(`${prefix}[name]`, category.title);
    const groups = chosen[index] ?? '';
    if (groups !== '') form.append(`${prefix}[groups]`, groups);
  }
}
