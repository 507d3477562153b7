import { mayBeMailed } from '../../../src/consent/decide.js';
import type { Standing } from '../../../src/core/consent-ledger.js';
import type { MemberStatus } from '../../../src/core/member-status.js';
import {
  boundRows,
  inHour,
  seconds,
  type ModelMember,
  type ModelRow,
  type Truth,
  type World,
} from './world.js';

/** Something that people, servers or administrators do; null where it can't happen. */
export interface Act {
  name: string;
  after(world: World): World | null;
}

/** Everything that may happen beside the bridge, in any order. */
export const acts: readonly Act[] = [
  { name: 'an hour passes', after: inHour },
  { name: 'the person signs up by form', after: signUp },
  { name: 'the person signs up and has to confirm', after: signUpPending },
  { name: 'the person confirms', after: confirm },
  { name: 'the person unsubscribes by link', after: unsubscribe },
  { name: 'a marketer subscribes the member', after: (world) => setByMarketer(world, 'subscribed') },
  { name: 'a marketer archives the member', after: (world) => setByMarketer(world, 'archived') },
  { name: 'the address bounces', after: bounce },
  { name: 'the member is deleted for good', after: deleteMember },
  { name: 'a contact is made, opted in', after: (world) => addContact(world, false) },
  { name: 'a contact is made, opted out', after: (world) => addContact(world, true) },
  { name: 'the first contact is opted out', after: (world) => toggle(world, 0, true) },
  { name: 'the first contact is opted in', after: (world) => toggle(world, 0, false) },
  { name: 'the second contact is opted out', after: (world) => toggle(world, 1, true) },
  { name: 'the second contact is opted in', after: (world) => toggle(world, 1, false) },
  { name: 'the first contact is deleted', after: deleteContact },
  { name: 'the first contact is put on the other list', after: addToOtherList },
  { name: 'the first contact is locked or unlocked', after: lock },
  { name: 'the address is put on the blacklist', after: (world) => setBlacklisted(world, true) },
  { name: 'the address leaves the blacklist', after: (world) => setBlacklisted(world, false) },
  { name: 'the audience is bound to the other list', after: rebind },
  { name: 'the store is lost', after: loseStore },
  { name: 'Odoo is backed up', after: backUp },
  { name: 'Odoo is restored from the backup', after: restore },
];

function changed(world: World, member: ModelMember | null, truth: Truth = world.truth): World {
  const hasLeft = truth.hasLeft && member?.status === 'cleaned';
  return { ...world, member, listed: world.member, truth: { ...truth, isReopened: false, hasLeft } };
}

/** An act of the person's own: it lifts every opt-out that was made before it. */
function lifted(world: World): Truth {
  return { ...world.truth, outRows: [], isOutWithoutRow: false, isTakenOut: false };
}

function signUp(world: World): World | null {
  const { member, now, isForgotten } = world;
  if (member !== null && mayBeMailed(member.status)) return null;
  const next = { status: 'subscribed', signedUpAt: now, optedInAt: now, lastChanged: now } as const;
  return { ...changed(world, next, lifted(world)), isForgotten: isForgotten && false };
}

function signUpPending(world: World): World | null {
  const { member, now } = world;
  if (member !== null && mayBeMailed(member.status)) return null;
  const optedInAt = member?.optedInAt ?? null;
  const signedUpAt = member?.signedUpAt ?? null;
  return changed(world, { status: 'pending', signedUpAt, optedInAt, lastChanged: now });
}

function confirm(world: World): World | null {
  const { member, now } = world;
  if (member?.status !== 'pending') return null;
  const next = { ...member, status: 'subscribed', optedInAt: now, lastChanged: now } as const;
  return changed(world, next, lifted(world));
}

/** The link is in campaigns, which who has not confirmed never gets. */
function unsubscribe(world: World): World | null {
  const { member, now } = world;
  if (member?.status !== 'subscribed') return null;
  return changed(world, { ...member, status: 'unsubscribed', lastChanged: now });
}

function setByMarketer(world: World, status: MemberStatus): World | null {
  const { member, now } = world;
  if (member === null || member.status === status) return null;
  if (status !== 'subscribed' && !mayBeMailed(member.status) && member.status !== 'unsubscribed') return null;
  // In place of a confirmation that the bridge waits for, or that MailChimp does, it looks the same as one: nobody can tell.
  const awaited = [member.status, world.ledger?.status];
  if (status === 'subscribed' && awaited.includes('pending')) return null;
  // MailChimp dates whatever subscribes somebody as an opt-in (mailchimp-api §5.4).
  const optedInAt = status === 'subscribed' ? now : member.optedInAt;
  return changed(world, { ...member, status, optedInAt, lastChanged: now });
}

