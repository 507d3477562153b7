/** A value that has no form on the other side, with the reason in words: `is not a number`. */
export class Unfit {
  constructor(readonly reason: string) {}
}
