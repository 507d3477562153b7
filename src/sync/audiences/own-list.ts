import type { MailingList } from '../../odoo/people/mailing-lists.js';
import { readClaims, removeClaims, writeClaim, type ListClaim } from '../../odoo/people/list-claims.js';
import { ConfigurationError } from '../../support/errors.js';
import type { AudienceConfig, SyncContext } from '../sync-context.js';
import { listTrouble } from './list-trouble.js';

interface Owned {
  trouble: ConfigurationError | null;
  claim: ListClaim | null;
}

/**
 * Sees to it that no two audiences have one mailing list, of this account or of another one that works on the same Odoo
 * (B51): what other bridges have bound stands on the lists themselves.
 * @returns who has it already, as an error; null: it is this audience's, with its claim where one can be seen
 */
export async function ownList(
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
export async function claimedListId(
  context: SyncContext,
  audience: AudienceConfig & { name: string },
): Promise<number | null> {
  const claims = (await unlessHidden(() => readClaims(context.odoo.transport, null))) ?? [];
  const { mine } = await sortClaims(context, audience, claims);
  return mine.find(({ name }) => name === audience.name)?.mailingListId ?? null;
}

/** Of an audience that has another mailing list now. */
export async function disownList(
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
