import { addAudience } from '../audiences/add-audience.js';
import { audienceView } from '../audiences/audience-view.js';
import { BodyReader } from '../http/body-reader.js';
import { memberView } from '../members/member-view.js';
import type { Audience } from '../model/audience.js';
import type { Campaign } from '../model/campaign.js';
import { turnKnobs } from '../model/knobs.js';
import { formatTime } from '../model/timestamps.js';
import type { World } from '../model/world.js';
import { readNewAudience, readPersona } from './control-body.js';
import { ControlError } from './control-error.js';
import { actAsPersona } from './persona.js';
import { placeMembers } from './place-members.js';
import { placeOddMembers } from './place-odd-members.js';
import type { Seeding } from './seed-members.js';
import { seedMembers, takenInSeed } from './seed-members.js';

type Json = Readonly<Record<string, unknown>>;

export interface ControlPlace {
  readonly world: World;
  readonly origin: string;
  /** Told of a seeding, which is remembered as such and not member by member. */
  readonly seeded: (audience: Audience, seeding: Seeding) => void;
}

/** What the orders of members can hold. */
const mostMembers = 2_000_000;

/** Ten years, in seconds. */
const farthest = 10 * 365 * 24 * 3600;

export function audienceNamed(world: World, id: string): Audience {
  const audience = world.audiences.get(id);
  if (!audience) throw new ControlError(`No audience ${id}.`, 404);
  return audience;
}

export function postAudience({ world, origin }: ControlPlace, body: Json): Json {
  const wanted = readNewAudience(body);
  if (wanted.id !== undefined && world.audiences.has(wanted.id)) {
    throw new ControlError(`Audience ${wanted.id} is there already.`, 409);
  }
  return audienceView(world, addAudience(world, wanted), { origin, totalContacts: true });
}

/** `{count, seed}` or `{members: […]}`; answers how many there are now. */
export function postMembers(place: ControlPlace, audience: Audience, body: Json): Json {
  const before = audience.members.size;
  if (Array.isArray(body.members)) placeMembers(place.world, audience, body.members);
  else seed(place, audience, body);
  audience.stats = undefined;
  return { added: audience.members.size - before, total: audience.members.size };
}

/** `{members: […]}`, rows that the API wouldn't take; answers how many there are now. */
export function postOddMembers({ world }: ControlPlace, audience: Audience, { members }: Json): Json {
  if (!Array.isArray(members)) throw new ControlError('Give {members: […]}.');
  const before = audience.members.size;
  placeOddMembers(world, audience, members);
  audience.stats = undefined;
  return { added: audience.members.size - before, total: audience.members.size };
}

function seed({ world, seeded }: ControlPlace, audience: Audience, { count, seed: given = 1 }: Json): void {
  if (!isWhole(count) || !isWhole(given))
    throw new ControlError('Give {count, seed} as whole numbers, or {members: […]}.');
  if (audience.members.nextSeq + count > mostMembers) {
    throw new ControlError(`An audience takes at most ${mostMembers} members here.`);
  }
  const wanted = { count, seed: given, at: world.now(), from: audience.members.nextSeq, without: [] };
  const seeding: Seeding = { ...wanted, without: takenInSeed(audience, wanted) };
  seedMembers(audience, seeding);
  seeded(audience, seeding);
}

const isWhole = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;

/** Lets somebody do something; answers the member afterwards and the events that were told. */
export function postPersona({ world, origin }: ControlPlace, audience: Audience, body: Json): Json {
  const { source, ...wish } = readPersona(body);
  const events: string[] = [];
  const unlisten = world.events.subscribe(({ type }) => void events.push(type));
  try {
    const member = actAsPersona(
      { world, audience, source, ip: '203.0.113.20', skipMergeValidation: true },
      wish,
    );
    return { member: member ? memberView(audience, member, { origin, links: false }) : null, events };
  } finally {
    unlisten();
  }
}

/** Sends `{subject?}` to nobody: the traces of a campaign are there afterwards, and its event. */
export function postCampaign({ world }: ControlPlace, audience: Audience, body: Json): Json {
  const reader = new BodyReader(body);
  const subject = reader.text('subject') ?? audience.settings.campaign_defaults.subject;
  reader.finish();
  const campaign: Campaign = { id: world.nextHex(10), subject, sentAt: world.now() };
  audience.campaigns.push(campaign);
  audience.stats = undefined;
  world.events.emit({ type: 'campaign', audience, source: 'admin', at: campaign.sentAt, campaign });
  return { id: campaign.id, subject, sent_at: formatTime(campaign.sentAt), events: ['campaign'] };
}

export function clockView({ world }: ControlPlace): Json {
  return { now: formatTime(world.now()) };
}

/** `{advance_seconds}`: links expire, throttles end and retries come due as if that time had passed. */
export function postClock(place: ControlPlace, { advance_seconds: seconds }: Json): Json {
  if (typeof seconds !== 'number' || !(seconds >= 0 && seconds <= farthest))
    throw new ControlError(`Give {advance_seconds} as a number from 0 to ${farthest}.`);
  place.world.clock.advance(seconds * 1000);
  return clockView(place);
}

export function putKnobs({ world }: ControlPlace, body: Json): Json {
  const turned = turnKnobs(world.knobs, body);
  if (typeof turned === 'string') throw new ControlError(turned);
  world.knobs = turned;
  return world.knobs;
}
