export type BatchStatus = 'pending' | 'preprocessing' | 'started' | 'finalizing' | 'finished';

export interface BatchOperation {
  method: string;
  path: string;
  operation_id?: string | undefined;
  params?: Record<string, unknown> | undefined;
  body?: string | undefined;
}

/** A batch request (API §9). Times are Unix seconds, 0 = not yet. */
export interface Batch {
  readonly id: string;
  status: BatchStatus;
  operations: BatchOperation[];
  total: number;
  finished: number;
  errored: number;
  readonly submittedAt: number;
  completedAt: number;
  /** The gzipped tar of the answers, in Base64, once finished. */
  archive: string;
}

export interface BatchWebhook {
  readonly id: string;
  url: string;
  enabled: boolean;
}
