import type { NewInboxEvent } from '../../src/store/inbox-event.js';

/** An event of an unsubscribe, unless a test says otherwise. */
export function buildInboxEvent(change: Partial<NewInboxEvent> = {}): NewInboxEvent {
  return {
    key: 'key-1',
    type: 'unsubscribe',
    audienceId: 'audience-a',
    email: 'ana@shop.pt',
    formerEmail: null,
    action: 'unsub',
    reason: null,
    campaign: null,
    raw: null,
    firedAt: '2026-03-01T09:59:59.000Z',
    outcome: null,
    ...change,
  };
}
