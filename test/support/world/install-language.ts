import type { TestOdoo } from '../staging/describe-odoo.js';

/** Installs a language in Odoo, as an administrator does. */
export async function installLanguage(odoo: Pick<TestOdoo, 'session'>, code: string): Promise<void> {
  const { transport, serverVersion } = await odoo.session();
  const model = 'base.language.install';
  const search = { domain: [['code', '=', code]] };
  const context = { active_test: false };
  const ids = await transport.call({ model: 'res.lang', method: 'search', params: search, context });
  const vals = serverVersion.major >= 16 ? { lang_ids: [[6, 0, ids]] } : { lang: code };
  const made = (await transport.call({ model, method: 'create', params: { vals_list: [vals] } })) as number[];
  await transport.call({ model, method: 'lang_install', ids: made });
}
