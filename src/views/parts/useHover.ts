import { useSyncExternalStore } from 'react';
import type { Hover, HoverStore } from '../hover.ts';

/** Subscribes one small component to one part of what is hovered; the part must be a value or keep its identity. */
export function useHover<Part>(store: HoverStore, pick: (hover: Hover) => Part): Part {
  const read = (): Part => pick(store.get());
  // The second reader is for markup without a browser, as in tests.
  return useSyncExternalStore(store.subscribe, read, read);
}
