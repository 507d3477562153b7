/** What Odoo would raise; travels to the client as `error.data.name` and `error.data.message`. */
export class OdooException extends Error {
  constructor(
    /** Full class name: `odoo.exceptions.ValidationError`. */
    readonly exception: string,
    message: string,
  ) {
    super(message);
    this.name = 'OdooException';
  }
}

export const validationError = (message: string) =>
  new OdooException('odoo.exceptions.ValidationError', message);
export const userError = (message: string) => new OdooException('odoo.exceptions.UserError', message);
export const accessError = (message: string) => new OdooException('odoo.exceptions.AccessError', message);
export const valueError = (message: string) => new OdooException('builtins.ValueError', message);

export const missingError = (model: string, ids: readonly number[]) =>
  new OdooException(
    'odoo.exceptions.MissingError',
    `Record does not exist or has been deleted.\n(Record: ${model}(${ids.join(', ')},), User: 2)`,
  );
