import type { InsideLayer, Stage } from '../../core/inside/layer.ts';
import type { ProjectionWeights, Projected } from '../../core/inside/questions.ts';
import { valuesOff } from '../../core/inside/valuesOff.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import type { Turn } from '../door/queue.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { Constant } from '../surgery/constants.ts';
import type { LeftWeights } from '../surgery/inside/leftWeights.ts';
import { decodeConstant } from '../surgery/decodeConstant.ts';
import { readWeights } from './readLeft.ts';
import { hasRounding, readGiven } from './readLayer.ts';
import { Refused } from './refuse.ts';
import { siteAt, siteOf } from './siteAt.ts';

/** How far queries, keys and values of a run may be from what the weights make, as a part of the largest. */
const ALLOWED = { single: 1e-3, rounded: 2e-2 } as const;

type Side = {
  readonly what: 'queries' | 'keys' | 'values';
  readonly weights: Constant | LeftWeights | 'too-large' | null;
  readonly bias: Constant | null;
  /** [head, row, channel], and what they come of, [row, d]. */
  readonly made: Stage;
  readonly read: Stage;
  readonly nRows: number;
  readonly nHeads: number;
  readonly nChannels: number | null;
  /** Whether rows are turned by their place: the first alone is as the weights make it. */
  readonly isTurned: boolean;
};

type FilledSide = Side & { readonly weights: Constant | null };

/**
 * The weights that a layer makes its queries, keys and values by, as the file stores them, each held against what they make of some tokens of the
 * run; or why not. Those that are not kept beside the model are read from its files. A pass. Throws Refused where nothing of the layer can be read, AppError as a damaged file and the runtime do.
 */
export async function readProjections(
  model: RunnableModel,
  kept: KeptRun,
  { kind, layer }: { readonly kind: AttentionKind; readonly layer: number },
  turn: Turn,
): Promise<ProjectionWeights> {
  const { index, site } = siteAt(model, kind, layer);
  const { inside } = site;
  if (inside === null) throw new Refused('not-found', 'the graph does not tell by which weights it reads');
  const told = await readGiven(model, kept, kind, layer, turn);
  const { valueSide } = inside;
  const isTurned = told.rotation !== 'none';
  const { graph } = siteOf(model.prepared, index);
  // One after another, and what was read is let go with its numbers: of weights that are left in the files no more than one is in memory.
  const found = async (side: Side): Promise<Projected> => {
    const { weights } = side;
    const read = weights && (await readWeights(model, graph, weights, turn));
    await turn();
    return typeof read === 'string' ? { whyNot: read } : projected({ ...side, weights: read }, told);
  };
  return {
    query: await found({
      what: 'queries',
      weights: inside.queryWeights,
      bias: inside.queryBias,
      made: told.query,
      read: told.read,
      nRows: told.nQueries,
      nHeads: told.nHeads,
      nChannels: told.dK,
      isTurned,
    }),
    key: await found({
      what: 'keys',
      weights: inside.keyWeights,
      bias: null,
      made: told.key,
      read: told.readKeys,
      nRows: told.nKeys,
      nHeads: told.nKeyHeads,
      nChannels: told.dK,
      isTurned,
    }),
    value: await found({
      what: 'values',
      weights: valueSide && valueSide.weights,
      bias: inside.valueBias,
      made: told.value,
      read: told.readKeys,
      nRows: told.nKeys,
      nHeads: told.nKeyHeads,
      nChannels: told.dV,
      isTurned: false,
    }),
  };
}

function projected(side: FilledSide, { isHalf }: InsideLayer): Projected {
  const { what, nRows, nHeads, nChannels } = side;
  const weights = side.weights && decodeConstant(side.weights);
  const [made, read] = [numbersOf(side.made), numbersOf(side.read)];
  if (!side.weights || !weights || !made || !read || nChannels === null)
    return { whyNot: `the graph does not tell by which weights ${what} come of what the layer reads` };
  const d = read.length / nRows;
  if (weights.data.length !== d * nHeads * nChannels) return { whyNot: 'they are of another form' };
  const bias = (side.bias && decodeConstant(side.bias)?.data) ?? null;
  const rows = side.isTurned ? firstRows(made, nHeads, nRows) : made;
  const off = valuesOff({
    read,
    value: rows,
    weights: weights.data,
    bias,
    d,
    nKeyHeads: nHeads,
    dV: nChannels,
    nKeys: side.isTurned ? 1 : nRows,
  });
  const isCoarse = isHalf !== false || hasRounding(side.weights);
  if (!(off <= (isCoarse ? ALLOWED.rounded : ALLOWED.single)))
    return { whyNot: `${what} differ from what the weights that were found make (by ${off.toPrecision(2)} of them)` };
  return { data: weights.data.slice(), nHeads, nChannels };
}

/** [head, row, channel] -> [head, 1, channel]. */
function firstRows(made: Float32Array, nHeads: number, nRows: number): Float32Array {
  const [size, nChannels] = [made.length / nHeads, made.length / nHeads / nRows];
  const first = new Float32Array(nHeads * nChannels);
  for (let head = 0; head < nHeads; head++)
    first.set(made.subarray(head * size, head * size + nChannels), head * nChannels);
  return first;
}

function numbersOf(stage: Stage): Float32Array | null {
  return stage.from === 'nowhere' ? null : stage.data;
}
