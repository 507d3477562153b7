import type { AccountConfig } from '../../config/account-config.js';
import { parseFieldSource, type FieldRule, type FieldSource } from '../../core/mapping/field-rule.js';

type Mapping = AccountConfig['audiences'][number]['merge_fields'];

const unread: FieldSource = { kind: 'path', path: '' };

/** The mapping of an audience in the core's words. */
export function fieldRules(mapping: Mapping): FieldRule[] {
  return Object.entries(mapping).map(([tag, entry]) => {
    if (typeof entry === 'string') return bothFrom(tag, parseFieldSource(entry));
    if ('constant' in entry) return bothFrom(tag, { kind: 'constant', value: entry.constant });
    const source = (path: string | undefined): FieldSource =>
      path === undefined ? unread : parseFieldSource(path);
    return {
      tag,
      contact: source(entry.contact ?? entry.field),
      customer: source(entry.customer ?? entry.field),
    };
  });
}

function bothFrom(tag: string, source: FieldSource): FieldRule {
  return { tag, contact: source, customer: source };
}
