import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { average1, dot, gelu, layerNorm, mean, plus, softmax, times, turned, variance } from './doubleRows.ts';
import type { Row } from './doubleRows.ts';

// A transformer in double precision, from the weights of a shipped model alone: it shares no code with what it is there to test.

/** What is done to the heads of one layer: (keep P + pattern) V, [head] and [head][query][key]. */
type Done = { readonly keep: readonly number[]; readonly pattern?: readonly (readonly Row[])[] };

/** One head of one layer: rows by query or key, each a vector. */
export type NetworkHead = {
  readonly q: readonly Row[];
  readonly k: readonly Row[];
  readonly v: readonly Row[];
  /** [query][key]; minus infinity where masked. */
  readonly scores: readonly Row[];
  readonly own: readonly Row[];
  readonly used: readonly Row[];
  readonly z: readonly Row[];
  /** z W_O of the head, and v W_O of each key. */
  readonly w: readonly Row[];
  readonly f: readonly Row[];
  readonly wQ: readonly Row[];
  readonly wK: readonly Row[];
  readonly wV: readonly Row[];
  readonly bV: Row;
  readonly wO: readonly Row[];
};

export type NetworkLayer = {
  readonly x: readonly Row[];
  readonly heads: readonly NetworkHead[];
  readonly bias: Row;
  readonly output: readonly Row[];
};

type NetworkRun = {
  readonly layers: readonly NetworkLayer[];
  /** The stream that the last norm reads, and scores of the vocabulary at a query. */
  readonly last: readonly Row[];
  readonly logitsAt: (query: number) => Row;
};

export type Network = {
  readonly run: (ids: readonly number[], done?: readonly (Done | null)[]) => NetworkRun;
  /** What a part of the stream adds to each token over the average, the last norm held as it is at a query of a run. */
  readonly directOf: (part: Row, last: Row) => Row;
};

const [N_HEADS, D_K, EPSILON] = [8, 16, 1e-5];

type Names = {
  readonly isCausal: boolean;
  readonly linear: 'in-out' | 'out-in';
  readonly layer: (
    at: number,
  ) => Readonly<Record<'norm' | 'q' | 'k' | 'v' | 'out' | 'mlpNorm' | 'up' | 'down', string>>;
};

const NAMES: Readonly<Record<'bookworm-gpt' | 'bookworm-bert', Names>> = {
  'bookworm-gpt': {
    isCausal: true,
    linear: 'in-out',
    layer(at) {
      const base = `transformer.h.${at}`;
      const packed = `${base}.attn.c_attn`;
      return {
        norm: `${base}.ln_1`,
        q: packed,
        k: packed,
        v: packed,
        out: `${base}.attn.c_proj`,
        mlpNorm: `${base}.ln_2`,
        up: `${base}.mlp.c_fc`,
        down: `${base}.mlp.c_proj`,
      };
    },
  },
  'bookworm-bert': {
    isCausal: false,
    linear: 'out-in',
    layer(at) {
      const base = `roberta_prelayernorm.encoder.layer.${at}`;
      return {
        norm: `${base}.attention.LayerNorm`,
        q: `${base}.attention.self.query`,
        k: `${base}.attention.self.key`,
        v: `${base}.attention.self.value`,
        out: `${base}.attention.output.dense`,
        mlpNorm: `${base}.intermediate.LayerNorm`,
        up: `${base}.intermediate.dense`,
        down: `${base}.output.dense`,
      };
    },
  },
};

