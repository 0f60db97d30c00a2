import type { HeadFact } from '../parts/fact.ts';
import type { HeadTag } from '../parts/headTag.ts';

/** One number for every head: layers are rows, heads are columns. */
export type MapValues = {
  readonly nLayers: number;
  readonly nHeads: number;
  /** True numbers of the layers where not every layer is shown. */
  readonly layerNumbers?: readonly number[] | undefined;
  /** By `L3H7`; a head without one, or whose value is null, is not measured, or could not be. */
  readonly facts: ReadonlyMap<string, HeadFact>;
  /** The value, without its sign, at the end of the colours. */
  readonly max: number;
  /** Labels by `L3H7`. */
  readonly tags: ReadonlyMap<string, HeadTag> | null;
  /** What the number is: "Change of loss without the head". */
  readonly title: string;
  readonly unit: string;
  /** What the legend says of values that are noise and stay grey; null for nothing. */
  readonly noise: string | null;
  readonly isRunning: boolean;
  /** What the heads have in common that can have no number: "no pattern to put in its place". */
  readonly missing?: string | undefined;
};
