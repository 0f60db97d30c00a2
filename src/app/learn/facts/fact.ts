import type { AppState } from '../../state/appState.ts';
import type { ShownStack } from '../../shown/useStack.ts';

/** What a fact comes to: null while it is on its way, undefined where it cannot be had. */
export type Found = number | string | null | undefined;

/** What facts are taken from: the state, and the stack of the run on screen. */
export type Seen = { readonly state: AppState; readonly stack: ShownStack };

/** Kinds of arguments of facts. A `head` is named (`L3H7`), or found: by a label, the one with the best score; see headIn.ts. */
export const ARG_KINDS = {
  head: /^(L\d{1,4}H\d{1,4}|[a-z_+]+)$/,
  /** From 0, the asked word, or the last. */
  position: /^(\d{1,5}|asked|last)$/,
  layer: /^(\d{1,4}|all)$/,
  label: /^[a-z_+]+$/,
  number: /^\d+(\.\d+)?$/,
} as const;

export type ArgKind = keyof typeof ARG_KINDS;

/** One fact that a lesson can name, `{weight L3H2 10 2}`. */
export type FactRow = {
  readonly args: readonly ArgKind[];
  /** Decimals on screen, by default 2; whole numbers have none. */
  readonly digits?: number;
  /** Whether a plus is written before it, as before a change. */
  readonly isChange?: true;
  of(seen: Seen, ...args: readonly string[]): Found;
};

/** A table of facts of one kind. */
export type FactRows = Readonly<Record<string, FactRow>>;
