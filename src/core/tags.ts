/** Which tags the bridge keeps in step (B7); all others are left alone on both sides. */
export type ManagedTags =
  | 'all'
  | 'none'
  | { readonly prefix: string }
  | readonly string[]
  /** Odoo tags that stand for an interest or a permission are no tags to MailChimp, and archived ones are left alone. */
  | { readonly which: ManagedTags; readonly except: readonly string[] };

export interface TagDelta {
  add: string[];
  remove: string[];
}

const key = (name: string): string => name.trim().toLowerCase();
const keys = (names: readonly string[]): Set<string> => new Set(names.map(key));

/** The same without these. */
export function managedExcept(managed: ManagedTags, except: readonly string[]): ManagedTags {
  return except.length === 0 ? managed : { which: managed, except };
}

export function isManaged(name: string, managed: ManagedTags): boolean {
  if (managed === 'all') return true;
  if (managed === 'none') return false;
  if ('which' in managed) return !keys(managed.except).has(key(name)) && isManaged(name, managed.which);
  if ('prefix' in managed) return key(name).startsWith(key(managed.prefix));
  return keys(managed).has(key(name));
}

/**
 * What has to be added and removed on `target` so that it follows what changed on `source` since `base`.
 * Compared without case: MailChimp keeps the spelling a tag was first made with (mailchimp-api §5.5).
 */
export function tagDelta(tags: {
  base: readonly string[];
  source: readonly string[];
  target: readonly string[];
  managed: ManagedTags;
}): TagDelta {
  const [base, source, target] = [keys(tags.base), keys(tags.source), keys(tags.target)];
  const managed = (name: string): boolean => isManaged(name, tags.managed);
  return {
    add: tags.source.filter((name) => managed(name) && !base.has(key(name)) && !target.has(key(name))),
    remove: tags.target.filter((name) => managed(name) && base.has(key(name)) && !source.has(key(name))),
  };
}

/** Whether somebody has fewer tags afterwards: a tag that was renamed is none that was taken off. */
export function losesTags({ add, remove }: TagDelta): boolean {
  return remove.length > add.length;
}

/** `names` after `delta`, in a stable order. */
export function applyTagDelta(names: readonly string[], delta: TagDelta): string[] {
  const removed = keys(delta.remove);
  const present = keys(names);
  const added = delta.add.filter((name) => !present.has(key(name)));
  return [...names.filter((name) => !removed.has(key(name))), ...added].sort();
}
