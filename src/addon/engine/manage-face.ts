import type { OdooSession } from '../../odoo/connect.js';
import { faceDefinition, type FaceOptions } from '../definition/face-definition.js';
import type { FaceFacts } from '../definition/face-facts.js';
import type { FaceItem } from '../definition/face-item.js';
import { applyPlan } from './apply-plan.js';
import { checkInstallRights } from './check-install-rights.js';
import { changeLines, type ChangeLine, type FacePlan } from './face-change.js';
import { readInstalled } from './installed-face.js';
import { planFace } from './plan-face.js';
import { readFacts } from './read-facts.js';

export interface FaceRequest extends FaceOptions {
  dryRun: boolean;
  progress?: (done: number, total: number) => void;
  /** The definition to bring about [the current one]. */
  define?: (facts: FaceFacts, options: FaceOptions) => FaceItem[];
}

export interface FaceStatus {
  state: 'not installed' | 'incomplete or outdated' | 'installed';
  /** Records the bridge has made in this Odoo. */
  records: number;
  /** What `upgrade` would do. */
  plan: ChangeLine[];
}

/**
 * Brings Odoo to the definition, whatever is there of it: nothing, a part, an older one (B36). `install` and
 * `upgrade` are both this.
 * @returns what was done, or would be in a dry run
 */
export async function installFace(odoo: OdooSession, request: FaceRequest): Promise<ChangeLine[]> {
  await checkInstallRights(odoo);
  const { plan, resolve } = await makePlan(odoo, request);
  const lines = changeLines(plan);
  const progress = (done: number) => request.progress?.(done, lines.length);
  if (!request.dryRun) await applyPlan(plan, { odoo: odoo.transport, resolve, progress });
  return lines;
}

/** Takes away everything the bridge ever made here, whichever version made it, and nothing else (B36). */
export async function uninstallFace(odoo: OdooSession, request: FaceRequest): Promise<ChangeLine[]> {
  return installFace(odoo, { ...request, define: () => [] });
}

export async function faceStatus(odoo: OdooSession, options: FaceOptions): Promise<FaceStatus> {
  await checkInstallRights(odoo);
  const { plan, records } = await makePlan(odoo, options);
  const lines = changeLines(plan);
  if (records === 0) return { state: 'not installed', records, plan: lines };
  return { state: lines.length === 0 ? 'installed' : 'incomplete or outdated', records, plan: lines };
}

async function makePlan(odoo: OdooSession, { define = faceDefinition, ...options }: Partial<FaceRequest>) {
  const definition = define(await readFacts(odoo), options);
  const installed = await readInstalled(odoo.transport, definition);
  const plan: FacePlan = planFace(definition, installed);
  return { plan, resolve: installed.resolve, records: installed.ownIds.size };
}
