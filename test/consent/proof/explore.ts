import { createHash } from 'node:crypto';
import { mayBeMailed } from '../../../src/consent/decide.js';
import { acts } from './acts.js';
import { bridgeSteps, importContact, wholeRun, type Rules } from './bridge.js';
import { boundRows, emptyWorld, inSecond, keyOf, type World } from './world.js';

export interface Found {
  rule: string;
  /** What led to it, in order. */
  story: string[];
}

export interface Explored {
  states: number;
  transitions: number;
  depth: number;
  /** The shortest story of each rule that was broken. */
  found: Found[];
}

/** 96 bits: enough that among some ten millions no two are the same. */
const shortKey = (world: World): string =>
  createHash('sha1').update(keyOf(world)).digest('base64').slice(0, 16);

export interface Bounds {
  depth: number;
  /** No more than about so many. */
  transitions?: number;
  /** Ends when a rule was found broken. */
  first?: boolean;
  /** Called after each depth. */
  progress?(reached: Omit<Explored, 'found'>): void;
}

interface Node {
  /** Forgotten when it has been worked on: what is kept is the story. */
  world: World | null;
  before: Node | null;
  by: string;
}

/**
 * Plays every sequence of acts and steps of the bridge up to a depth, each state once, breadth first, and holds the
 * rules of consent against every step (B24, B25, B46).
 */
export function explore(rules: Rules, bounds: Bounds): Explored {
  const seen = new Set([shortKey(emptyWorld)]);
  const found = new Map<string, Found>();
  let front: Node[] = [{ world: emptyWorld, before: null, by: 'nothing' }];
  let [transitions, depth] = [0, 0];
  const most = bounds.transitions ?? Infinity;
  const isOver = (): boolean => transitions >= most || (bounds.first === true && found.size > 0);
  while (front.length > 0 && depth < bounds.depth && !isOver()) {
    depth += 1;
    const isLast = depth === bounds.depth;
    const next: Node[] = [];
    for (const node of front) {
      const { world } = node;
      node.world = null;
      if (world === null) continue;
      for (const step of stepsOf(world, rules)) {
        transitions += 1;
        for (const rule of step.wrong) note(found, rule, node, step.name);
        const key = shortKey(step.world);
        if (seen.has(key)) continue;
        seen.add(key);
        // Of the last depth nothing is played on.
        if (!isLast) next.push({ world: step.world, before: node, by: step.name });
      }
      if (isOver()) break;
    }
    front = next;
    bounds.progress?.({ states: seen.size, transitions, depth });
  }
  return { states: seen.size, transitions, depth, found: [...found.values()] };
}

interface Step {
  name: string;
  world: World;
  wrong: string[];
}

function* stepsOf(before: World, rules: Rules): Generator<Step> {
  const world = inSecond(before);
  for (const act of acts) {
    const after = act.after(world);
    if (after !== null) yield { name: act.name, world: disturbed(after), wrong: [] };
  }
  for (const { name, world: after, wrong } of bridgeSteps(world, rules))
    yield { name, world: after, wrong: wrong === null ? [] : [wrong] };
  const made = importContact(world, rules);
  if (made !== null) yield { ...made, wrong: made.wrong === null ? [] : [made.wrong] };
  if (world.run === null) yield complete(world, rules);
}

const disturbed = (world: World): World =>
  world.run === null ? world : { ...world, run: { ...world.run, isUndisturbed: false } };

/** One complete run: then every opt-out is on both sides, and a second one writes nothing. */
function complete(world: World, rules: Rules): Step {
  const { world: after, wrong } = wholeRun(world, rules);
  const again = wholeRun(after, rules);
  const isLocked = boundRows(after).some((row) => row.isLocked);
  const broken = [
    ...wrong,
    ...(isLocked ? [] : [...differences(after), ...again.writes.map((write) => `a second run ${write}`)]),
  ];
  return { name: 'a whole run', world: after, wrong: broken };
}

function differences(world: World): string[] {
  const { member, truth, isBlacklisted } = world;
  const isOut = truth.outRows.length > 0 || truth.isOutWithoutRow || isBlacklisted;
  const isMailed = mayBeMailed(member?.status ?? null);
  const isOpen = boundRows(world).some(({ out }) => !out);
  const isHeld = member !== null && !isMailed && (!truth.isReopened || isBlacklisted);
  return [
    ...(isOut && isMailed ? ['an opt-out of Odoo is not in MailChimp'] : []),
    ...(isOut && isOpen && member !== null ? ['an opt-out of Odoo is not on every contact'] : []),
    ...(isHeld && isOpen ? ['an opt-out of MailChimp is not in Odoo'] : []),
  ];
}

function note(found: Map<string, Found>, rule: string, node: Node, last: string): void {
  if (found.has(rule)) return;
  const story = [last];
  for (let one = node; one.before !== null; one = one.before) story.unshift(one.by);
  found.set(rule, { rule, story });
}
