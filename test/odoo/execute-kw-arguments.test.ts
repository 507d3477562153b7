import { describe, expect, it } from '@jest/globals';
import { executeKwArguments } from '../../src/odoo/transport/execute-kw-arguments.js';

describe('arguments of execute_kw', () => {
  it('ids come first, then what goes by position, then names and context', () => {
    const call = {
      model: 'res.partner',
      method: 'read',
      ids: [1, 2],
      params: { fields: ['name'], load: '' },
      context: { lang: 'en_US' },
    };

    expect(executeKwArguments(call)).toEqual([[[1, 2], ['name']], { load: '', context: { lang: 'en_US' } }]);
  });

  it('a missing first parameter leaves the second to its name', () => {
    const call = { model: 'res.partner', method: 'search_read', params: { fields: ['name'] } };

    expect(executeKwArguments(call)).toEqual([[], { fields: ['name'] }]);
  });

  it('no ids are different from an empty sequence of ids', () => {
    const call = { model: 'res.partner', method: 'has_access', params: { operation: 'write' } };

    expect([executeKwArguments(call)[0], executeKwArguments({ ...call, ids: [] })[0]]).toEqual([[], [[]]]);
  });

  it('leaves what it was given as it was', () => {
    const params = Object.freeze({ vals: { name: 'x' } });

    executeKwArguments({ model: 'res.partner', method: 'write', ids: Object.freeze([1]), params });

    expect(params).toEqual({ vals: { name: 'x' } });
  });
});
