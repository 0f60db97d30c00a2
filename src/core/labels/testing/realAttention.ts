import { existsSync, readFileSync } from 'node:fs';
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

type File = {
  readonly tokens: readonly string[];
  readonly causal: boolean;
  readonly shape: readonly [number, number, number, number];
  readonly attn: readonly (readonly (readonly (readonly number[])[])[])[];
};

/** Reads one file; throws RangeError if its numbers do not fill its shape or a row does not sum to 1. */
export function readRealAttention(name: string): RealAttention {
  const file: unknown = JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));
  if (!isFile(file)) throw new TypeError(`invalid fixture: ${name}`);
  const [nLayers, nHeads, nQueries, nKeys] = file.shape;
  const data = Float32Array.from(file.attn.flat(3));
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
    typeof parsed === 'object' && parsed !== null && ['tokens', 'causal', 'shape', 'attn'].every((k) => k in parsed)
  );
}
