import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { foldEvents } from '../../../src/sync/events/fold-events.js';
import { buildEvent } from './build-event.js';

const folded = (...events: Parameters<typeof buildEvent>[0][]): number[][] =>
  foldEvents(events.map((event, index) => buildEvent({ id: index + 1, ...event }))).map((person) =>
    person.map(({ id }) => id),
  );

describe('B31: the events of each person', () => {
  it('are one group an address, who has waited longest first', () => {
    const events = [{ email: 'b@x.pt' }, { email: 'a@x.pt' }, { email: 'b@x.pt' }, { email: 'c@x.pt' }];

    expect(folded(...events)).toEqual([[1, 3], [2], [4]]);
  });

  it('a change of address joins both', () => {
    const events = [
      { email: 'old@x.pt' },
      { email: 'new@x.pt' },
      { type: 'upemail', email: 'new@x.pt', formerEmail: 'old@x.pt' },
      { email: 'new@x.pt' },
    ];

    expect(folded(...events)).toEqual([[1, 2, 3, 4]]);
  });

  it('so does a chain of them, in whatever order it came', () => {
    const moves = [
      { email: 'c@x.pt', formerEmail: 'b@x.pt' },
      { email: 'd@x.pt', formerEmail: 'c@x.pt' },
      { email: 'b@x.pt', formerEmail: 'a@x.pt' },
      { email: 'e@x.pt' },
    ];

    expect(folded(...moves)).toEqual([[1, 2, 3], [4]]);
  });

  it('loses none, doubles none, and never parts an address', () => {
    const address = fc.constantFrom('a@x.pt', 'b@x.pt', 'c@x.pt', 'd@x.pt', 'e@x.pt', 'f@x.pt');
    const event = fc.record({ email: address, formerEmail: fc.option(address) });

    fc.assert(
      fc.property(fc.array(event), (events) => {
        const all = events.map((one, index) => buildEvent({ id: index + 1, ...one }));

        const people = foldEvents(all);

        expect(
          people
            .flat()
            .map(({ id }) => id)
            .sort((a, b) => a - b),
        ).toEqual(all.map(({ id }) => id));
        const groups = people.map(
          (person) => new Set(person.flatMap(({ email, formerEmail }) => [email, formerEmail])),
        );
        for (const address of ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}@x.pt`))
          expect(groups.filter((group) => group.has(address)).length).toBeLessThan(2);
      }),
    );
  });
});
