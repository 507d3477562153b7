import type { FieldDefinition, Records, Values } from './model-definition.js';
import { valueError } from './odoo-exception.js';

/**
 * With the rights of whoever calls, Odoo's commands for x2many fields: `(0,0,values)` create, `(1,id,values)` update, `(2,id)` delete, `(3,id)` unlink,
 * `(4,id)` link, `(5,)` clear, `(6,0,ids)` replace. `owner` is given for a one2many and for
 * a many2many through a model.
 * @returns the ids that are linked afterwards
 */
export function applyCommands(
  env: Records,
  field: FieldDefinition,
  ...[current, commands, owner]: [current: readonly number[], commands: unknown, owner?: number]
): number[] {
  const side = new OtherSide(env, field, owner);
  let linked = [...current];
  for (const command of asCommands(commands)) linked = side.apply(command, linked);
  return linked;
}

type Command = readonly [code: unknown, id?: unknown, values?: unknown];

function asCommands(commands: unknown): Command[] {
  if (!Array.isArray(commands))
    throw valueError('Wrong value for an x2many field: a sequence of commands is expected');
  return commands.every((each) => typeof each === 'number') ? [[6, 0, commands]] : (commands as Command[]);
}

class OtherSide {
  readonly #model: string;

  constructor(
    readonly env: Records,
    readonly field: FieldDefinition,
    readonly owner: number | undefined,
  ) {
    this.#model = field.relation ?? '';
  }

  apply([code, id, values]: Command, linked: number[]): number[] {
    const target = Number(id);
    switch (code) {
      case 0:
        return this.#created(linked, values as Values);
      case 1:
        this.env.check(this.#model, 'write', [target]);
        this.env.write(this.#model, target, values as Values);
        return linked;
      case 2:
        this.env.check(this.#model, 'unlink', [target]);
        this.env.unlink(this.#model, target);
        return without(linked, [target]);
      case 3:
        return this.#drop(linked, [target]);
      case 4:
        return this.#link(linked, [target]);
      case 5:
        return this.#drop(linked, linked);
      case 6:
        return this.#link(this.#drop(linked, without(linked, values as number[])), values as number[]);
      default:
        throw valueError(`Unknown x2many command ${String(code)}`);
    }
  }

  #created(linked: number[], values: Values): number[] {
    this.env.check(this.#model, 'create');
    const ids = this.env.create(this.#model, [this.#owned(values)]);
    this.env.check(this.#model, 'create', ids);
    return this.field.through === undefined ? [...linked, ...ids] : this.#link(linked, ids);
  }

  #owned(values: Values): Values {
    const { inverse } = this.field;
    return inverse === undefined ? values : { ...values, [inverse]: this.owner };
  }

  #link(linked: number[], ids: readonly number[]): number[] {
    const added = without(ids, linked);
    for (const id of added) this.env.row(this.#model, id);
    const { inverse, through } = this.field;
    if (inverse !== undefined) for (const id of added) this.env.write(this.#model, id, this.#owned({}));
    // Odoo puts such a row into the table by itself, without dates and users.
    const undated = { create_date: false, write_date: false };
    if (through)
      for (const id of added)
        this.env.insert(through.model, { [through.own]: this.owner, [through.other]: id, ...undated });
    return [...linked, ...added];
  }

  /** A record on the many side of a one2many can't live without its owner here. */
  #drop(linked: number[], ids: readonly number[]): number[] {
    const { inverse, through } = this.field;
    if (inverse !== undefined) for (const id of ids) this.env.unlink(this.#model, id);
    if (through)
      for (const row of this.env.pointingTo(through.model, through.own, this.owner ?? 0))
        if (ids.includes(Number(row[through.other]))) this.env.unlink(through.model, row.id);
    return without(linked, ids);
  }
}

function without(ids: readonly number[], taken: readonly number[]): number[] {
  return ids.filter((id) => !taken.includes(id));
}
