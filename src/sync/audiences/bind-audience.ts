import {
  createMailingList,
  findMailingList,
  readMailingList,
  type MailingList,
} from '../../odoo/people/mailing-lists.js';
import type { AudienceRecord } from '../../store/audiences.js';
import { ConfigurationError } from '../../support/errors.js';
import type { AudienceConfig, SyncContext } from '../sync-context.js';
import { describeAudience } from './describe-audience.js';
import { recallList, rememberList, type ListBinding } from './list-binding.js';
import { listTrouble } from './list-trouble.js';
import { forgetTurn, noticeRestore } from './notice-restore.js';
import { readClaims, removeClaims, writeClaim, type ListClaim } from '../../odoo/people/list-claims.js';

export interface BoundAudience extends AudienceRecord {
  /** Why nothing but opt-outs may be brought to the list or from there; null: all is well (B51). */
  trouble: ConfigurationError | null;
  /** Whether the list is there, archived or not. */
  hasList: boolean;
}

interface Options {
  dryRun: boolean;
}

/**
 * The Odoo mailing list of an audience: the one it was bound to before, else the one named in the configuration
 * or like the audience, made when there is none (B3). For an audience that was bound none is made (B51). In a dry run
 * nothing is made, and the id may be null.
 */
export async function bindAudience(
  context: SyncContext,
  audience: AudienceConfig,
  options: Options,
): Promise<BoundAudience> {
  const known = await context.store.audiences.get(audience.id);
  const boundId = known?.mailingListId ?? null;
  if (known === null || boundId === null) return bindFirst(context, audience, known, options);
  const named = { ...audience, name: known.name };
  const { list, binding } = await boundList(context, audience.id, boundId);
  const trouble = troubleWith(named, list, binding);
  if (trouble === null && list !== null) return keepList(context, named, { known, list, binding }, options);
  const other = await chosenAnew(context, audience, binding?.name ?? list?.name ?? audience.mailing_list);
  if (other !== null) return bindTo(context, named, { known, list: other }, options);
  return { ...known, trouble, hasList: list !== null };
}

/** The list itself, as it was and as it is. */
async function boundList(
  { odoo, store }: SyncContext,
  audienceId: string,
  mailingListId: number,
): Promise<{ list: MailingList | null; binding: ListBinding | null }> {
  const [found, binding] = await Promise.all([
    readMailingList(odoo.transport, mailingListId),
    recallList(store, audienceId),
  ]);
  return { list: found !== null && isSame(found, binding) ? found : null, binding };
}

type Named = AudienceConfig & { name: string };

function troubleWith(
  { id, name, mailing_list: wanted }: Named,
  list: MailingList | null,
  binding: ListBinding | null,
): ConfigurationError | null {
  const audience = `${name} (${id})`;
  if (list === null) return listTrouble.gone(audience, binding?.name ?? wanted ?? name);
  if (!list.active) return listTrouble.archived(audience, list.name);
  if (wanted === undefined || isAlike(wanted, list.name)) return null;
  if (binding !== null && isAlike(wanted, binding.name))
    return listTrouble.renamed(audience, { was: binding.name, is: list.name });
  return listTrouble.missing(audience, { wanted, bound: list.name });
}

/** The one that was bound, and not another with its id. */
function isSame({ createdAt }: MailingList, binding: ListBinding | null): boolean {
  const then = binding?.createdAt ?? null;
  return then === null || createdAt === null || then === createdAt;
}

const isAlike = (one: string, other: string): boolean => fold(one) === fold(other);
const fold = (name: string): string => name.trim().toLowerCase();

/** What the account file names, when that isn't the name of before: somebody has decided. */
async function chosenAnew(
  { odoo }: SyncContext,
  { mailing_list: wanted }: AudienceConfig,
  before: string | undefined,
): Promise<MailingList | null> {
  if (wanted === undefined || before === undefined || isAlike(wanted, before)) return null;
  const list = await findMailingList(odoo.transport, wanted);
  return list?.active === true ? list : null;
}

async function keepList(
  context: SyncContext,
  audience: Named,
  { known, list, binding }: { known: AudienceRecord; list: MailingList; binding: ListBinding | null },
  options: Options,
): Promise<BoundAudience> {
  const { trouble, claim } = await ownList(context, audience, list, options);
  if (trouble === null && !options.dryRun) {
    const isRestored = claim !== null && (await noticeRestore(context, audience.id, claim));
    if (isRestored || binding?.name !== list.name) await rememberList(context.store, audience.id, list);
  }
  return { ...known, trouble, hasList: true };
}

async function bindFirst(
  context: SyncContext,
  audience: AudienceConfig,
  known: AudienceRecord | null,
  options: Options,
): Promise<BoundAudience> {
  const { name, data } = known ?? (await describe(context, audience.id));
  const fetchedAt = context.clock.now().toISOString();
  const record = { id: audience.id, name, mailingListId: null, data, fetchedAt };
  const wanted = audience.mailing_list ?? name;
  const there = await findMailingList(context.odoo.transport, wanted);
  if (there?.active === false) {
    const trouble = listTrouble.archived(`${name} (${audience.id})`, there.name);
    return { ...record, trouble, hasList: false };
  }
  const named = { ...audience, name };
  const claimed = there === null ? await claimedList(context, named) : null;
  if (claimed !== null) {
    const bound = await bindTo(
      context,
      named,
      { known: record, list: { ...claimed, name: wanted } },
      options,
    );
    const before = { name: wanted, createdAt: claimed.createdAt };
    return { ...bound, trouble: bound.trouble ?? troubleWith(named, claimed, before) };
  }
  if (there === null && options.dryRun) return { ...record, trouble: null, hasList: false };
  const list = there ?? (await createMailingList(context.odoo.transport, wanted));
  return bindTo(context, named, { known: record, list }, options);
}

