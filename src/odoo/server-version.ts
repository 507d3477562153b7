import { z } from 'zod';

export interface ServerVersion {
  major: number;
  /** As Odoo writes it: `19.0`, `saas~18.2+e`. */
  text: string;
}

const fromCommon = z.object({ server_version: z.string() });
const fromWeb = z.object({ version: z.string() });

/** From `common.version` or from `/web/version`; undefined when it is neither. */
export function parseServerVersion(answer: unknown): ServerVersion | undefined {
  const common = fromCommon.safeParse(answer);
  const text = common.success ? common.data.server_version : fromWeb.safeParse(answer).data?.version;
  if (text === undefined) return undefined;
  return { major: Number(/\d+/.exec(text)?.[0] ?? 0), text };
}
