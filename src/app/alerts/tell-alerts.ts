import type { AccountConfig } from '../../config/account-config.js';
import type { AlertState } from '../../store/alert-states.js';
import type { Store } from '../../store/store.js';
import type { Clock } from '../../support/clock.js';
import { errorInWords } from '../../support/error-in-words.js';
import { BridgeError } from '../../support/errors.js';
import { maskEmails } from '../../support/redact.js';
import { toMinute } from '../../support/utc-text.js';
import {
  channelKey,
  channelName,
  sendAlert,
  type AlertChannel,
  type AlertText,
  type ChannelDeps,
} from './alert-channel.js';
import { nextState, type Alert, type Problem } from './alert-state.js';

/** How something was found by a run. */
export interface Observation {
  /** `account`, `runs`, or the id of an audience. */
  subject: string;
  /** For people. */
  name: string;
  /** Null: all is well. */
  problem: Problem | null;
}

export interface AlertDeps extends ChannelDeps {
  config: AccountConfig;
  store: Pick<Store, 'alertStates'>;
  clock: Clock;
}

/**
 * Tells every channel what has changed for the worse or the better since it was last told, in one message (B65). What is
 * told is written down when the channel has taken it, so that one that is out of order is told by a later run.
 * @returns why channels could not be told, in words
 */
export async function tellAlerts(deps: AlertDeps, observed: readonly Observation[]): Promise<string[]> {
  const failed: string[] = [];
  for (const channel of deps.config.alerts ?? []) {
    const error = await tellChannel(deps, channel, observed);
    if (error !== null) failed.push(`the ${channelName(channel)} was not told: ${errorInWords(error)}`);
  }
  return failed;
}

interface Change {
  subject: string;
  line: string;
  alert: Alert;
  next: AlertState | null;
}

async function tellChannel(
  deps: AlertDeps,
  channel: AlertChannel,
  observed: readonly Observation[],
): Promise<BridgeError | null> {
  const { store, config } = deps;
  const key = channelKey(channel);
  const changes: Change[] = [];
  for (const one of observed) {
    const change = await changeOf(deps, key, one);
    if (change !== null) changes.push(change);
  }
  if (changes.length === 0) return null;
  const error = await trySend(channel, textOf(config.account, changes), deps);
  if (error !== null) return error;
  for (const { subject, next } of changes) await store.alertStates.set(key, subject, next);
  return null;
}

/** What has to be told stays as it was until it is; all else is written down. */
async function changeOf(
  { store, clock }: AlertDeps,
  key: string,
  { subject, name, problem }: Observation,
): Promise<Change | null> {
  const now = clock.now().toISOString();
  const known = await store.alertStates.get(key, subject);
  const { next, alert } = nextState(known, problem, now);
  if (alert === null) {
    if (known !== null || next !== null) await store.alertStates.set(key, subject, next);
    return null;
  }
  const told = next === null ? null : { ...next, told: problem?.code ?? null };
  return { subject, line: lineOf(name, problem, known?.since ?? now), alert, next: told };
}

/** @returns why the channel has not taken it; null: it has */
async function trySend(
  channel: AlertChannel,
  alert: AlertText,
  deps: ChannelDeps,
): Promise<BridgeError | null> {
  try {
    await sendAlert(channel, alert, deps);
    return null;
  } catch (error) {
    if (error instanceof BridgeError) return error;
    throw error;
  }
}

function lineOf(name: string, problem: Problem | null, since: string): string {
  const when = `${toMinute(since)} UTC`;
  if (problem === null) return `${name} is kept in step again. It was not since ${when}.`;
  const { message, code, hint } = problem;
  const what = `${name} is not kept in step, since ${when}: ${maskEmails(message)} (${code}).`;
  return hint === null ? what : `${what} What to do: ${maskEmails(hint)}`;
}

function textOf(account: string, changes: readonly Change[]): AlertText {
  const isGood = changes.every(({ alert }) => alert === 'working');
  const subject = `MailChimp bridge, account ${account}: ${isGood ? 'works again' : 'needs attention'}`;
  return { subject, text: [subject, ...changes.map(({ line }) => line)].join('\n'), isGood };
}

/** Sends one to every channel, to see whether it arrives. @returns for each what became of it; null: it was taken */
export async function testAlerts(deps: AlertDeps): Promise<{ channel: string; error: BridgeError | null }[]> {
  const { account, alerts = [] } = deps.config;
  const subject = `MailChimp bridge, account ${account}: a test`;
  const text = `${subject}\nThis is what an alert of the bridge looks like. Nothing is wrong.`;
  const results: { channel: string; error: BridgeError | null }[] = [];
  for (const channel of alerts) {
    const error = await trySend(channel, { subject, text, isGood: false }, deps);
    results.push({ channel: channelName(channel), error });
  }
  return results;
}
