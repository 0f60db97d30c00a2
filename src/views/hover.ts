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
  /** True while row and column are those of the asked word, because nothing is pointed at. */
  readonly isAsked: boolean;
};

/** A row and a column to be lit. */
export type Lit = Pick<Hover, 'query' | 'key'>;

export type HoverStore = {
  readonly get: () => Hover;
  readonly set: (change: Partial<Omit<Hover, 'isAsked'>>) => void;
  /** What is lit while nothing is pointed at. */
  readonly ask: (lit: Lit) => void;
  readonly subscribe: (listener: () => void) => () => void;
};

const NOTHING: Hover = { head: null, query: null, key: null, source: null, isAsked: false };
const UNLIT: Lit = { query: null, key: null };

/** A store so small that heatmaps subscribe to it directly and light up without React drawing anything again. */
export function createHoverStore(): HoverStore {
  let pointed = NOTHING;
  let asked = UNLIT;
  let hover = NOTHING;
  const listeners = new Set<() => void>();
  const update = (): void => {
    const isPointed = pointed.query !== null || pointed.key !== null;
    const isAsked = !isPointed && (asked.query !== null || asked.key !== null);
    const next = isAsked ? { ...pointed, ...asked, isAsked } : pointed;
    if (isSame(next, hover)) return;
    hover = next;
    for (const listener of listeners) listener();
  };
  return {
    get: () => hover,
    set(change) {
      pointed = { ...pointed, ...change };
      update();
    },
    ask({ query, key }) {
      asked = { query, key };
      update();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function isSame(a: Hover, b: Hover): boolean {
  return (
    a.head === b.head && a.query === b.query && a.key === b.key && a.source === b.source && a.isAsked === b.isAsked
  );
}
