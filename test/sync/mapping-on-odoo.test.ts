import { describe, expect, it } from '@jest/globals';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { openWorld, type World } from '../support/world/open-world.js';

const names = { FNAME: 'name.first', LNAME: 'name.last' };

const address = {
  addr1: '1 Market Street',
  addr2: 'Floor 2',
  city: 'San Francisco',
  state: 'CA',
  zip: '94105',
  country: 'US',
};

describeOdoo('the mapping of merge fields', (odoo) => {
  everyType(odoo);
  addresses(odoo);
  owners(odoo);
  flags(odoo);
  mistakes(odoo);
});

/** A world whose audience has these merge fields besides the usual ones. */
async function worldWith(
  odoo: TestOdoo,
  fields: object[],
  audience: object,
  more: object = {},
): Promise<World> {
  const usual = [
    { tag: 'FNAME', name: 'First Name', type: 'text' },
    { tag: 'LNAME', name: 'Last Name', type: 'text' },
  ];
  return openWorld(odoo, { ...more, audience, mergeFields: [...usual, ...fields] });
}

function everyType(odoo: TestOdoo): void {
  const fields = [
    { tag: 'PHONE', name: 'Phone', type: 'phone' },
    { tag: 'SITE', name: 'Site', type: 'url' },
    { tag: 'SCORE', name: 'Score', type: 'number' },
    { tag: 'SINCE', name: 'Since', type: 'date' },
    { tag: 'BIRTH', name: 'Birthday', type: 'birthday' },
    { tag: 'KIND', name: 'Kind', type: 'dropdown', options: { choices: ['Yes', 'No'] } },
    { tag: 'ZIPCODE', name: 'ZIP', type: 'zip' },
    { tag: 'COUNTRY', name: 'Country', type: 'text' },
    { tag: 'COMPANY', name: 'Company', type: 'text' },
    { tag: 'FROM', name: 'From', type: 'text' },
  ];
  const mapping = {
    ...names,
    PHONE: 'phone',
    SITE: 'website',
    SCORE: 'color',
    SINCE: { field: 'x_since' },
    BIRTH: { field: 'x_since', owner: 'odoo' },
    KIND: 'is_company',
    ZIPCODE: 'zip',
    COUNTRY: 'country_id.code',
    COMPANY: { contact: 'company_name', customer: 'parent_id.name', owner: 'odoo' },
    FROM: { constant: 'Odoo' },
  };

  it('B4: every type goes out, from the contact and from the customer', async () => {
    await using world = await worldWith(odoo, fields, { merge_fields: mapping });
    await addSince(world);
    const email = 'all.types@oakline-farm.com';
    const [portugal] = await world.odoo.search('res.country', [['code', '=', 'PT']], ['code']);
    await world.odoo.create('res.partner', {
      name: 'Ana Sousa',
      email,
      phone: '+351 910 000 000',
      website: 'https://ana.example.pt',
      color: 7,
      x_since: '1980-02-29',
      is_company: true,
      zip: '94105-1234',
    });
    const contact = await world.odoo.hasContact({ name: 'Ana Sousa', email });
    await world.odoo.write('mailing.contact', [contact], {
      country_id: portugal?.id,
      company_name: 'Oakline',
    });

    const run = await world.exportContacts();

    expect(run.failures).toEqual([]);
    expect((await world.mailchimp.member(email))?.merge_fields).toMatchObject({
      FNAME: 'Ana',
      PHONE: '+351 910 000 000',
      SITE: 'https://ana.example.pt',
      SCORE: 7,
      SINCE: '1980-02-29',
      BIRTH: '02/29',
      KIND: 'Yes',
      ZIPCODE: '94105',
      COUNTRY: 'PT',
      COMPANY: 'Oakline',
      FROM: 'Odoo',
    });
  });

  it('B4: every type comes in, to the contact where it has the field and else to the customer', async () => {
    await using world = await worldWith(odoo, fields, { merge_fields: mapping });
    await addSince(world);
    const email = 'come.in@oakline-farm.com';
    const partner = await world.odoo.create('res.partner', {
      name: 'Ana Sousa',
      email,
      x_since: '1975-05-05',
    });
    await world.mailchimp.has({
      email_address: email,
      status: 'subscribed',
      merge_fields: {
        FNAME: 'Ana',
        LNAME: 'Sousa',
        PHONE: '+351 910 000 000',
        SITE: 'https://ana.example.pt',
        SCORE: 7,
        SINCE: '1980-12-21',
        KIND: 'Yes',
        ZIPCODE: '94105',
        COUNTRY: 'PT',
      },
    });

    const run = await world.fetch();

    expect(run.failures).toEqual([]);
    const [contact] = await world.odoo.search(
      'mailing.contact',
      [['email', '=', email]],
      ['country_id', 'name'],
    );
    expect(contact).toMatchObject({ name: 'Ana Sousa', country_id: [expect.any(Number), 'Portugal'] });
    const fieldsRead = ['phone', 'website', 'color', 'x_since', 'is_company', 'zip'];
    const [customer] = await world.odoo.search('res.partner', [['id', '=', partner]], fieldsRead);
    expect(customer).toMatchObject({
      phone: '+351 910 000 000',
      website: 'https://ana.example.pt',
      color: 7,
      x_since: '1980-12-21',
      is_company: true,
      zip: '94105',
    });
    const again = await world.fetch({ full: true });
    expect(again.totals).toMatchObject({ created: 0, updated: 0 });
  });

  it('B4: a value with no form on the other side is told, and all else arrives', async () => {
    await using world = await worldWith(odoo, fields, {
      merge_fields: { ...names, COUNTRY: 'country_id.code' },
    });
    const email = 'atlantis@oakline-farm.com';
    const member = { email_address: email, status: 'subscribed' };
    await world.mailchimp.has({ ...member, merge_fields: { FNAME: 'Ana', COUNTRY: 'XX' } });

    const run = await world.fetch();

    expect(run.failures).toMatchObject([
      { email, code: 'mapping.value', description: 'COUNTRY "XX" is unknown in Odoo (res.country)' },
    ]);
    expect(await world.odoo.contact(email)).toMatchObject({ name: 'Ana', optOut: false });
  });

  it('B61: a value MailChimp would refuse stays back by name, and all else of the person goes', async () => {
    await using world = await worldWith(odoo, fields, { merge_fields: { ...names, ZIPCODE: 'zip' } });
    const email = 'badzip@oakline-farm.com';
    await world.odoo.hasContact({ name: 'Ana', email });
    await world.odoo.create('res.partner', { name: 'Ana', email, zip: '1000-001' });

    const run = await world.exportContacts();

    expect(run.failures).toMatchObject([
      { email, code: 'mapping.value', description: 'ZIPCODE "1000-001" is not a ZIP code of five digits' },
    ]);
    const { FNAME, ZIPCODE } = (await world.mailchimp.member(email))?.merge_fields ?? {};
    expect({ FNAME, ZIPCODE }).toEqual({ FNAME: 'Ana', ZIPCODE: '' });
    // Nor does MailChimp's blank come back in its place.
    await world.sync();
    const customers = await world.odoo.search('res.partner', [['email', '=', email]], ['zip']);
    expect(customers).toMatchObject([{ zip: '1000-001' }]);
  });
}

