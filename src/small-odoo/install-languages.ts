import type { Environment } from './environment.js';

/** `base.language.install`: the languages can be used from now on, and countries have their names in them. */
export function installLanguages(env: Environment, model: string, { ids }: { ids: readonly number[] }): null {
  const { installsLanguagesById } = env.database.facts;
  for (const wizard of ids.map((id) => env.row(model, id))) {
    const chosen = (row: { id: number; code?: unknown }): boolean =>
      installsLanguagesById ? (wizard.lang_ids as number[]).includes(row.id) : row.code === wizard.lang;
    for (const language of [...env.rows('res.lang')].filter(chosen)) {
      env.write('res.lang', language.id, { active: true });
      nameCountries(env, String(language.code));
    }
  }
  return null;
}

function nameCountries(env: Environment, language: string): void {
  const names = new Intl.DisplayNames(language.replace('_', '-'), { type: 'region' });
  const inLanguage = env.in({ lang: language });
  for (const country of [...env.rows('res.country')])
    inLanguage.write('res.country', country.id, { name: names.of(String(country.code)) });
}
