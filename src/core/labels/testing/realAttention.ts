import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { AttentionTensor } from '../../tensor.ts';

/** Patterns of a public model, kept outside the repository. */
export type RealAttention = {
  readonly tokens: readonly string[];
  readonly isCausal: boolean;
  readonly tensor: AttentionTensor;
};

const FOLDER = new URL('../../../../../shared/fixtures/real-attention/', import.meta.url);

/** False where the folder is absent: tests that need it are then skipped. */
export const HAS_REAL_ATTENTION = existsSync(FOLDER);

/** Names of all files, those of the folder `second` too; none where the folder is absent. */
export function realAttentionNames(): readonly string[] {
  if (!HAS_REAL_ATTENTION) return [];
  return ['', 'second/'].flatMap((folder) =>
    (existsSync(new URL(folder, FOLDER)) ? readdirSync(new URL(folder, FOLDER)) : [])
      .filter((name) => name.endsWith('.json'))
      .map((name) => `${folder}${name.slice(0, -'.json'.length)}`)
      .toSorted(),
  );
}

/** Weights nested by axis under `attn`, or one after the other under `data`. Axes: layer, head, query, key. */
type File = { readonly tokens: readonly string[]; readonly causal: boolean } & (
  | { readonly shape: readonly number[]; readonly attn: readonly (readonly (readonly (readonly number[])[])[])[] }
  | { readonly dims: readonly number[]; readonly data: readonly number[] }
);

/** Reads one file; throws RangeError if its numbers do not fill its shape or a row does not sum to 1. */
export function readRealAttention(name: string): RealAttention {
  const file: unknown = JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));
  if (!isFile(file)) throw new TypeError(`invalid fixture: ${name}`);
  const [nLayers = 0, nHeads = 0, nQueries = 0, nKeys = 0] = 'data' in file ? file.dims : file.shape;
  const data = Float32Array.from('data' in file ? file.data : file.attn.flat(3));
  if (data.length !== nLayers * nHeads * nQueries * nKeys || nKeys !== file.tokens.length) {
    throw new RangeError(`invalid fixture: ${name}`);
  }
  for (let row = 0; row < data.length; row += nKeys) {
    const sum = data.subarray(row, row + nKeys).reduce((total, weight) => total + weight, 0);
    if (Math.abs(sum - 1) > 1e-3) throw new RangeError(`invalid row sum: ${sum} in ${name}`);
  }
  return {
    tokens: file.tokens,
    isCausal: file.causal,
    tensor: { kind: file.causal ? 'decoder' : 'encoder', nLayers, nHeads, nQueries, nKeys, data },
  };
}

function isFile(parsed: unknown): parsed is File {
  return (
    typeof parsed === 'object' &&
    parsed !== null &&
    ['tokens', 'causal'].every((name) => name in parsed) &&
    (('shape' in parsed && 'attn' in parsed) || ('dims' in parsed && 'data' in parsed))
  );
}
