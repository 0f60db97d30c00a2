import type { StoredWeights } from './cost/prunedSize.ts';
import type { AskedInput } from './inputUses.ts';
import type { AttentionKind } from './tensor.ts';

/** What a person can check about a model: where its files came from, how large it is, and which nodes were read as attention. */
export type ModelCard = {
  /** Class name of config.json, else its model_type, else "unknown". */
  readonly architecture: string;
  readonly nLayers: number;
  readonly nHeads: number;
  readonly dModel: number | null;
  /** Width of one head: dModel / nHeads, or what config.json says. */
  readonly dHead: number | null;
  /** Numbers stored as weights in the file; shared matrices may be stored twice. */
  readonly nParameters: number;
  readonly precision: string;
  readonly opset: number;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  /** Paths of the graphs that lie beside each other, of which one or two were taken; left out where there is no choice. */
  readonly graphs?: readonly string[];
  /** Inputs that only a person knows; left out where there are none. */
  readonly inputs?: readonly AskedInput[];
  /** Which nodes are shown, in the order in which the model computes them. */
  readonly sites: readonly {
    readonly kind: AttentionKind;
    readonly layer: number;
    readonly nodeName: string;
    readonly how: string;
    /** What the file stores for it; left out where the graph does not tell. */
    readonly weights?: StoredWeights;
  }[];
  /** What looked like attention and is not, or could not be read, and layers that mix tokens without weights to show. */
  readonly notShown: readonly { readonly nodeName: string; readonly why: string }[];
};
