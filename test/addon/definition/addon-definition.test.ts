import { describe, expect, it } from '@jest/globals';
import { addonDefinition } from '../../../src/addon/definition/addon-definition.js';
import { addonModule, textOf, type AddonItem } from '../../../src/addon/definition/addon-item.js';
import { referencesOf } from '../../../src/addon/engine/references-of.js';
import { factsOf14, factsOf15, factsOf17, factsOf19 } from './some-facts.js';

const noPoke = { pokeUrl: null };
const texts = (items: readonly AddonItem[], field: string) =>
  items.map(({ values }) => textOf(values[field])).join('\n');

describe.each([
  ['14', factsOf14],
  ['17', factsOf17],
  ['19', factsOf19],
])('the definition for an Odoo like %s', (version, facts) => {
  const definition = addonDefinition(facts, noPoke);

  it('has every name once', () => {
    const names = definition.map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
  });

  it('makes what is referred to before what refers to it', () => {
    const made = new Set<string>();
    const early: string[] = [];
    for (const item of definition) {
      const own = referencesOf(item).filter((xmlId) => xmlId.startsWith(`${addonModule}.`));
      early.push(...own.filter((xmlId) => !made.has(xmlId)));
      made.add(`${addonModule}.${item.name}`);
    }

    expect(early).toEqual([]);
  });

  it('makes the actions of buttons before the views they are in', () => {
    const made = new Set<string>();
    const early: string[] = [];
    for (const { name, values } of definition) {
      const buttons = textOf(values.arch).matchAll(/name="__odoo_mailchimp__\.(\w+)"/gu);
      early.push(...[...buttons].map(([, action = '']) => action).filter((action) => !made.has(action)));
      made.add(name);
    }

    expect(early).toEqual([]);
  });

  it('writes conditions and lists in one way only', () => {
    const arch = texts(definition, 'arch');

    expect(arch.includes(' attrs=')).toBe(version === '14');
    expect(arch.includes(version === '19' ? '<tree' : '<list')).toBe(false);
  });

  it('gives every own model access rights, and normal users none', () => {
    const models = definition
      .filter(({ kind }) => kind === 'ir.model')
      .map(({ values }) => textOf(values.model));
    const access = definition.filter(({ kind }) => kind === 'ir.model.access');
    const guarded = access.map(({ values }) => textOf(values.name).split(' ')[0]);

    expect(models.filter((model) => !guarded.includes(model))).toEqual([]);
    expect(access.filter(({ values }) => values.group_id === undefined)).toEqual([]);
  });

  it('lets no server action be run by everybody', () => {
    const open = definition.filter(
      ({ kind, values }) => kind === 'ir.actions.server' && !Array.isArray(values[facts.groups]),
    );

    expect(open).toEqual([]);
  });

  it('has no code that evaluates a text', () => {
    const code = `${texts(definition, 'code')}\n${texts(definition, 'compute')}`;

    expect(code).not.toMatch(/\beval\b|\bexec\b|safe_eval|\bcr\.execute\b|\bcompile\b|getattr/u);
  });
});

describe('the address Odoo calls', () => {
  const pokeUrl = 'https://bridge.example.org/poke';

  it('is an action of its own where Odoo can do it', () => {
    const [poke] = addonDefinition(factsOf19, { pokeUrl }).filter(({ name }) => name === 'action_poke');

    expect(poke?.values).toMatchObject({ state: 'webhook', webhook_url: pokeUrl });
  });

  it('is nothing before 17.0', () => {
    const names = addonDefinition(factsOf14, { pokeUrl }).map(({ name }) => name);

    expect(names).not.toContain('action_poke');
  });
});

describe('what server code says to a user’s screen', () => {
  const said = (facts: typeof factsOf14) => texts(addonDefinition(facts, noPoke), 'code');

  it.each([
    ['14', factsOf14, 'sendone((env.cr.dbname'],
    ['15', factsOf15, '_sendone(user.partner_id'],
  ])('B58: a success is a warning for %s, which shows everything else in red', (_version, facts, call) => {
    expect(said(facts)).toContain(call);
    expect(said(facts)).toContain("'sticky': not done, 'warning': done}");
    expect(said(facts)).not.toContain("'type': 'success' if done else 'danger'");
  });

  it.each([
    ['17', factsOf17],
    ['19', factsOf19],
  ])('B58: a success is one for %s, without the warning that would go before it', (_version, facts) => {
    expect(said(facts)).toContain("'type': 'success' if done else 'danger'");
    expect(said(facts)).not.toContain("'warning': done");
  });
});
