import { LoginError } from '../support/errors.js';

export function refusedLogin(): LoginError {
  return new LoginError('Odoo refuses the user name, the password or the API key', {
    code: 'odoo.login',
    hint: 'Check odoo.username and the password or API key; with two-factor login an API key is needed.',
  });
}

export function unknownDatabase(): LoginError {
  return new LoginError('Odoo has no database of this name', {
    code: 'odoo.database',
    hint: 'Check odoo.database; /web/database/selector of the server shows the names, unless that is switched off.',
  });
}