/** The one it had before its store was lost, and somebody renamed or archived it. */
async function claimedList(context: SyncContext, audience: Named): Promise<MailingList | null> {
  const id = await claimedListId(context, audience);
  return id === null ? null : readMailingList(context.odoo.transport, id);
}

async function bindTo(
  context: SyncContext,
  audience: Named,
  { known, list }: { known: AudienceRecord; list: MailingList },
  options: Options,
): Promise<BoundAudience> {
  const { trouble } = await ownList(context, audience, list, options);
  if (trouble !== null) return { ...known, trouble, hasList: false };
  const bound = { ...known, mailingListId: list.id };
  if (!options.dryRun) {
    await context.store.transaction(async (store) => {
      await store.audiences.save(bound);
      await rememberList(store, audience.id, list);
      await forgetTurn({ store }, audience.id);
    });
    if (known.mailingListId !== null) await disownList(context, audience, known.mailingListId);
  }
  return { ...bound, trouble: null, hasList: true };
}

async function describe(context: SyncContext, audienceId: string): Promise<{ name: string; data: object }> {
  const data = await describeAudience(context.mailchimp, audienceId);
  return { name: data.name, data };
}

interface Owned {
  trouble: ConfigurationError | null;
  claim: ListClaim | null;
}

/**
 * Sees to it that no two audiences have one mailing list, of this account or of another one that works on the same Odoo
 * (B51): what other bridges have bound stands on the lists themselves.
 * @returns who has it already, as an error; null: it is this audience's, with its claim where one can be seen
 */
async function ownList(
  context: SyncContext,
  audience: AudienceConfig & { name: string },
  list: MailingList,
  { dryRun }: { dryRun: boolean },
): Promise<Owned> {
  const sibling = await siblingWith(context, audience, list);
  if (sibling !== null) return taken(audience, list, `audience ${sibling} of this account`);
  const claims = await unlessHidden(() => readClaims(context.odoo.transport, list.id));
  const { mine, others } = await sortClaims(context, audience, claims ?? []);
  const [first] = others;
  if (first !== undefined) return taken(audience, list, inWords(first));
  const [claim = null] = mine;
  if (claims === null || claim !== null || dryRun) return { trouble: null, claim };
  return claimNow(context, audience, list);
}

/** When two bridges come at the same time, the one whose claim is older has it. */
async function claimNow(
  context: SyncContext,
  audience: AudienceConfig & { name: string },
  list: MailingList,
): Promise<Owned> {
  const { transport } = context.odoo;
  const owner = { account: context.config.account, audience: audience.id, name: audience.name, turn: 0 };
  await unlessHidden(() => writeClaim(transport, list.id, owner));
  const claims = (await unlessHidden(() => readClaims(transport, list.id))) ?? [];
  const { mine, others } = await sortClaims(context, audience, claims);
  const older = others.find(({ id }) => mine.every((own) => own.id > id));
  if (older === undefined) return { trouble: null, claim: mine[0] ?? null };
  await removeClaims(transport, mine);
  return taken(audience, list, inWords(older));
}

/** The list this audience has claimed, under whatever name, as a store that was lost would know (B51); null: none. */
async function claimedListId(
  context: SyncContext,
  audience: AudienceConfig & { name: string },
): Promise<number | null> {
  const claims = (await unlessHidden(() => readClaims(context.odoo.transport, null))) ?? [];
  const { mine } = await sortClaims(context, audience, claims);
  return mine.find(({ name }) => name === audience.name)?.mailingListId ?? null;
}

/** Of an audience that has another mailing list now. */
async function disownList(
  context: SyncContext,
  audience: AudienceConfig,
  mailingListId: number,
): Promise<void> {
  const { transport } = context.odoo;
  const claims = (await unlessHidden(() => readClaims(transport, mailingListId))) ?? [];
  const { mine } = await sortClaims(context, audience, claims);
  await unlessHidden(() => removeClaims(transport, mine));
}

async function siblingWith(
  { config, store }: SyncContext,
  audience: AudienceConfig,
  list: MailingList,
): Promise<string | null> {
  for (const { id } of config.audiences) {
    if (id === audience.id) continue;
    const bound = await store.audiences.get(id);
    if (bound?.mailingListId === list.id) return `${bound.name} (${id})`;
  }
  return null;
}

/** One of an audience that this account has given up stands in nobody's way. */
async function sortClaims(
  { config, store }: SyncContext,
  audience: AudienceConfig,
  claims: readonly ListClaim[],
): Promise<{ mine: ListClaim[]; others: ListClaim[] }> {
  const [mine, others]: [ListClaim[], ListClaim[]] = [[], []];
  for (const claim of claims) {
    const isOfAccount = claim.account === config.account;
    const isConfigured = config.audiences.some(({ id }) => id === claim.audience);
    if (isOfAccount && claim.audience === audience.id) mine.push(claim);
    else if (!isOfAccount || isConfigured || (await store.audiences.get(claim.audience)) === null)
      others.push(claim);
  }
  return { mine, others };
}

/** Who may not read or write attachments can't see other bridges; that keeps no opt-out back. */
async function unlessHidden<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ConfigurationError && error.code === 'odoo.access') return null;
    throw error;
  }
}

const inWords = ({ name, audience, account }: ListClaim): string =>
  `audience ${name} (${audience}) of account ${account}`;

function taken(audience: AudienceConfig & { name: string }, list: MailingList, by: string): Owned {
  const trouble = listTrouble.taken(`${audience.name} (${audience.id})`, { list: list.name, by });
  return { trouble, claim: null };
}
