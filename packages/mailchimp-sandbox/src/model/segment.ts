export interface SegmentOptions {
  match: 'any' | 'all';
  conditions: Readonly<Record<string, unknown>>[];
}

/** A static segment, which is a tag, or a saved one, which is a question. Times are Unix seconds. */
export interface Segment {
  readonly id: number;
  name: string;
  readonly type: 'static' | 'saved' | 'fuzzy';
  readonly createdAt: number;
  updatedAt: number;
  options?: SegmentOptions | undefined;
  /** Numbers of the members that wear the tag, of any status; empty for saved segments. */
  readonly members: Set<number>;
}
