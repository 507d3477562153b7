/** Why a merge value is not taken; `schema` when its very shape is wrong, not its content. */
export class MergeRefusal extends Error {
  constructor(
    message: string,
    readonly schema = false,
  ) {
    super(message);
    this.name = 'MergeRefusal';
  }
}
