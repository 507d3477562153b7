import type { ObjectType } from '../object-type.js';

/** `event.registration`: somebody who comes to an event. Odoo normalises no address here, in no version from 14 to 19. */
export const eventRegistration: ObjectType = {
  key: 'registration',
  model: 'event.registration',
  words: { one: 'registration', many: 'registrations' },
  label: 'Event Registrations',
  fields: {
    name: 'name',
    email: 'email',
    address: null,
    tags: null,
    canBeArchived: false,
  },
  feed: { name: 'registrations' },
  addon: { model: 'event.model_event_registration', name: 'registrations' },
  colleagues: null,
  app: 'Events',
};
