import type { MemberRecord } from '../model/member-record.js';
import type { Segment } from '../model/segment.js';

interface Condition {
  field?: unknown;
  op?: unknown;
  value?: unknown;
}

/** Whether a member belongs to a segment: it wears the tag, or it answers the saved question. */
export function inSegment(segment: Segment, member: MemberRecord): boolean {
  if (segment.type === 'static') return segment.members.has(member.seq);
  const conditions = (segment.options?.conditions ?? []) as Condition[];
  const test = (condition: Condition): boolean => holds(condition, member);
  return segment.options?.match === 'any' ? conditions.some(test) : conditions.every(test);
}

/** Text conditions on merge fields and the address, and tags; others hold for nobody. */
function holds({ field, op, value }: Condition, member: MemberRecord): boolean {
  if (field === 'static_segment') {
    const wears = member.tags?.has(Number(value)) ?? false;
    return op === 'static_not' ? !wears : wears;
  }
  const actual = textOf(member, String(field)).toLowerCase();
  const wanted = (typeof value === 'string' || typeof value === 'number' ? String(value) : '').toLowerCase();
  return typeof op === 'string' && (comparisons[op]?.(actual, wanted) ?? false);
}

function textOf(member: MemberRecord, field: string): string {
  if (field === 'EMAIL' || field === 'merge0') return member.email;
  const value = member.merges[field];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

const comparisons: Readonly<Record<string, (actual: string, wanted: string) => boolean>> = {
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