/** A date of the customer's own, as Odoo's Studio would add it. */
async function addSince({ odoo }: World): Promise<void> {
  const known = await odoo.search('ir.model.fields', [['name', '=', 'x_since']], ['name']);
  if (known.length > 0) return;
  const [model] = await odoo.search('ir.model', [['model', '=', 'res.partner']], ['model']);
  await odoo.create('ir.model.fields', {
    name: 'x_since',
    field_description: 'Since',
    model_id: model?.id,
    ttype: 'date',
    state: 'manual',
  });
}

function addresses(odoo: TestOdoo): void {
  const fields = [{ tag: 'ADDRESS', name: 'Address', type: 'address' }];
  const audience = { merge_fields: { ...names, ADDRESS: 'address' } };

  async function customer(
    world: World,
    values: { email: string; country: string; state?: string; city?: string },
  ) {
    const { email, country, state, city = 'San Francisco' } = values;
    const [found] = await world.odoo.search('res.country', [['code', '=', country]], ['code']);
    const domain = [
      ['country_id', '=', found?.id],
      ['code', '=', state ?? ''],
    ];
    const [ofCountry] = await world.odoo.search('res.country.state', domain, ['code']);
    await world.odoo.hasContact({ name: 'Ana', email });
    return world.odoo.create('res.partner', {
      name: 'Ana',
      email,
      street: '1 Market Street',
      street2: 'Floor 2',
      city,
      zip: '94105',
      country_id: found?.id,
      ...(ofCountry === undefined ? {} : { state_id: ofCountry.id }),
    });
  }

  it('B5: a whole address goes out, with the codes of state and country', async () => {
    await using world = await worldWith(odoo, fields, audience);
    await customer(world, { email: 'whole@oakline-farm.com', country: 'US', state: 'CA' });

    await world.exportContacts();

    const member = await world.mailchimp.member('whole@oakline-farm.com');
    expect(member?.merge_fields.ADDRESS).toEqual(address);
  });

  it('B5: half an address is left out, and an old one is not cleared', async () => {
    await using world = await worldWith(odoo, fields, audience);
    const email = 'half@oakline-farm.com';
    const partner = await customer(world, { email, country: 'US', state: 'CA' });
    await world.exportContacts();
    await world.odoo.write('res.partner', [partner], { city: false });

    await world.updateContacts();

    expect((await world.mailchimp.member(email))?.merge_fields.ADDRESS).toEqual(address);
  });

  it('B5: a country without states needs none', async () => {
    await using world = await worldWith(odoo, fields, audience);
    await customer(world, { email: 'singapore@oakline-farm.com', country: 'SG', city: 'Singapore' });

    await world.exportContacts();

    const member = await world.mailchimp.member('singapore@oakline-farm.com');
    expect(member?.merge_fields.ADDRESS).toMatchObject({
      city: 'Singapore',
      state: 'Singapore',
      country: 'SG',
    });
  });

  it('B5: the account may list the countries without states', async () => {
    await using world = await worldWith(odoo, fields, audience, { countries_without_states: ['US'] });
    await customer(world, { email: 'listed@oakline-farm.com', country: 'US' });

    await world.exportContacts();

    const member = await world.mailchimp.member('listed@oakline-farm.com');
    expect(member?.merge_fields.ADDRESS).toMatchObject({ state: 'San Francisco', country: 'US' });
  });

  it('B5: an address comes in to the customer', async () => {
    await using world = await worldWith(odoo, fields, audience);
    const email = 'incoming@oakline-farm.com';
    const partner = await world.odoo.create('res.partner', { name: 'Ana', email });
    await world.mailchimp.has({
      email_address: email,
      status: 'subscribed',
      merge_fields: { FNAME: 'Ana', ADDRESS: { ...address, state: 'California' } },
    });

    await world.fetch();
    const again = await world.exportContacts({ selection: { by: 'emails', emails: [email] } });

    const read = ['street', 'street2', 'city', 'zip', 'state_id', 'country_id'];
    const [found] = await world.odoo.search('res.partner', [['id', '=', partner]], read);
    expect(found).toMatchObject({ street: '1 Market Street', street2: 'Floor 2', zip: '94105' });
    expect((found?.state_id as [number, string])[1]).toContain('California');
    expect(again.totals).toMatchObject({ updated: 0, unchanged: 1 });
  });
}

