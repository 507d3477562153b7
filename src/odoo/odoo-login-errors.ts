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

export function isRefusedLogin(error: unknown): boolean {
  return error instanceof LoginError && error.code === 'odoo.login';
}

/** On Odoo Online a right password may be refused as well (B58). */
export function refusedOnline(): LoginError {
  return new LoginError('Odoo refuses the user name, the password or the API key', {
    code: 'odoo.login',
    hint: 'On Odoo Online the API needs the Custom plan, and a user who has no password of their own an API key; on odoo.sh an API key is needed with two-factor login. Make one in Odoo (Preferences, Account Security) and put it under odoo.api_key.',
  });
}

/** A server before Odoo asks for a login of its own, and does not get one it takes (B63). */
export function refusedBeforeOdoo(where: string): LoginError {
  return new LoginError(`A server in front of Odoo at ${where} asks for a login of its own (401)`, {
    code: 'odoo.basic_auth',
    hint: 'Set odoo.basic_auth, or correct it; with it odoo.protocol is jsonrpc or xmlrpc.',
  });
}
