import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ApiServer } from '../http/serve-api.js';
import type { Batch, BatchStatus } from '../model/batch.js';
import type { World } from '../model/world.js';
import { batchArchive } from './batch-archive.js';
import type { OperationResult } from './batch-archive.js';
import { runOperation } from './run-operation.js';

/** Runs the batches one after the other, step by step, as the status of a batch shows (API §9). */
export class BatchRunner {
  readonly #world: World;
  #queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly server: ApiServer,
    private readonly completed: (batch: Batch) => void,
  ) {
    this.#world = server.world;
  }

  enqueue(batch: Batch): void {
    this.#queue = this.#queue
      .then(() => this.#run(batch))
      // The sandbox closes: the batch stays as far as it came.
      .catch(() => undefined);
  }

  async #run(batch: Batch): Promise<void> {
    await this.#step(batch, 'preprocessing');
    await this.#step(batch, 'started');
    const results = await this.#operate(batch);
    await this.#step(batch, 'finalizing');
    const now = this.#world.now();
    batch.archive = batchArchive(batch.id, results, now).toString('base64');
    await this.#step(batch, 'finished');
    batch.completedAt = this.#world.now();
    if (this.#lives(batch)) this.completed(batch);
  }

  async #operate(batch: Batch): Promise<OperationResult[]> {
    const results: OperationResult[] = [];
    for (const operation of batch.operations) {
      if (!this.#lives(batch)) return results;
      const answers = await runOperation(this.server, operation);
      results.push(...answers);
      batch.total += answers.length - 1;
      batch.finished += answers.length;
      batch.errored += answers.filter(({ status_code }) => status_code >= 400).length;
      await nextTurn();
    }
    return results;
  }

  /** A deleted batch is stopped. */
  #lives(batch: Batch): boolean {
    return this.#world.batches.get(batch.id) === batch;
  }

  async #step(batch: Batch, status: BatchStatus): Promise<void> {
    const { clock, closing, knobs } = this.#world;
    if (!this.#lives(batch)) return;
    if (knobs.batch_step_ms > 0) await clock.sleep(knobs.batch_step_ms, closing.signal);
    closing.signal.throwIfAborted();
    batch.status = status;
  }
}
