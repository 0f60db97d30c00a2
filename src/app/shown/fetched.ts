import { lazy } from 'react';
import type { ComponentType, LazyExoticComponent } from 'react';

/** A part of the page did not come: the connection, or the server, is to blame and not what the part shows. */
export class NotFetched extends Error {
  constructor(cause: unknown) {
    super('a part of the page could not be fetched', { cause });
    this.name = 'NotFetched';
  }
}

const toCome: (() => Promise<unknown>)[] = [];

/** A part of the page that is fetched when it is first drawn. While it is on its way it suspends; it throws NotFetched if it does not come. */
export function fetched<Props>(load: () => Promise<ComponentType<Props>>): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => ({ default: await part(load()) }));
}

/** A part of the page that is on its way. Rejects with NotFetched if it does not come. */
export async function part<Part>(coming: Promise<Part>): Promise<Part> {
  try {
    return await coming;
  } catch (thrown) {
    throw new NotFetched(thrown);
  }
}

/** What must be there at once when it is wanted, or once the network is gone: `fetchAhead` brings it, wanted or not. */
export function ahead<Brought>(load: () => Promise<Brought>): () => Promise<Brought> {
  toCome.push(load);
  return load;
}

/** Brings all that is to be there before it is wanted. What does not come is asked for once more, and told, when it is wanted. */
export async function fetchAhead(): Promise<void> {
  await Promise.allSettled(toCome.map(async (load) => load()));
}
