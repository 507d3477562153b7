import { Database } from './database.js';
import { blacklistModel } from './models/blacklist.js';
import { contactModels } from './models/contacts.js';
import { mailingModels } from './models/mailing.js';
import { settingModels } from './models/settings.js';
import { userModels } from './models/users.js';
import { versionFacts, type SmallOdooVersion } from './version-facts.js';

/** The models of a version without any records; `mailing: false` is an Odoo without the Email Marketing app. */
export function openDatabase(version: SmallOdooVersion, { mailing = true } = {}): Database {
  const facts = versionFacts(version);
  const models = [...settingModels, ...userModels(facts), ...contactModels(facts), blacklistModel(facts)];
  return new Database([...models, ...(mailing ? mailingModels(facts) : [])], facts);
}