function owners(odoo: TestOdoo): void {
  const fields = [{ tag: 'COMPANY', name: 'Company', type: 'text' }];

  /** A contact and a member with the same company. */
  async function pair(policy: object) {
    const audience = { merge_fields: { ...names, COMPANY: { contact: 'company_name', ...policy } } };
    const world = await worldWith(odoo, fields, audience);
    const email = `${JSON.stringify(policy).replaceAll(/\W/gu, '')}.${Date.now()}@oakline-farm.com`;
    const member = { email_address: email, status: 'subscribed' };
    await world.mailchimp.has({ ...member, merge_fields: { FNAME: 'Ana', COMPANY: 'Both' } });
    await world.fetch();
    const id = (await world.odoo.contact(email))?.id ?? 0;
    return {
      world,
      [Symbol.asyncDispose]: () => world.close(),
      odooHas: (company: string | false) =>
        world.odoo.write('mailing.contact', [id], { company_name: company }),
      mailchimpHas: (company: string) =>
        world.mailchimp.persona(email, 'profile', { merge_fields: { COMPANY: company } }),
      async both(): Promise<unknown[]> {
        await world.fetch();
        await world.updateContacts();
        await world.fetch();
        const [contact] = await world.odoo.search('mailing.contact', [['id', '=', id]], ['company_name']);
        return [contact?.company_name, (await world.mailchimp.member(email))?.merge_fields.COMPANY];
      },
    };
  }

  describe('B6: of a value both sides had', () => {
    it.each([
      ['newest', 'odoo', ['Changed', 'Changed']],
      ['newest', 'mailchimp', ['Changed', 'Changed']],
      ['odoo', 'mailchimp', ['Both', 'Both']],
      ['mailchimp', 'odoo', ['Both', 'Both']],
      ['odoo', 'odoo', ['Changed', 'Changed']],
      ['mailchimp', 'mailchimp', ['Changed', 'Changed']],
    ])('owner %s, changed in %s', async (owner, side, expected) => {
      await using opened = await pair({ owner });
      const { odooHas, mailchimpHas, both } = opened;
      await (side === 'odoo' ? odooHas('Changed') : mailchimpHas('Changed'));

      expect(await both()).toEqual(expected);
    });

    it.each([
      ['keep', 'odoo', [false, 'Both']],
      ['keep', 'mailchimp', ['Both', '']],
      ['clear', 'odoo', [false, '']],
      ['clear', 'mailchimp', [false, '']],
      ['fill', 'odoo', ['Both', 'Both']],
      ['fill', 'mailchimp', ['Both', 'Both']],
    ])('blank %s, emptied in %s', async (blank, side, expected) => {
      await using opened = await pair({ blank });
      const { odooHas, mailchimpHas, both } = opened;
      await (side === 'odoo' ? odooHas(false) : mailchimpHas(''));

      expect(await both()).toEqual(expected);
    });
  });

  it('B6: of two changes the later one counts', async () => {
    await using opened = await pair({});
    const { odooHas, mailchimpHas, both } = opened;
    await odooHas('From Odoo');
    opened.world.mailchimp.wait(2);
    await mailchimpHas('From MailChimp');

    expect(await both()).toEqual(['From MailChimp', 'From MailChimp']);
  });
}

