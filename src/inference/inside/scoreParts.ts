import { overAverageAt } from '../../core/inside/direct.ts';
import { dot } from '../../core/inside/vectors.ts';
import { shapeOf } from '../run/pack.ts';
import type { InnerTensor } from '../runtime/session.ts';
import { decodeConstant } from '../surgery/decodeConstant.ts';
import type { StreamPart } from '../surgery/inside/streamParts.ts';
import { gatherParts } from './gatherParts.ts';
import type { PartsAt } from './gatherParts.ts';
import type { HeadRuns } from './headRuns.ts';
import type { ToldParts } from './toldAt.ts';

/** The tensors that `tellParts` reads, of the run as it is. */
export function namesOfParts({ path }: HeadRuns): readonly string[] {
  return path.ending.parts.flatMap(({ names }) => names.slice(0, 1));
}

/**
 * All that is added up to the stream that the last norm reads, at one query: the token and its position, what the heads of each layer write, all
 * biases of attention as one, and what else each layer adds. Or why that is not told, which takes nothing from what is told of a head.
 */
export function tellParts(
  { model, output, path: { ending } }: HeadRuns,
  query: number,
  tensors: ReadonlyMap<string, InnerTensor>,
): ToldParts {
  if (ending.parts.length === 0) return { whyNot: 'the graph does not tell what its stream is made of' };
  const facts = model.prepared.graphs.find((graph) => graph.ending === ending);
  if (facts === undefined) throw new RangeError('invalid ending: of no graph of the model');
  const { nQueries } = shapeOf(output);
  const named: { readonly part: StreamPart; readonly row: Float32Array }[] = [];
  for (const part of ending.parts) {
    const row = rowAt(part, tensors, nQueries, query);
    if (row === null) return { whyNot: 'a part of the stream is of another form than its tokens' };
    named.push({ part, row });
  }
  return { ...gatherParts(named, facts, model.plan.places.slice(-facts.sites.length), ending), checked: null };
}

type ScoreParts = PartsAt & {
  /** What each part, the constant with them, gives a token over the average of the vocabulary. Shapes: column, direction [d]. */
  readonly of: (id: number, column: Float64Array, direction: Float64Array) => Float32Array;
};

/** All parts together, [d]. */
export function sumOfParts({ vectors }: Pick<PartsAt, 'vectors'>): Float32Array {
  const [first = new Float32Array(0)] = vectors;
  return first.map((_, channel) => vectors.reduce((all, vector) => all + (vector[channel] ?? NaN), 0));
}

/** The score part by part, once the sum of all parts was held against the scores; or why not. */
export function scoreParts(
  told: ToldParts,
  { beta, bias, average, allowedFor }: AtLast,
): ScoreParts | { readonly whyNot: string } {
  if ('whyNot' in told) return told;
  const { parts, vectors, checked } = told;
  if (checked === null) throw new RangeError('invalid parts: their sum was not checked');
  if (!(checked.difference <= allowedFor(checked.largest)))
    return { whyNot: `the parts that were found differ from the score by ${checked.difference.toPrecision(2)}` };
  return {
    parts,
    vectors,
    of: (id, column, direction) =>
      Float32Array.of(
        ...vectors.map((vector) => dot(vector, direction)),
        overAverageAt(id, { row: beta, bias }, column, average),
      ),
  };
}

type AtLast = {
  /** What the last norm adds, [d], and the table, [nTokens]. */
  readonly beta: Float32Array | null;
  readonly bias: Float32Array | null;
  readonly average: Float64Array;
  /** The difference that is allowed where the largest score is so large. */
  readonly allowedFor: (largest: number) => number;
};

/** A part's row at a query, [d]; null for one of another form. */
function rowAt(
  { names: [name], stored, factor }: StreamPart,
  tensors: ReadonlyMap<string, InnerTensor>,
  nQueries: number,
  query: number,
): Float32Array | null {
  const tensor = name === undefined ? stored && decodeConstant(stored) : tensors.get(name);
  const data = tensor?.data;
  const d = tensor?.dims.at(-1) ?? 0;
  const nRows = (data?.length ?? 0) / d;
  if (!data || !(nRows === 1 || nRows === nQueries)) return null;
  const from = nRows === 1 ? 0 : query * d;
  return data.subarray(from, from + d).map((value) => value * factor);
}
