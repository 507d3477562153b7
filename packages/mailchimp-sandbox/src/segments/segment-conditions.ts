import type { MemberRecord } from '../model/member-record.js';
import type { Segment } from '../model/segment.js';

type Condition = Readonly<Record<string, unknown>>;

/** Whether a member belongs to a segment: it wears the tag, or it answers the saved question. */
export function inSegment(segment: Segment, member: MemberRecord): boolean {
  if (segment.type === 'static') return segment.members.has(member.seq);
  const conditions = segment.options?.conditions ?? [];
  const test = (condition: Condition): boolean => holds(condition, member);
  return segment.options?.match === 'any' ? conditions.some(test) : conditions.every(test);
}

/** Text conditions on merge fields and the address, and tags; others hold for nobody. */
function holds({ field, op, value }: Condition, member: MemberRecord): boolean {
  const wanted = plainText(value);
  if (field === 'static_segment') {
    const wears = member.tags?.has(Number(wanted)) ?? false;
    return op === 'static_not' ? !wears : wears;
  }
  const compare = typeof op === 'string' && Object.hasOwn(comparisons, op) ? comparisons[op] : undefined;
  return compare?.(textOf(member, plainText(field)).toLowerCase(), wanted.toLowerCase()) ?? false;
}

const plainText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

function textOf(member: MemberRecord, field: string): string {
  if (field === 'EMAIL' || field === 'merge0') return member.email;
  return Object.hasOwn(member.merges, field) ? plainText(member.merges[field]) : '';
}

type Compare = (actual: string, wanted: string) => boolean;

const comparisons: Readonly<Record<string, Compare>> = {
  is: (actual, wanted) => actual === wanted,
  not: (actual, wanted) => actual !== wanted,
  contains: (actual, wanted) => actual.includes(wanted),
  notcontain: (actual, wanted) => !actual.includes(wanted),
  starts: (actual, wanted) => actual.startsWith(wanted),
  ends: (actual, wanted) => actual.endsWith(wanted),
  greater: (actual, wanted) => Number(actual) > Number(wanted),
  less: (actual, wanted) => Number(actual) < Number(wanted),
  blank: (actual) => actual === '',
  blank_not: (actual) => actual !== '',
};