/** Who has unsubscribed since the bridge has last seen them in, or bounced, looks the same as who has not: nobody can tell. */
function bounce(world: World): World | null {
  const next = setByMarketer(world, 'cleaned');
  if (next === null) return null;
  const wasSeenIn = world.ledger?.status === 'subscribed' || world.ledger?.bounced === true;
  return { ...next, truth: { ...next.truth, hasLeft: world.member?.status !== 'subscribed' && !wasSeenIn } };
}

function deleteMember(world: World): World | null {
  return world.member === null ? null : { ...changed(world, null), listed: null, isForgotten: true };
}

function addContact(world: World, out: boolean): World | null {
  if (boundRows(world).length > 1 || world.rows.length > 2) return null;
  const id = nextId(world);
  const row: ModelRow = {
    id,
    contactId: id + 1,
    list: world.boundTo,
    out,
    outAt: out ? world.now : null,
    writtenAt: world.now,
    isMirror: false,
    isLocked: false,
  };
  const truth = { ...world.truth, isTakenOut: false };
  return { ...world, rows: [...world.rows, row], truth: out ? withOut(truth, id) : truth };
}

export function nextId({ rows, backup, ledger, truth, run }: World): number {
  const all = [...rows, ...(backup ?? []), ...(run?.rows ?? [])].flatMap(({ id, contactId }) => [
    id,
    contactId,
  ]);
  const known = (ledger?.rows ?? []).flatMap(({ subscriptionId, contactId }) => [
    subscriptionId ?? 0,
    contactId,
  ]);
  return Math.max(0, ...all, ...known, ...truth.outRows) + 1;
}

function withOut(truth: Truth, id: number): Truth {
  return { ...truth, outRows: [...truth.outRows.filter((one) => one !== id), id], isReopened: false };
}

function toggle(world: World, index: number, out: boolean): World | null {
  const row = boundRows(world)[index];
  if (row?.out !== !out) return null;
  const { now } = world;
  const isMirror = out && isRecordedAs(world, row, 'mirror') && !isLaterThanKnown(world, row);
  const next = { ...row, out, outAt: out ? now : null, writtenAt: now, isMirror };
  const rows = world.rows.map((one) => (one.id === row.id ? next : one));
  if (isMirror) return { ...world, rows, truth: { ...world.truth, isReopened: false } };
  if (out) return { ...world, rows, truth: withOut(world.truth, row.id) };
  const outRows = world.truth.outRows.filter((id) => id !== row.id);
  const isAllIn = boundRows({ ...world, rows }).every((one) => !one.out);
  const wasSeenOut = boundRows(world).some((one) => isRecordedOut(world, one));
  const isReopened = isAllIn && outRows.length === 0 && wasSeenOut && isHeld(world);
  return {
    ...world,
    rows,
    truth: { ...world.truth, outRows, isReopened: world.truth.isReopened || isReopened },
  };
}

/** Opted in and out again between two looks of the bridge, a mirror still looks like one: nobody can tell it from one. */
function isRecordedAs({ ledger }: World, row: ModelRow, standing: Standing): boolean {
  const known = ledger?.rows.find(
    ({ contactId, mailingListId }) => contactId === row.contactId && mailingListId === row.list,
  );
  return known?.standing === standing;
}

/** Odoo dates an opt-out: a later one is another. */
function isLaterThanKnown({ ledger, now }: World, row: ModelRow): boolean {
  const known = ledger?.rows.find(({ subscriptionId }) => subscriptionId === row.id);
  const date = seconds(known?.optedOutAt ?? null);
  return date !== null && now > date;
}

/** The bridge has written down that this very subscription was opted out; what came and went unseen counts for nothing. */
function isRecordedOut({ ledger }: World, row: ModelRow): boolean {
  return ledger?.rows.some((known) => known.subscriptionId === row.id && known.standing !== 'in') ?? false;
}

function isHeld({ member }: World): boolean {
  return member !== null && !mayBeMailed(member.status) && member.status !== 'cleaned';
}

