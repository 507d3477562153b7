import { describe, expect, it } from '@jest/globals';
import { odooError } from '../../src/odoo/odoo-error.js';
import { BridgeError } from '../../src/support/errors.js';

const about = { model: 'mailing.contact', method: 'create' };

describe('an exception of Odoo', () => {
  it.each([
    ['odoo.exceptions.AccessDenied', 'Access Denied', 'odoo.login', 'fix-configuration'],
    [
      'psycopg2.OperationalError',
      'FATAL:  database "x" does not exist',
      'odoo.database',
      'fix-configuration',
    ],
    ['odoo.exceptions.AccessError', 'You are not allowed to…', 'odoo.access', 'fix-configuration'],
    [
      'odoo.exceptions.UserError',
      "Object mailing.contact doesn't exist",
      'odoo.missing_model',
      'fix-configuration',
    ],
    [
      'builtins.AttributeError',
      "type object 'mailing.contact' has no attribute 'create'",
      'odoo.missing_method',
      'fix-configuration',
    ],
    [
      'builtins.ValueError',
      "Invalid field 'x' on model 'mailing.contact'",
      'odoo.missing_field',
      'fix-configuration',
    ],
    ['odoo.exceptions.ValidationError', 'Twice on one mailing list', 'odoo.validation', 'fix-record'],
    ['odoo.exceptions.ValidationError', 'Invalid field value for the VAT', 'odoo.validation', 'fix-record'],
    ['odoo.exceptions.MissingError', 'Record does not exist', 'odoo.missing', 'fix-record'],
    ['odoo.exceptions.UserError', 'Not like this', 'odoo.user_error', 'fix-record'],
    ['psycopg2.IntegrityError', 'duplicate key value', 'odoo.constraint', 'fix-record'],
    ['psycopg2.errors.UniqueViolation', 'duplicate key value', 'odoo.constraint', 'fix-record'],
    ['psycopg2.errors.InvalidTextRepresentation', 'invalid input syntax', 'odoo.value', 'fix-record'],
    ['builtins.ValueError', "Wrong value for res.partner.lang: 'xx'", 'odoo.value', 'fix-record'],
    ['psycopg2.errors.SerializationFailure', 'could not serialize access', 'odoo.serialization', 'retry'],
    [
      'psycopg2.OperationalError',
      'could not serialize access due to concurrent update',
      'odoo.serialization',
      'retry',
    ],
    ['builtins.AttributeError', "'NoneType' object has no attribute 'id'", 'odoo.server_error', 'fix-record'],
    ['builtins.ZeroDivisionError', 'division by zero', 'odoo.server_error', 'fix-record'],
    ['', 'Something', 'odoo.server_error', 'fix-record'],
  ])('%s: %s is %s', (exception, message, code, remedy) => {
    expect(odooError({ exception, message }, about)).toMatchObject({ code, remedy });
  });

  it.each([
    ['mailing.contact', 'Email Marketing / User'],
    ['mail.blacklist', 'Email Marketing / User'],
    ['res.partner', 'Extra Rights / Contact Creation'],
    ['ir.model', 'Administration / Settings'],
  ])('a missing right on %s is called "%s"', (model, right) => {
    const error = odooError(
      { exception: 'odoo.exceptions.AccessError', message: 'No' },
      { model, method: 'write' },
    );

    expect(error.hint).toContain(right);
    expect(error.message).toContain(`write of ${model}`);
  });

  it('never shows a traceback, SQL or line breaks', () => {
    const traceback =
      'Traceback (most recent call last):\n  File "x.py", line 1\nValueError: bad\nLINE 1: INSERT INTO';
    const sql = 'invalid input syntax: "x"\nLINE 1: INSERT INTO res_partner VALUES (…)\n        ^';

    const errors = [traceback, sql].map((message) =>
      odooError({ exception: 'builtins.Oops', message }, about),
    );

    for (const error of errors) expect(error.message).not.toMatch(/Traceback|File|res_partner|\n/);
  });

  it('keeps a message short', () => {
    const error = odooError({ exception: 'odoo.exceptions.UserError', message: 'x'.repeat(5000) }, about);

    expect(error).toBeInstanceOf(BridgeError);
    expect(error.message).toHaveLength(300);
  });
});
