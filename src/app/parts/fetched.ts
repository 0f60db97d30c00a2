import { lazy } from 'react';
import type { ComponentType, LazyExoticComponent } from 'react';

/** A part of the page did not come: the connection, or the server, is to blame and not what the part shows. */
export class NotFetched extends Error {
  constructor(cause: unknown) {
    super('a part of the page could not be fetched', { cause });
    this.name = 'NotFetched';
  }
}

/** A part of the page that is fetched when it is first drawn. While it is on its way it suspends; it throws NotFetched if it does not come. */
export function fetched<Props>(load: () => Promise<ComponentType<Props>>): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => {
    try {
      return { default: await load() };
    } catch (thrown) {
      throw new NotFetched(thrown);
    }
  });
}
