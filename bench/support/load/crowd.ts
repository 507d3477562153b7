/** People who do things in MailChimp, as chance wants it; the same for the same seed. */
export interface Crowd {
  /** What somebody does next; nobody does two things at a time. Null: all are busy. */
  next(): Act | null;
}

export interface Act {
  email: string;
  action: string;
  more: object;
  /** To be called when MailChimp has answered. */
  done(): void;
}

interface Person {
  email: string;
  state: 'subscribed' | 'unsubscribed' | 'gone';
  isBusy: boolean;
}

export function crowd(emails: readonly string[], seed: number): Crowd {
  const random = generator(seed);
  const people = emails.map((email): Person => ({ email, state: 'subscribed', isBusy: false }));
  let serial = 0;
  const act = (person: Person): Act => {
    serial += 1;
    const { email } = person;
    const [action, more] = chosen(person, random(), serial);
    person.isBusy = true;
    return { email, action, more, done: () => void (person.isBusy = false) };
  };
  return {
    next() {
      for (let tries = 0; tries < 50; tries += 1) {
        const person = people[Math.floor(random() * people.length)];
        if (person !== undefined && !person.isBusy && person.state !== 'gone') return act(person);
      }
      return null;
    },
  };
}

function chosen(person: Person, chance: number, serial: number): [action: string, more: object] {
  const merge_fields = { FNAME: `Ana${serial}`, LNAME: 'Sousa' };
  if (person.state === 'unsubscribed' && chance < 0.5) {
    person.state = 'subscribed';
    return ['subscribe', { merge_fields }];
  }
  if (chance < 0.7 || person.state === 'unsubscribed') return ['profile', { merge_fields }];
  if (chance < 0.88) {
    person.state = 'unsubscribed';
    return ['unsubscribe', {}];
  }
  if (chance < 0.94) {
    person.email = `moved.${serial}.${person.email.slice(-20)}`;
    return ['change_email', { new_email: person.email }];
  }
  person.state = 'gone';
  return [chance < 0.96 ? 'complain' : chance < 0.98 ? 'bounce' : 'delete_permanent', {}];
}

/** Numbers from 0 to 1 (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
