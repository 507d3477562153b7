import { Hono } from 'hono';
import type { Context } from 'hono';
import {
  audienceNamed,
  postAudience,
  postCampaign,
  postMembers,
  postPersona,
} from '../control/control-actions.js';
import type { ControlPlace } from '../control/control-actions.js';
import { ControlError } from '../control/control-error.js';
import { Problem } from '../http/problem.js';
import { selectMembers } from '../model/select-members.js';
import { memberStatuses } from '../model/member-status.js';
import type { DeliveryLog } from '../webhooks/delivery-log.js';
import { audiencePage } from './audience-page.js';
import { homePage } from './home-page.js';
import { layout } from './layout.js';

export interface PageDeps {
  readonly place: () => ControlPlace;
  readonly deliveries: DeliveryLog;
  readonly reset: () => void;
}

const pageSize = 50;

/** The page for somebody who tries the bridge by hand; rendered here, it needs no script. */
export function pageApp(deps: PageDeps): Hono {
  const app = new Hono();
  app.get('/', (c) => {
    const { world, origin } = deps.place();
    return c.html(layout('MailChimp sandbox', homePage(world, deps.deliveries, origin), c.req.query('note')));
  });
  app.get('/audiences/:id', (c) => showAudience(c, deps));
  app.post('/page/audiences', (c) => act(c, '/_sandbox/', (form) => addAudience(deps, form)));
  app.post('/page/members', (c) => act(c, undefined, (form) => addMembers(deps, form)));
  app.post('/page/persona', (c) => act(c, undefined, (form) => persona(deps, form)));
  app.post('/page/campaigns', (c) => act(c, undefined, (form) => sendCampaign(deps, form)));
  app.post('/page/reset', (c) =>
    act(c, '/_sandbox/', () => {
      deps.reset();
      return 'Everything is gone.';
    }),
  );
  return app;
}

function showAudience(c: Context, deps: PageDeps) {
  const { world } = deps.place();
  const audience = world.audiences.get(c.req.param('id') ?? '');
  if (!audience) return c.html(layout('MailChimp sandbox', 'There is no such audience.', undefined), 404);
  const search = (c.req.query('q') ?? '').trim().toLowerCase();
  const status = memberStatuses.find((name) => name === c.req.query('status'));
  const offset = Math.max(0, Number.parseInt(c.req.query('offset') ?? '0', 10) || 0);
  const page = selectMembers(audience.members, {
    status,
    includeArchived: true,
    now: world.now(),
    match: search === '' ? undefined : ({ email }) => email.toLowerCase().includes(search),
    descending: true,
    offset,
    count: pageSize,
  });
  const view = { audience, page, status: status ?? '', search, offset, pageSize };
  return c.html(layout(audience.settings.name, audiencePage(view), c.req.query('note')));
}

type Form = Readonly<Record<string, string>>;

/** Does what a form asks, then shows the page again with a note of it: reloading repeats nothing. */
async function act(c: Context, back: string | undefined, work: (form: Form) => string): Promise<Response> {
  const body = await c.req.parseBody().catch(() => undefined);
  if (!body) return c.html(layout('MailChimp sandbox', 'This form can’t be read.', undefined), 400);
  const entries = Object.entries(body).filter(([, value]) => typeof value === 'string');
  const form = Object.fromEntries(entries) as Form;
  const target = back ?? `/_sandbox/audiences/${encodeURIComponent(form.audience ?? '')}`;
  return c.redirect(`${target}?note=${encodeURIComponent(attempt(() => work(form)))}`, 303);
}

function attempt(work: () => string): string {
  try {
    return work();
  } catch (error) {
    if (error instanceof ControlError || error instanceof Problem) return error.message;
    throw error;
  }
}

function addAudience({ place }: PageDeps, { name = '', double_optin }: Form): string {
  postAudience(place(), { name: name.trim(), double_optin: double_optin !== undefined });
  return `${name} is there.`;
}

function addMembers({ place }: PageDeps, { audience = '', count = '' }: Form): string {
  const target = audienceNamed(place().world, audience);
  const { added } = postMembers(place(), target, { count: Number(count), seed: target.members.nextSeq + 1 });
  return `${String(added)} members came.`;
}

function sendCampaign({ place }: PageDeps, { audience = '', subject = '' }: Form): string {
  postCampaign(place(), audienceNamed(place().world, audience), { subject });
  return `${subject} went out; events: campaign`;
}

/** One field serves as the new name or, for a change of address, the new address. */
function persona({ place }: PageDeps, form: Form): string {
  const { audience = '', email, action = '', source, value = '' } = form;
  const names = value === '' || action === 'change_email' ? {} : { merge_fields: { FNAME: value } };
  const address = action === 'change_email' ? { new_email: value } : {};
  const wish = { email, action, source, ...names, ...address };
  const { events } = postPersona(place(), audienceNamed(place().world, audience), wish);
  return `${action}: ${email ?? ''}; events: ${(events as string[]).join(', ') || 'none'}`;
}
