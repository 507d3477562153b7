import type { Binding } from '../../../src/store/binding.js';

export type ChildTask = { location: string } & (
  | { kind: 'acquire'; holder: string }
  | { kind: 'save'; pages: Binding[][] }
  | { kind: 'die'; bindings: Binding[] }
  | { kind: 'open' }
);
