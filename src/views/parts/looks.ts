import type { AskSide } from '../../core/ask/answers.ts';
import type { Token } from '../../core/tokens.ts';
import type { HoverStore } from '../hover.ts';

/** What a head looks at, drawn over what was given to the model: a picture or a sound. */
export type LooksProps = {
  /** What queries and keys are called, first what stands before those of what was given. */
  readonly tokens: { readonly [side in AskSide]: readonly Pick<Token, 'text'>[] };
  /** Pattern [query, key] of the head on screen, or null. */
  readonly pattern: Float32Array | null;
  /** Name of that head, for people; empty where none is. */
  readonly headName: string;
  readonly hover: HoverStore;
  /** The token that is asked about; null for none. */
  readonly asked: number | null;
  /** Whether that one is asked where it looks, or who looks at it. */
  readonly side: AskSide;
  readonly onAsk: (position: number | null, side: AskSide) => void;
};

/** Lights one token of an axis, and none of the other; null for none at all. */
export function pointAt(hover: HoverStore, axis: AskSide, position: number | null): void {
  hover.set({ query: null, key: null, [axis]: position, source: null });
}