function flags(odoo: TestOdoo): void {
  it('B4: interest groups go both ways, to a boolean or to a category', async () => {
    await using world = await openWorld(odoo);
    const [news, events] = await world.mailchimp.hasInterests('Topics', ['News', 'Events']);
    await world.reopen({ interests: { [events]: { category: 'Events' }, [news]: { category: 'News' } } });
    const email = 'interested@oakline-farm.com';
    await world.mailchimp.has({ email_address: email, status: 'subscribed', interests: { [events]: true } });

    await world.fetch();
    const imported = await world.odoo.contact(email);
    await world.odoo.write('mailing.contact', [imported?.id ?? 0], {
      tag_ids: [
        [4, await world.odoo.tag('News')],
        [3, await world.odoo.tag('Events')],
      ],
    });
    await world.updateContacts();

    expect(imported?.tags).toContain('Events');
    const member = (await world.mailchimp.member(email)) as unknown as { interests: Record<string, boolean> };
    expect(member.interests).toEqual({ [news]: true, [events]: false });
  });
}

function mistakes(odoo: TestOdoo): void {
  it('B4: every mistake of the mapping is named at once, before anything is written', async () => {
    const fields = [
      { tag: 'NEEDED', name: 'Needed', type: 'text', required: true },
      { tag: 'SCORE', name: 'Score', type: 'number' },
      { tag: 'SINCE', name: 'Since', type: 'date' },
      { tag: 'MADE', name: 'Made', type: 'date' },
    ];
    const audience = {
      merge_fields: {
        ...names,
        NOWHERE: 'phone',
        SCORE: 'create_date',
        SINCE: 'phon',
        MADE: 'create_date',
      },
    };
    await using world = await worldWith(odoo, fields, audience);
    await world.mailchimp.has({ email_address: 'nobody@oakline-farm.com', status: 'subscribed' });

    const failure = await world.fetch().then(
      () => null,
      (error: unknown) => error as { code: string; message: string },
    );

    expect(failure?.code).toBe('config.mapping');
    for (const words of [
      'NOWHERE is mapped and no merge field of this audience',
      "SCORE: is of type number, which a field of type datetime in Odoo can't fill",
      'SINCE: mailing.contact has no field phon',
      'res.partner has no field phon; did you mean phone?',
      "MADE: create_date can't be written in Odoo",
      'NEEDED is required in MailChimp and not mapped',
    ])
      expect(failure?.message).toContain(words);
    expect(await world.odoo.countOnList()).toBe(0);
  });

  it('B4: what Odoo can’t be written may be mapped when Odoo owns it', async () => {
    const fields = [{ tag: 'MADE', name: 'Made', type: 'date' }];
    await using world = await worldWith(odoo, fields, {
      merge_fields: { ...names, MADE: { field: 'create_date', owner: 'odoo' } },
    });
    await world.odoo.hasContact({ name: 'Ana', email: 'made@oakline-farm.com' });

    await world.exportContacts();

    const made = (await world.mailchimp.member('made@oakline-farm.com'))?.merge_fields.MADE;
    expect(made).toMatch(/^\d{4}-\d{2}-\d{2}$/u);
  });

  it('B4: a mapping that was extended brings the new field of members that have not changed', async () => {
    const fields = [{ tag: 'COMPANY', name: 'Company', type: 'text' }];
    await using world = await worldWith(odoo, fields, { merge_fields: names });
    const email = 'extended@oakline-farm.com';
    const member = { email_address: email, status: 'subscribed' };
    await world.mailchimp.has({ ...member, merge_fields: { FNAME: 'Ana', COMPANY: 'Oakline' } });
    await world.fetch();
    world.mailchimp.wait(120);
    await world.mailchimp.has({ email_address: 'later@oakline-farm.com', status: 'subscribed' });
    await world.fetch();
    await world.reopen({ merge_fields: { ...names, COMPANY: { contact: 'company_name' } } });

    await world.fetch();

    const [contact] = await world.odoo.search('mailing.contact', [['email', '=', email]], ['company_name']);
    expect(contact?.company_name).toBe('Oakline');
  });
}
