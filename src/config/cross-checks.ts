import { objectTypes } from '../objects/registry.js';
import { nameOf } from './list-options.js';
import type { Problem } from './problem.js';
import type { Expanded } from './expand-variables.js';
import type { YamlSource } from './read-yaml.js';
import type { Path } from './yaml-nodes.js';

/** What can only be seen when several keys are taken together; looks at values that may be wrong otherwise. */
export function crossChecks(yaml: YamlSource, expanded: Expanded): Problem[] {
  const at = (path: Path): unknown =>
    path.reduce<unknown>((value, step) => (isMapping(value) ? value[step] : undefined), expanded.value);
  const file: File = { yaml, at, isKnown: (path) => !expanded.unknown.has(nameOf(path)) };
  return [...odooChecks(file), ...mailchimpChecks(file), ...memberChecks(file), ...audienceChecks(file)];
}

interface File {
  yaml: YamlSource;
  at(path: Path): unknown;
  isKnown(path: Path): boolean;
}

function odooChecks({ yaml, at }: File): Problem[] {
  const [odoo, key] = [at(['odoo']), at(['odoo', 'api_key'])];
  if (!isMapping(odoo)) return [];
  if (key === undefined && odoo.password === undefined)
    return [
      yaml.problemAtKey(['odoo'], 'odoo has no password and no api_key — write password: ${ODOO_PASSWORD}'),
    ];
  if (key === undefined && odoo.protocol === 'json2')
    return [
      yaml.problemAt(
        ['odoo', 'protocol'],
        'json2 needs an API key — write api_key: ${ODOO_API_KEY} under odoo',
      ),
    ];
  if (odoo.basic_auth !== undefined && odoo.protocol === 'json2')
    return [
      yaml.problemAt(
        ['odoo', 'protocol'],
        'json2 sends the API key where basic_auth belongs — write auto, jsonrpc or xmlrpc, which take the API key too',
      ),
    ];
  return [];
}

function mailchimpChecks({ yaml, at, isKnown }: File): Problem[] {
  const path = ['mailchimp', 'api_key'];
  const key = at(path);
  if (typeof key !== 'string' || !isKnown(path) || at(['mailchimp', 'base_url']) !== undefined) return [];
  if (/-[a-z]+\d+$/u.test(key)) return [];
  return [
    yaml.problemAt(
      path,
      'the key names no data centre — copy it whole, with the part after the dash (…-us6)',
    ),
  ];
}

function memberChecks({ yaml, at }: File): Problem[] {
  const path = ['member_options', 'auto_create_customer'];
  if (at(path) !== true || at(['member_options', 'auto_create_member']) !== false) return [];
  return [
    yaml.problemAt(
      path,
      'auto_create_customer needs auto_create_member — set that to true, or this to false',
    ),
  ];
}

function audienceChecks(file: File): Problem[] {
  const audiences = file.at(['audiences']);
  if (!Array.isArray(audiences)) return [];
  return [
    ...repeated(file, audiences.length, 'id', 'name each audience once'),
    ...repeated(file, audiences.length, 'mailing_list', 'give each audience a mailing list of its own'),
    ...audiences.flatMap((_, index) => mappingChecks(file, ['audiences', index])),
  ];
}

function repeated({ yaml, at, isKnown }: File, count: number, key: string, advice: string): Problem[] {
  const seen = new Map<string, string>();
  return Array.from({ length: count }, (_, index) => ['audiences', index, key]).flatMap((path) => {
    const value = at(path);
    if (typeof value !== 'string' || !isKnown(path)) return [];
    const same = value.trim().toLowerCase();
    const first = seen.get(same);
    if (first === undefined) seen.set(same, nameOf(path));
    return first === undefined
      ? []
      : [yaml.problemAt(path, `${nameOf(path)} is the same as ${first} — ${advice}`)];
  });
}

const usualPlaces = objectTypes.flatMap(({ app, key }) => (app === null ? `${key}:` : [])).join(', ');

/** An entry in its long form says where the value lives. */
function mappingChecks({ yaml, at }: File, audience: Path): Problem[] {
  return ['merge_fields', 'interests', 'marketing_permissions'].flatMap((key) => {
    const entries = at([...audience, key]);
    if (!isMapping(entries)) return [];
    const placeless = Object.keys(entries).filter((name) => isPlaceless(entries[name]));
    const wanted = key === 'merge_fields' ? 'field:' : `${usualPlaces} or category:`;
    return placeless.map((name) => {
      const path = [...audience, key, name];
      return yaml.problemAtKey(path, `${nameOf(path)} names no place in Odoo — add ${wanted}`);
    });
  });
}

/** A mapping in which there is nothing but how the value is treated; a misspelt place is a problem already. */
function isPlaceless(entry: unknown): boolean {
  if (!isMapping(entry) || Array.isArray(entry)) return false;
  return Object.keys(entry).every((key) => entry[key] === undefined || ['owner', 'blank'].includes(key));
}

function isMapping(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null;
}
