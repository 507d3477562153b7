/** A mailing that went out to an audience, of which only the traces are known here. Times are Unix seconds. */
export interface Campaign {
  /** Ten hex digits. */
  readonly id: string;
  readonly subject: string;
  readonly sentAt: number;
}
