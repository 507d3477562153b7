import { html } from 'hono/html';
import { personaActions } from '../control/persona.js';
import type { Audience } from '../model/audience.js';
import type { MemberPage } from '../model/member-query.js';
import type { MemberRecord } from '../model/member-record.js';
import { memberStatuses } from '../model/member-status.js';
import { formatTime } from '../model/timestamps.js';
import type { Html } from './layout.js';

export interface AudienceView {
  audience: Audience;
  page: MemberPage;
  status: string;
  search: string;
  offset: number;
  pageSize: number;
}

/** The members of an audience, each with what a person or a marketer could do. */
export function audiencePage(view: AudienceView): Html {
  const { audience, page } = view;
  return html`<h2>
      ${audience.settings.name} <small><code>${audience.id}</code></small>
    </h2>
    <div class="actions">${signUpForm(audience)} ${campaignForm(audience)} ${seedForm(audience)}</div>
    ${filterForm(view)}
    <p>${page.total} members${pager(view)}</p>
    <table id="members">
      <tr>
        <th>Address</th>
        <th>Status</th>
        <th>Name</th>
        <th>Tags</th>
        <th>Last changed</th>
        <th>Persona</th>
      </tr>
      ${page.members.map((member) => memberRow(audience, member))}
    </table>`;
}

function filterForm({ status, search }: AudienceView): Html {
  return html`<form class="inline" method="get">
    <input type="search" name="q" value="${search}" placeholder="Part of the address" aria-label="Search" />
    <select name="status" aria-label="Status">
      <option value="">any status</option>
      ${memberStatuses.map((name) => html`<option ${name === status ? 'selected' : ''}>${name}</option>`)}
    </select>
    <button>Show</button>
  </form>`;
}

function pager({ page, status, search, offset, pageSize }: AudienceView): Html | string {
  const link = (to: number, text: string) => {
    const query = new URLSearchParams({ status, q: search, offset: String(to) });
    return html` · <a href="?${query.toString()}">${text}</a>`;
  };
  const back = offset > 0 ? link(Math.max(0, offset - pageSize), 'previous') : '';
  const on = offset + pageSize < page.total ? link(offset + pageSize, 'next') : '';
  return html`${back}${on}`;
}

function memberRow(audience: Audience, member: MemberRecord): Html {
  const names = [member.merges.FNAME, member.merges.LNAME].filter((name) => typeof name === 'string');
  const tags = [...(member.tags?.keys() ?? [])].map((id) => audience.segments.get(id)?.name ?? '');
  return html`<tr data-email="${member.email}">
    <td>${member.email}</td>
    <td><span class="status ${member.status}">${member.status}</span></td>
    <td>${names.join(' ')}</td>
    <td>${tags.join(', ')}</td>
    <td>${formatTime(member.changedAt).slice(0, 19).replace('T', ' ')}</td>
    <td>${personaForm(audience, member)}</td>
  </tr>`;
}

function personaForm(audience: Audience, member: MemberRecord): Html {
  return html`<form class="inline" method="post" action="/_sandbox/page/persona">
    <input type="hidden" name="audience" value="${audience.id}" />
    <input type="hidden" name="email" value="${member.email}" />
    <select name="action" aria-label="Action">
      ${personaActions.map((action) => html`<option>${action}</option>`)}
    </select>
    <select name="source" aria-label="Who">
      <option value="user">the person</option>
      <option value="admin">a marketer</option>
    </select>
    <input name="value" placeholder="new name or address" aria-label="New name or address" size="14" />
    <button>Do</button>
  </form>`;
}

function signUpForm(audience: Audience): Html {
  return html`<form class="inline" method="post" action="/_sandbox/page/persona">
    <input type="hidden" name="audience" value="${audience.id}" />
    <input type="hidden" name="action" value="subscribe" />
    <input type="hidden" name="source" value="user" />
    <input type="email" name="email" placeholder="Address" aria-label="Address" required />
    <input name="value" placeholder="First name" aria-label="First name" />
    <button>Sign up</button>
  </form>`;
}

function campaignForm(audience: Audience): Html {
  return html`<form class="inline" method="post" action="/_sandbox/page/campaigns">
    <input type="hidden" name="audience" value="${audience.id}" />
    <input name="subject" placeholder="Subject" aria-label="Subject" required />
    <button>Send a campaign</button>
  </form>`;
}

function seedForm(audience: Audience): Html {
  return html`<form class="inline" method="post" action="/_sandbox/page/members">
    <input type="hidden" name="audience" value="${audience.id}" />
    <input type="number" name="count" value="100" min="1" max="1000000" aria-label="How many" />
    <button>Add made-up members</button>
  </form>`;
}
