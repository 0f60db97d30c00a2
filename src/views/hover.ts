import type { HeadRef } from '../core/selection.ts';

/** What the pointer or the keyboard cursor is on. Kept apart from the app's state: it changes with every movement. */
export type Hover = {
  /** The head of the grid under the pointer or focus. */
  readonly head: HeadRef | null;
  /** The row that is lit in every heatmap and in the sentence. */
  readonly query: number | null;
  readonly key: number | null;
  /** The head whose heatmap the pointer is in: it shows the tooltip. */
  readonly source: HeadRef | null;
};

export type HoverStore = {
  readonly get: () => Hover;
  readonly set: (change: Partial<Hover>) => void;
  readonly subscribe: (listener: () => void) => () => void;
};

const NOTHING: Hover = { head: null, query: null, key: null, source: null };

/** A store so small that heatmaps subscribe to it directly and light up without React drawing anything again. */
export function createHoverStore(): HoverStore {
  let hover = NOTHING;
  const listeners = new Set<() => void>();
  return {
    get: () => hover,
    set(change) {
      const next = { ...hover, ...change };
      if (
        next.head === hover.head &&
        next.query === hover.query &&
        next.key === hover.key &&
        next.source === hover.source
      )
        return;
      hover = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