/** The network of a shipped model. */
export function readNetwork(id: keyof typeof NAMES): Network {
  const tensors = readTensors(resolve(`models/${id}/model.safetensors`));
  const names = NAMES[id];
  const isGpt = names.isCausal;
  const root = isGpt ? 'transformer' : 'roberta_prelayernorm';
  const vector = (name: string): Row => tensors.get(name)!.rows[0]!;
  const rowsOf = (name: string): readonly Row[] => tensors.get(name)!.rows;
  const matrix = (name: string): readonly Row[] => {
    const rows = rowsOf(`${name}.weight`);
    return names.linear === 'in-out' ? rows : turned(rows);
  };
  const normed = (name: string) => (row: Row) =>
    layerNorm(row, vector(`${name}.weight`), vector(`${name}.bias`), EPSILON);
  const words = rowsOf(isGpt ? `${root}.wte.weight` : `${root}.embeddings.word_embeddings.weight`);
  const average = mean(words);

  const embedded = (ids: readonly number[]): readonly Row[] => {
    if (isGpt) return ids.map((token, at) => plus(words[token]!, rowsOf(`${root}.wpe.weight`)[at]!));
    const [places, kinds] = [`${root}.embeddings.position_embeddings`, `${root}.embeddings.token_type_embeddings`];
    const sums = ids.map((token, at) =>
      plus(plus(words[token]!, rowsOf(`${places}.weight`)[at + 1]!), rowsOf(`${kinds}.weight`)[0]!),
    );
    return sums.map(normed(`${root}.embeddings.LayerNorm`));
  };

  const lastNorm = isGpt ? `${root}.ln_f` : `${root}.LayerNorm`;
  const logitsAt = (last: Row): Row => {
    const y = normed(lastNorm)(last);
    if (isGpt) return Float64Array.from(words, (word) => dot(word, y));
    const hidden = plus(times(y, turned(rowsOf('lm_head.dense.weight'))), vector('lm_head.dense.bias')).map(gelu);
    const spoken = normed('lm_head.layer_norm')(hidden);
    return Float64Array.from(words, (word, at) => dot(word, spoken) + vector('lm_head.bias')[at]!);
  };

  const runLayer = (x: readonly Row[], at: number, done: Done | null): NetworkLayer => {
    const own = names.layer(at);
    const y = x.map(normed(own.norm));
    const [out, outBias] = [matrix(own.out), vector(`${own.out}.bias`)];
    const heads = Array.from({ length: N_HEADS }, (_, head): NetworkHead => {
      const part = (role: 'q' | 'k' | 'v') => {
        const from = head * D_K + (isGpt ? ['q', 'k', 'v'].indexOf(role) * N_HEADS * D_K : 0);
        const weights = matrix(own[role]).map((row) => row.slice(from, from + D_K));
        const bias = vector(`${own[role]}.bias`).slice(from, from + D_K);
        return { weights, bias, rows: y.map((row) => plus(times(row, weights), bias)) };
      };
      const [q, k, v] = [part('q'), part('k'), part('v')];
      const scores = q.rows.map((query, i) =>
        Float64Array.from(k.rows, (key, j) => (isGpt && j > i ? -Infinity : dot(query, key) / Math.sqrt(D_K))),
      );
      const patterns = scores.map(softmax);
      const keep = done?.keep[head] ?? 1;
      const used = patterns.map((row, i) =>
        row.map((weight, j) => keep * weight + (done?.pattern?.[head]?.[i]?.[j] ?? 0)),
      );
      const z = used.map((row) => times(row, v.rows));
      const wO = out.slice(head * D_K, (head + 1) * D_K);
      return {
        q: q.rows,
        k: k.rows,
        v: v.rows,
        scores,
        own: patterns,
        used,
        z,
        w: z.map((row) => times(row, wO)),
        f: v.rows.map((row) => times(row, wO)),
        wQ: q.weights,
        wK: k.weights,
        wV: v.weights,
        bV: v.bias,
        wO,
      };
    });
    const output = x.map((_, i) => heads.reduce((sum, { w }) => plus(sum, w[i]!), outBias));
    return { x, heads, bias: outBias, output };
  };

  return {
    run(ids, done = []) {
      let x = embedded(ids);
      const layers: NetworkLayer[] = [];
      for (let at = 0; at < 4; at++) {
        const layer = runLayer(x, at, done[at] ?? null);
        layers.push(layer);
        const own = names.layer(at);
        const [up, down] = [matrix(own.up), matrix(own.down)];
        x = x.map((row, i) => {
          const then = plus(row, layer.output[i]!);
          const hidden = plus(times(normed(own.mlpNorm)(then), up), vector(`${own.up}.bias`)).map(gelu);
          return plus(then, plus(times(hidden, down), vector(`${own.down}.bias`)));
        });
      }
      const last = x;
      return { layers, last, logitsAt: (query) => logitsAt(last[query]!) };
    },
    directOf(part, last) {
      const gamma = vector(`${lastNorm}.weight`);
      const sigma = Math.sqrt(variance(last) + EPSILON);
      const middle = average1(part);
      const scaled = part.map((one, c) => ((one - middle) / sigma) * gamma[c]!);
      return Float64Array.from(words, (word) => dot(word, scaled) - dot(average, scaled));
    },
  };
}

/** What a file says of one of its tensors, and of itself nothing of that. */
type Described = {
  readonly dtype?: string;
  readonly shape?: readonly number[];
  readonly data_offsets?: readonly number[];
};

/** Tensors of a file of half-precision numbers, as rows. */
function readTensors(file: string): ReadonlyMap<string, { readonly rows: readonly Row[] }> {
  const bytes = readFileSync(file);
  const length = Number(bytes.readBigUInt64LE(0));
  const header: Readonly<Record<string, Described>> = JSON.parse(bytes.subarray(8, 8 + length).toString());
  return new Map(
    Object.entries(header).flatMap(([name, { dtype, shape = [], data_offsets: [from = 0] = [] }]) => {
      if (name === '__metadata__') return [];
      if (dtype !== 'F16') throw new RangeError(`${name} is ${dtype}`);
      const width = shape.at(-1) ?? 1;
      const nRows = shape.length === 2 ? (shape[0] ?? 0) : 1;
      const start = 8 + length + from;
      const rows = Array.from({ length: nRows }, (_, row) =>
        Float64Array.from({ length: width }, (__, c) => halfAt(bytes, start + 2 * (row * width + c))),
      );
      return [[name, { rows }] as const];
    }),
  );
}

function halfAt(bytes: Buffer, at: number): number {
  const bits = bytes.readUInt16LE(at);
  const [sign, exponent, fraction] = [bits >> 15 === 0 ? 1 : -1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 0) return sign * 2 ** -24 * fraction;
  return sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}
