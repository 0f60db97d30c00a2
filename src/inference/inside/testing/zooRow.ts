import type { InsideLayer, Scale } from '../../../core/inside/layer.ts';
import type { AttentionKind } from '../../../core/tensor.ts';

/** What all layers of a stack have in common. */
export type Row = {
  readonly graph: string;
  readonly kind: AttentionKind;
  readonly nLayers: number;
  readonly place: Scale['place'];
  /** Heads, heads of keys and values, channels of queries, width of the stream. */
  readonly sizes: readonly [h: number, hk: number, dK: number | null, d: number | null];
  /** By layer, or one for all, where it is not 1 / sqrt(channels); empty where it is not to be had. */
  readonly scales?: readonly number[];
  readonly isPostNorm?: boolean | null;
  readonly rotation?: InsideLayer['rotation'];
  readonly hasBias?: true;
  /** Stages that are not to be had, by the reason. */
  readonly refused?: Readonly<Record<string, readonly string[]>>;
  /** Checks that are made; all three unless said. */
  readonly checks?: readonly string[];
};

/** All stages that a file may lack. */
export const EVERY = [
  'attentionOutput',
  'context',
  'key',
  'outputWeights',
  'query',
  'read',
  'readKeys',
  'scores',
  'streamAfter',
  'streamBefore',
  'value',
];