function deleteContact(world: World): World | null {
  const row = boundRows(world)[0];
  if (row === undefined) return null;
  const rows = world.rows.filter(({ contactId }) => contactId !== row.contactId);
  const next = { ...world, rows };
  const isTakenOut = boundRows(next).length === 0 && isKnownOnList(world) && !hasUnseenAct(world);
  const truth = withoutInvisible(next);
  return { ...next, truth: { ...truth, isTakenOut: truth.isTakenOut || isTakenOut } };
}

const isKnownOnList = ({ ledger, boundTo }: World): boolean =>
  ledger?.rows.some(({ mailingListId }) => mailingListId === boundTo) ?? false;

/** An act of the person's that the bridge has not seen before the removal looks the same as one that came after it. */
function hasUnseenAct({ member, ledger }: World): boolean {
  if (member === null || ledger === null) return false;
  const isConfirmed = ledger.status === 'pending' && member.optedInAt !== seconds(ledger.optedInAt);
  return isConfirmed || member.signedUpAt !== seconds(ledger.signedUpAt);
}

/** Of opt-outs that can't be seen any more, only those count that the bridge has written down. */
function withoutInvisible(world: World): Truth {
  const { truth, ledger } = world;
  const isRecorded = (id: number): boolean =>
    ledger?.rows.some((row) => row.subscriptionId === id && row.standing === 'own') ?? false;
  const isVisible = (id: number): boolean =>
    boundRows(world).some((row) => row.id === id && (row.out || isRecorded(id)));
  const lost = truth.outRows.filter((id) => !isVisible(id));
  return {
    outRows: truth.outRows.filter((id) => isVisible(id)),
    isOutWithoutRow: truth.isOutWithoutRow || lost.some(isRecorded),
    isReopened: false,
    isTakenOut: truth.isTakenOut,
    hasLeft: truth.hasLeft,
  };
}

function addToOtherList(world: World): World | null {
  const row = boundRows(world)[0];
  if (row === undefined || world.rows.some(({ list }) => list !== world.boundTo)) return null;
  const list = world.boundTo === 1 ? 2 : 1;
  const { now: writtenAt } = world;
  const added = {
    ...row,
    id: nextId(world),
    list,
    out: false,
    outAt: null,
    writtenAt,
    isMirror: false,
  } as const;
  return { ...world, rows: [...world.rows, added] };
}

function lock(world: World): World | null {
  const row = boundRows(world)[0];
  if (row === undefined) return null;
  const isLocked = !row.isLocked;
  return { ...world, rows: world.rows.map((one) => (one.id === row.id ? { ...row, isLocked } : one)) };
}

function setBlacklisted(world: World, isBlacklisted: boolean): World | null {
  if (world.isBlacklisted === isBlacklisted) return null;
  // Leaving it is no opt-in, and takes none back; while it stands, nobody may be asked.
  return { ...world, isBlacklisted };
}

/** A run goes by what the audience was bound to when it began; there and back between two of them is nothing. */
function rebind(world: World): World | null {
  if (world.run !== null || world.isRebound) return null;
  const next = { ...world, boundTo: world.boundTo === 1 ? 2 : 1, isRebound: true } as const;
  return { ...next, truth: { ...withoutInvisible(next), isTakenOut: false } };
}

/** What the bridge alone knew is gone: what stands on the two sides still counts. */
function loseStore(world: World): World | null {
  if (world.ledger === null) return null;
  const truth = withoutInvisible({ ...world, ledger: null });
  return {
    ...world,
    ledger: null,
    run: null,
    truth: { ...truth, isOutWithoutRow: false, isTakenOut: false },
  };
}

function backUp(world: World): World | null {
  return world.backup === null && world.rows.length > 0 ? { ...world, backup: world.rows } : null;
}

/** The bridge notices that its Odoo has fallen back, and nothing known of it counts any more (B52). */
function restore(world: World): World | null {
  const { backup: rows } = world;
  if (rows === null) return null;
  const back = { ...world, rows, backup: null, ledger: null, run: null };
  const truth = withoutInvisible(back);
  const outAgain = boundRows(back).filter(({ out, isMirror }) => out && !isMirror);
  const outRows = [...new Set([...truth.outRows, ...outAgain.map(({ id }) => id)])];
  return { ...back, truth: { ...truth, outRows, isOutWithoutRow: false, isTakenOut: false } };
}
