import { AppError } from '../../core/errors.ts';
import { STAGE_KINDS } from '../../core/tensor.ts';
import type { AttentionKind, StageKind } from '../../core/tensor.ts';
import { looksCausal } from './causality.ts';
import { shapeOf } from './pack.ts';
import type { LayerOutput } from './pack.ts';

/** Where one layer of the runtime's outputs is shown; null where it is not. */
type LayerPlace = {
  readonly kind: AttentionKind;
  readonly layer: number;
  /** Set for a decoder whose queries look at later ones, as learned queries do. */
  readonly looksAhead?: true;
} | null;

/** One place for each layer of a run, in their order, found out once on the first run; and why some have none. */
export type LayerPlan = {
  readonly places: readonly LayerPlace[];
  readonly notShown: readonly { readonly index: number; readonly why: string }[];
};

/** Numbers of tokens of a run; null where there is no target, or where only the model knows, as with patches. */
export type RunLengths = {
  readonly nSource: number | null;
  readonly nTarget: number | null;
  /** Set where queries and keys stand for no tokens and may be any number. */
  readonly isOpen?: true;
  /** Set where layers of other shapes are stages of a pyramid, each a stack of its own. */
  readonly hasStages?: true;
};

/** A layer whose stack is being chosen. */
type DraftPlace = {
  readonly index: number;
  readonly kind: AttentionKind;
  readonly layer: number;
  readonly shape: string;
  readonly looksAhead: boolean;
};

/**
 * Sorts the layers of a first run into stacks by what they gave, which decides where the graph does not tell.
 * The lengths of source and target must differ. Layers of a stack whose shape is not that of most are left out.
 * Throws AppError 'unsupported-graph' if no layer can be shown.
 */
export function planLayers(layers: readonly LayerOutput[], known: RunLengths): LayerPlan {
  const isOfModel = known.nSource === null && known.nTarget === null && !known.isOpen;
  const lengths = isOfModel ? lengthsOfCross(layers) : known;
  const notShown: { index: number; why: string }[] = [];
  const drafts = layers.map((output, index): DraftPlace | null => {
    if (output.whyNot !== undefined) {
      notShown.push({ index, why: output.whyNot });
      return null;
    }
    try {
      const { nHeads, nQueries, nKeys } = shapeOf(output);
      const shape = `${nHeads} heads of ${nQueries} x ${nKeys}`;
      if (!standsForTokens(nQueries, nKeys, lengths)) {
        notShown.push({ index, why: `its ${nQueries} queries and ${nKeys} keys are not the tokens of the run` });
        return null;
      }
      const kind = measuredKind(output, nQueries, nKeys, lengths);
      const looksAhead = kind === 'decoder' && nQueries > 1 && !isCausal(output, nQueries, nKeys);
      return { index, kind, layer: output.layer, shape, looksAhead };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      notShown.push({ index, why: error.detail });
      return null;
    }
  });
  const places: LayerPlace[] = layers.map(() => null);
  for (const kind of new Set(drafts.flatMap((draft) => (draft ? [draft.kind] : [])))) {
    const ofKind = drafts.filter((draft) => draft !== null).filter((draft) => draft.kind === kind);
    const numbers = risingNumbers(ofKind.map(({ layer }) => layer));
    const shape = commonest(ofKind.map((draft) => draft.shape));
    const stages = kind === 'encoder' && known.hasStages ? stagesOf(ofKind, shape) : null;
    for (const [at, draft] of ofKind.entries()) {
      if (draft.shape === shape)
        places[draft.index] = { kind, layer: numbers[at] ?? at, ...(draft.looksAhead && { looksAhead: true }) };
      else if (stages?.has(draft.shape)) {
        places[draft.index] = { kind: stages.get(draft.shape) ?? kind, layer: numbers[at] ?? at };
      } else notShown.push({ index: draft.index, why: `it has ${draft.shape}, most layers have ${shape}` });
    }
  }
  if (places.every((place) => place === null)) {
    throw new AppError('unsupported-graph', notShown[0]?.why ?? 'the model gave no attention');
  }
  return { places, notShown: notShown.toSorted((a, b) => a.index - b.index) };
}

/** The layers of a run that are shown, each in its stack, in the order of the plan. */
export function applyPlan(plan: LayerPlan, layers: readonly LayerOutput[]): readonly LayerOutput[] {
  return layers.flatMap((output, index) => {
    const place = plan.places[index];
    return place ? [{ ...output, ...place }] : [];
  });
}

/** Where only the model knows how many queries and keys there are, those of its cross-attention, if it has any, are source and target. */
function lengthsOfCross(layers: readonly LayerOutput[]): RunLengths {
  const cross = layers.find(({ kind, whyNot }) => kind === 'cross' && whyNot === undefined);
  const [nSource = null, nTarget = null] = cross?.dims.toReversed() ?? [];
  return { nSource, nTarget };
}

function standsForTokens(nQueries: number, nKeys: number, { nSource, nTarget, isOpen }: RunLengths): boolean {
  if (isOpen) return true;
  // Keys may be regions that several patches were put together to.
  if (nSource === null) return nKeys <= nQueries;
  const isLength = (n: number): boolean => n === nSource || n === nTarget;
  return isLength(nQueries) && isLength(nKeys);
}

function measuredKind(
  output: LayerOutput,
  nQueries: number,
  nKeys: number,
  { nSource, nTarget }: RunLengths,
): AttentionKind {
  if (nSource !== null && nTarget !== null && nSource !== nTarget) {
    if (nQueries === nTarget && nKeys === nSource) return 'cross';
    if (nQueries === nTarget && nKeys === nTarget) return 'decoder';
    if (nQueries === nSource && nKeys === nSource) return 'encoder';
  }
  const { kind } = output;
  // Beside a text of known length stand patches, of which only the model knows how many there are.
  if (nSource === null && nTarget !== null && kind !== 'cross') {
    return nQueries === nTarget && nKeys === nTarget ? 'decoder' : 'encoder';
  }
  if (kind === 'cross' || nQueries !== nKeys) return kind;
  // With as many queries as patches only the graph can tell: what shares a stack with cross-attention is the decoder's.
  if (nSource !== null && nSource === nTarget && output.isBesideCross) return 'decoder';
  if (nQueries < 2) return kind;
  return isCausal(output, nQueries, nKeys) ? 'decoder' : 'encoder';
}

function isCausal({ kind, dims, data }: LayerOutput, nQueries: number, nKeys: number): boolean {
  return looksCausal({ kind, nLayers: 1, nHeads: dims.at(-3) ?? 1, nQueries, nKeys, data });
}

/** The numbers as they are if each is above the one before; else, where two stacks were joined, 0, 1, 2. */
function risingNumbers(numbers: readonly number[]): readonly number[] {
  const isRising = numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? number));
  return isRising ? numbers : [...numbers.keys()];
}

/** The stack of each shape but the commonest, numbered in the order of computing; a shape that comes later than there are stages has none. */
function stagesOf(drafts: readonly DraftPlace[], commonestShape: string | undefined): ReadonlyMap<string, StageKind> {
  const shapes = [...new Set(drafts.map(({ shape }) => shape))];
  return new Map(
    shapes.flatMap((shape, at) => {
      const kind = STAGE_KINDS[at];
      return kind === undefined || shape === commonestShape ? [] : [[shape, kind] as const];
    }),
  );
}

/** What occurs most often; of equals the first. */
function commonest(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0];
}
