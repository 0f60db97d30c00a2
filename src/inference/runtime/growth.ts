import type * as Ort from 'onnxruntime-web';
import type { Logits } from '../../core/run.ts';
import { isState } from '../inputs/states.ts';
import type { FedInput } from '../inputs/roles.ts';
import type { LayerOutput } from '../run/pack.ts';
import type { FeedValues } from './feeds.ts';
import { isFixedCache } from './fixedCache.ts';

/** What a pass gave that a text which goes on needs. */
type Pass = { readonly layers: readonly LayerOutput[]; readonly logits: Logits | null };

type Outputs = Readonly<Record<string, Ort.Tensor | undefined>>;

/** Takes a text through the graph, or what is new of it, and fetches these outputs besides. */
type Forward<Given> = (
  values: FeedValues,
  besides: readonly string[],
) => Promise<{ readonly pass: Given; readonly outputs: Outputs }>;

/** What the newest text left behind. */
type Kept = Pass & {
  readonly ids: readonly number[];
  readonly past: ReadonlyMap<string, Ort.Tensor>;
  readonly logits: Logits;
};

/** Scores, weights, keys and values stay here up to so many numbers (128 MB): of longer texts the whole is run each time. */
const MAX_KEPT = 2 ** 25;

/** How far a text that went on may be from the same run at once: half precision leaves as much. */
const MAX_OFF = { pattern: 2e-3, score: 2e-2 } as const;

/**
 * Texts that grow token by token. Where the graph takes keys and values of a past and gives them, they are kept between passes:
 * only what is new is fed, and its rows are put below those that are there. The first time that one token is new, and the first time
 * that several are, the whole text is run as well; if the two differ, or going on fails, nothing is kept from then on.
 */
export function createGrowth<Given extends Pass>(inputs: readonly FedInput[], outputs: readonly string[]) {
  const pairs = pastPairs(inputs, outputs);
  let isRefused = pairs === null;
  // A graph may take one new token another way than several.
  const trusted = new Set<'one' | 'several'>();
  let kept: Kept | null = null;

  const names = [...(pairs?.values() ?? [])];

  const keep = (values: FeedValues, pass: Given, found: Outputs): void => {
    const { logits, layers } = pass;
    const ids = values.tokens?.ids ?? [];
    const past = new Map(
      [...(pairs ?? [])].flatMap(([input, output]) => (found[output] ? [[input, found[output]]] : [])),
    );
    const sizes = [...layers.map(({ data }) => data.length), ...[...past.values()].map(({ size }) => size)];
    const nNumbers = sizes.reduce((sum, size) => sum + size, logits?.data.length ?? 0);
    const isWhole = past.size === names.length && logits !== null && nNumbers <= MAX_KEPT;
    // The scores are handed to the page, so what stays here is a copy.
    kept = isWhole ? { ids, past, layers, logits: { ...logits, data: logits.data.slice() } } : null;
  };

  async function goOn(before: Kept, values: FeedValues, forward: Forward<Given>) {
    const { pass, outputs: found } = await forward(
      { ...values, past: { nTokens: before.ids.length, tensors: before.past } },
      names,
    );
    return { pass: { ...pass, ...joined(before, pass) }, outputs: found };
  }

  return {
    /** Lets go of what is kept if a text that is run besides does not begin with it: nothing grows any more. */
    leave({ tokens }: FeedValues): void {
      if (kept !== null && !beginsWith(tokens?.ids ?? [], kept.ids)) kept = null;
    },

    /** Rejects as `forward` does for the whole text. */
    async run(values: FeedValues, forward: Forward<Given>): Promise<Given> {
      if (isRefused || !isPlain(values)) return (await forward(values, [])).pass;
      const before = kept !== null && goesOn(kept.ids, values) ? kept : null;
      const step = before && (values.tokens?.ids.length === before.ids.length + 1 ? 'one' : 'several');
      kept = null;
      const further = before && (await goOn(before, values, forward).catch(() => null));
      if (further !== null && step !== null && trusted.has(step)) {
        keep(values, further.pass, further.outputs);
        return further.pass;
      }
      const { pass, outputs: found } = await forward(values, names);
      if (step !== null) {
        trusted.add(step);
        isRefused = further === null || !isClose(further.pass, pass);
      }
      if (!isRefused) keep(values, pass, found);
      return pass;
    },
  };
}

