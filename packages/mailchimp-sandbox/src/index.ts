export type { Clock } from './clock.js';
export type { Knobs } from './model/knobs.js';
export { startSandbox } from './start-sandbox.js';
export type { Sandbox, SandboxOptions } from './start-sandbox.js';
export { signDelivery } from './webhooks/sign-delivery.js';
