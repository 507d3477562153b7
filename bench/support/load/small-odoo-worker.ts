import { parentPort } from 'node:worker_threads';
import { startSmallOdoo } from '../../../src/small-odoo/small-odoo.js';
import { openOdooFront } from './odoo-front.js';

/** The small built-in Odoo behind a way that takes 50 ms, in a thread of its own. */
const { url, database, username, password } = await startSmallOdoo();
const front = await openOdooFront(url, 50);
parentPort?.on('message', (isDown: boolean) => front.down(isDown));
parentPort?.postMessage({ url: front.url, database, username, password });