/** For each input of the past the output that it is fed from next time; null where one of them has none, or where there is no past. */
function pastPairs(inputs: readonly FedInput[], outputs: readonly string[]): ReadonlyMap<string, string> | null {
  const pasts = inputs.filter(({ role }) => role === 'past');
  const pairs = pasts.flatMap(({ name }) => {
    const output = [name.replace(/^past_key_values/, 'present'), name.replace(/^past/, 'present')].find((one) =>
      outputs.includes(one),
    );
    return output === undefined || output === name ? [] : [[name, output] as const];
  });
  // What a convolution saw last is of one size, whatever is fed: it tells nothing of how far it goes.
  const isComplete = pairs.length === pasts.length && !pasts.some((past) => isState(past) || isFixedCache(past));
  return isComplete && pairs.length > 0 ? new Map(pairs) : null;
}

/** Whether it is a sequence of ids without padding. */
function isPlain({ tokens, decoderIds, tokenVectors, own, encoded, picture }: FeedValues): boolean {
  const others = [decoderIds, tokenVectors, own, encoded, picture];
  return tokens !== undefined && (tokens.nPadding ?? 0) === 0 && others.every((one) => one === undefined);
}

function goesOn(before: readonly number[], { tokens }: FeedValues): boolean {
  const ids = tokens?.ids ?? [];
  return ids.length > before.length && beginsWith(ids, before);
}

function beginsWith(ids: readonly number[], beginning: readonly number[]): boolean {
  return beginning.every((id, at) => id === ids[at]);
}

/** The rows of both, one below the other; what came later no earlier query looks at. */
function joined(before: Kept, { layers, logits }: Pass): Pass {
  if (logits === null || logits.nVocab !== before.logits.nVocab) throw new RangeError('no scores to go on with');
  const data = new Float32Array(before.logits.data.length + logits.data.length);
  data.set(before.logits.data);
  data.set(logits.data, before.logits.data.length);
  return {
    layers: layers.map((layer, at) => joinedLayer(before.layers[at], layer)),
    logits: { ...logits, nTokens: before.logits.nTokens + logits.nTokens, data },
  };
}

/** Shapes: [.., head, t, t] and [.., head, n, t + n] -> [.., head, t + n, t + n]. Throws RangeError for any other. */
function joinedLayer(before: LayerOutput | undefined, added: LayerOutput): LayerOutput {
  const [nKeys = 0, nNew = 0, nHeads = 0] = added.dims.toReversed();
  const [nBefore = 0, nOld = 0, nHeadsBefore = 0] = before?.dims.toReversed() ?? [];
  const fits = nKeys === nOld + nNew && nBefore === nOld && nHeads === nHeadsBefore;
  if (
    before === undefined ||
    !fits ||
    before.data.length !== nHeads * nOld * nOld ||
    added.data.length !== nHeads * nNew * nKeys
  ) {
    throw new RangeError(`rows of [${added.dims.join(', ')}] do not go on with [${before?.dims.join(', ')}]`);
  }
  const data = new Float32Array(nHeads * nKeys * nKeys);
  for (let head = 0; head < nHeads; head++) {
    for (let query = 0; query < nOld; query++) {
      const from = (head * nOld + query) * nOld;
      data.set(before.data.subarray(from, from + nOld), (head * nKeys + query) * nKeys);
    }
    data.set(added.data.subarray(head * nNew * nKeys, (head + 1) * nNew * nKeys), (head * nKeys + nOld) * nKeys);
  }
  return { ...added, dims: [...added.dims.slice(0, -2), nKeys, nKeys], data };
}

function isClose(one: Pass, other: Pass): boolean {
  const layers = one.layers.every(({ data }, at) => isNear(data, other.layers[at]?.data, MAX_OFF.pattern));
  return layers && isNear(one.logits?.data, other.logits?.data, MAX_OFF.score);
}

function isNear(one: Float32Array | undefined, other: Float32Array | undefined, most: number): boolean {
  if (one === undefined || one.length !== other?.length) return false;
  return one.every((value, at) => Math.abs(value - (other[at] ?? NaN)) <= most * Math.max(1, Math.abs(value)));
}
