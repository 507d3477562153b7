import type { HttpMethod, Route } from './api-call.js';

export interface Match {
  /** Absent when the path exists and the method doesn't. */
  route: Route | undefined;
  /** The path as written in the table of routes. */
  path: string;
  params: Readonly<Record<string, string>>;
  allow: readonly HttpMethod[];
}

interface Entry {
  path: string;
  pattern: RegExp;
  names: string[];
  routes: Map<HttpMethod, Route>;
}

/** Finds the route of a path below `/3.0`; the calls of a batch are found the same way. */
export class Router {
  readonly #entries: Entry[] = [];

  constructor(routes: readonly Route[]) {
    for (const route of routes) this.#entryOf(route.path).routes.set(route.method, route);
  }

  match(method: string, path: string): Match | undefined {
    const bare = path.length > 1 ? path.replace(/\/+$/, '') : path;
    for (const { path: written, pattern, names, routes } of this.#entries) {
      const found = pattern.exec(bare);
      if (!found) continue;
      const params = Object.fromEntries(names.map((name, index) => [name, decoded(found[index + 1] ?? '')]));
      return { route: routes.get(method as HttpMethod), path: written, params, allow: [...routes.keys()] };
    }
    return undefined;
  }

  #entryOf(path: string): Entry {
    const known = this.#entries.find((entry) => entry.path === path);
    if (known) return known;
    const names = [...path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
    const pattern = new RegExp(`^${path.replace(/:\w+/g, '([^/]+)')}$`);
    const entry: Entry = { path, pattern, names, routes: new Map() };
    this.#entries.push(entry);
    return entry;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
