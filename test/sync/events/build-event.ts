import type { InboxEvent } from '../../../src/store/inbox-event.js';

/** An unsubscription that waits, unless a test says otherwise. */
export function buildEvent(change: Partial<InboxEvent> = {}): InboxEvent {
  return {
    id: 1,
    key: 'key',
    type: 'unsubscribe',
    audienceId: 'a36b032126',
    email: 'ana@shop.pt',
    formerEmail: null,
    action: 'unsub',
    reason: null,
    campaign: null,
    firedAt: '2026-03-01T10:00:00.000Z',
    receivedAt: '2026-03-01T10:00:00.500Z',
    state: 'waiting',
    outcome: null,
    attempts: 0,
    retryAt: null,
    error: null,
    finishedAt: null,
    isReleased: false,
    ...change,
  };
}
