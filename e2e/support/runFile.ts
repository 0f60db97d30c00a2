import { readFileSync } from 'node:fs';
import type { Download } from 'playwright/test';

/** A file of the form headlight-run/1, with its numbers decoded by Node rather than by the page's own code. */
export type RunFile = {
  readonly name: string;
  readonly json: RunJson;
  /** Of the first stack. Shape [layer, head, query, key]. */
  readonly attention: Float32Array;
  /** Every stack by its kind. Shape of the data: [layer, head, query, key], which are `dims`. */
  readonly stacks: ReadonlyMap<string, { readonly dims: readonly number[]; readonly data: Float32Array }>;
  /** Shape [token, vocabulary]; empty where the file holds none. */
  readonly logits: Float32Array;
  /** The same with heads switched off; null where none is. */
  readonly ablated: { readonly attention: Float32Array; readonly logits: Float32Array } | null;
};

type SummaryJson = {
  readonly lossBefore: number | null;
  readonly lossAfter: number | null;
  readonly nScored: number;
  readonly meanKl: number | null;
  readonly maxKl: number | null;
  readonly worst: number;
  readonly nPositions: number;
  readonly nFlips: number;
  readonly meanTurn: number | null;
};

type VariantJson = {
  readonly mode: string;
  readonly heads: readonly {
    readonly kind: string | null;
    readonly layer: number;
    readonly head: number;
    readonly keep: number;
  }[];
};

type RunJson = {
  readonly format: string;
  readonly model: {
    readonly id: string;
    readonly type: string;
    readonly nLayers: number;
    readonly nHeads: number;
    readonly causal: boolean;
    readonly precision: string;
  };
  readonly backend: { readonly name: string; readonly threads: number };
  readonly text: string;
  readonly pair: string | null;
  readonly tokens: readonly {
    readonly position: number;
    readonly id: number;
    readonly piece: string;
    readonly text: string;
    readonly start: number;
    readonly end: number;
    readonly special: boolean;
    readonly segment: number;
  }[];
  readonly targetTokens?: RunJson['tokens'];
  readonly attention: readonly (ArrayJson & { readonly kind: string; readonly axes: string })[];
  readonly logits?: ArrayJson;
  readonly labels: readonly {
    readonly layer: number;
    readonly head: number;
    readonly label: string;
    readonly status: string;
    readonly score: number | null;
    readonly share: number | null;
    readonly offset?: number;
  }[];
  readonly stats: readonly (Readonly<Record<string, number | null>> & {
    readonly layer: number;
    readonly head: number;
  })[];
  readonly oneHead?: readonly (VariantJson & { readonly effect?: { readonly summary: SummaryJson } })[];
  readonly ablation?: VariantJson & {
    readonly attention: readonly ArrayJson[];
    readonly logits?: ArrayJson;
    readonly effect?: {
      readonly objective: string;
      readonly summary: SummaryJson;
      readonly positions: readonly { readonly position: number; readonly before: readonly { readonly id: number }[] }[];
    };
  };
  readonly studies?: readonly {
    readonly purpose: string;
    readonly texts: readonly string[];
    readonly floor: { readonly meanKl: number; readonly loss: number } | null;
    readonly variants: readonly VariantJson[];
    readonly results: readonly (SummaryJson & { readonly input: number; readonly variant: number })[];
  }[];
  readonly alike?: readonly {
    readonly kind: string;
    readonly texts: readonly string[];
    readonly distance: ArrayJson;
    readonly contentDistance: ArrayJson;
  }[];
};

type ArrayJson = { readonly dims: readonly number[]; readonly encoding: string; readonly data: string };

export async function decodeRun(download: Download): Promise<RunFile> {
  const json: RunJson = JSON.parse(readFileSync(await download.path(), 'utf8'));
  return {
    name: download.suggestedFilename(),
    json,
    attention: decodeArray(json.attention[0]),
    stacks: new Map(json.attention.map((stack) => [stack.kind, { dims: stack.dims, data: decodeArray(stack) }])),
    logits: json.logits ? decodeArray(json.logits) : new Float32Array(0),
    ablated: json.ablation
      ? {
          attention: decodeArray(json.ablation.attention[0]),
          logits: json.ablation.logits ? decodeArray(json.ablation.logits) : new Float32Array(0),
        }
      : null,
  };
}

export function decodeArray(array: ArrayJson | undefined): Float32Array {
  if (array?.encoding !== 'base64-float32-le') throw new TypeError(`unknown encoding: ${array?.encoding}`);
  const bytes = Buffer.from(array.data, 'base64');
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
}

/** One row of a head, `L2H5`: the weights of a query over all keys. */
export function rowOf({ json, attention }: RunFile, head: string, query: number): readonly number[] {
  const [layer, index] = head.slice(1).split('H').map(Number);
  const nTokens = json.tokens.length;
  const start = ((layer! * json.model.nHeads + index!) * nTokens + query) * nTokens;
  return [...attention.subarray(start, start + nTokens)];
}

/** Every head of a run by name, in the order of the model. */
export function headsOf({ json }: RunFile): readonly string[] {
  return json.stats.map(({ layer, head }) => `L${layer}H${head}`);
}
