export type ChildTask = { location: string } & (
  | { kind: 'acquire'; holder: string }
  | { kind: 'save'; from: number; pages: number }
  | { kind: 'die' }
  | { kind: 'open' }
);
