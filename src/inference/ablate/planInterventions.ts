import type { Ablation, AblationMode, TurnedHead } from '../../core/ablation/ablation.ts';
import { AppError } from '../../core/errors.ts';
import { formatHead } from '../../core/selection.ts';
import { ATTENTION_KINDS } from '../../core/tensor.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { Interventions, SiteIntervention, SiteSupport } from '../runtime/interventions.ts';
import type { LayerPlan } from '../run/layerPlan.ts';
import { shapeOf } from '../run/pack.ts';
import type { LayerOutput } from '../run/pack.ts';
import type { HeadMeans } from '../means/headMeans.ts';

/** A head in its place: the layer of the pass that it belongs to, and the stack that it is shown in. */
export type PlacedHead = Omit<TurnedHead, 'kind'> & {
  readonly site: number;
  readonly kind: AttentionKind;
  /** As it was asked for. */
  readonly kindAsked: AttentionKind | null;
};

/** What the heads of an ablation are found in and replaced with. */
export type AblationGround = {
  readonly plan: LayerPlan;
  /** By layer of the pass, as `plan` and `layers` are. */
  readonly support: readonly SiteSupport[];
  /** The pass without any ablation, for its shapes. */
  readonly layers: readonly LayerOutput[];
  /** Needed for `mean` only. */
  readonly means: HeadMeans | null;
  /** Even weights over the keys that are allowed. Shape: [query, key]. */
  readonly flatOf: (head: PlacedHead) => Float32Array;
  /** The pattern that the label of a head describes. Shape: [query, key]. Throws AppError 'bad-input' if there is none. */
  readonly idealOf: (head: PlacedHead) => Float32Array;
  /** The average pattern of all heads of its layer. Shape: [query, key]. */
  readonly sharedOf: (head: PlacedHead) => Float32Array;
};

/**
 * What to feed so that heads are turned down, for one sequence.
 * zero: keep P V; mean: keep P V + (1 - keep) mean; flat, ideal and shared: (keep P + (1 - keep) pattern) V.
 * Throws AppError 'bad-input' for a head that the model does not have, that cannot be turned down in this way, or that has no
 * ideal pattern.
 */
export function planInterventions({ mode, heads }: Ablation, ground: AblationGround): Interventions {
  const drafts: (SiteIntervention | null)[] = ground.layers.map(() => null);
  for (const head of heads) {
    const placed = placeHead(head, ground);
    if (placed.keep === 1) continue;
    checkSupport(mode, placed, ground);
    const { site } = placed;
    const shape = shapeOf(layerAt(ground, site));
    const draft = (drafts[site] ??= emptyDraft(mode, shape, ground.means?.sites[site]?.nChannels ?? 0));
    const missing = 1 - placed.keep;
    draft.scale[placed.head] = placed.keep;
    if (draft.pattern) addScaled(draft.pattern, placed.head, patternFor(mode, placed, ground), missing);
    if (draft.context) addMeans(draft.context, placed, shape, ground, missing);
  }
  return drafts;
}

/** The layers of a stack as shown, by their index in the pass. Kind null is the first stack there is. */
export function sitesOf({ places }: Pick<LayerPlan, 'places'>, kind: AttentionKind): readonly number[] {
  return places.flatMap((place, site) => (place?.kind === kind ? [site] : []));
}

/** Finds a head. Throws AppError 'bad-input' if the model has no such head, as when it was saved for another model. */
function placeHead(head: TurnedHead, { plan, layers }: Pick<AblationGround, 'plan' | 'layers'>): PlacedHead {
  const kind = head.kind ?? ATTENTION_KINDS.find((each) => sitesOf(plan, each).length > 0) ?? 'encoder';
  const site = sitesOf(plan, kind)[head.layer];
  const output = site === undefined ? undefined : layers[site];
  if (site === undefined || !output || !(head.head >= 0 && head.head < shapeOf(output).nHeads)) {
    const where = head.kind === null ? 'the model' : `the ${kind} stack`;
    throw new AppError('bad-input', `${where} has no head ${formatHead(head)}`);
  }
  if (!(head.keep >= 0 && head.keep <= 1)) {
    throw new AppError('bad-input', `${formatHead(head)} cannot be kept to ${head.keep}: only from 0 to 1`);
  }
  return { ...head, kind, kindAsked: head.kind, site };
}

function checkSupport(mode: AblationMode, head: PlacedHead, { support, means }: AblationGround): void {
  const able = support[head.site];
  if (able && canDo(mode, able) && !(mode === 'mean' && !means?.sites[head.site])) return;
  const why = able?.why ?? (mode === 'mean' ? 'its mean output is not known' : 'its attention cannot be reached');
  throw new AppError('bad-input', `${formatHead(head)} cannot be turned down in the mode "${mode}": ${why}`);
}

/** Whether one attention of the graph lets heads be turned down in a mode. */
export function canDo(mode: AblationMode, site: SiteSupport): boolean {
  switch (mode) {
    case 'zero':
      return site.canScale;
    case 'mean':
      return site.canScale && site.canAddContext && site.canReadContext;
    case 'flat':
    case 'ideal':
    case 'shared':
      return site.canScale && site.canReplacePattern;
  }
}

type Shape = ReturnType<typeof shapeOf>;

function layerAt({ layers }: AblationGround, site: number): LayerOutput {
  const output = layers[site];
  if (!output) throw new RangeError(`invalid layer: ${site}`);
  return output;
}

function emptyDraft(mode: AblationMode, { nHeads, nQueries, nKeys }: Shape, nChannels: number): SiteIntervention {
  const hasPattern = mode !== 'zero' && mode !== 'mean';
  return {
    scale: new Float32Array(nHeads).fill(1),
    pattern: hasPattern ? new Float32Array(nHeads * nQueries * nKeys) : null,
    ...(hasPattern && { nKeys }),
    context: mode === 'mean' ? new Float32Array(nHeads * nQueries * nChannels) : null,
  };
}

function patternFor(mode: AblationMode, head: PlacedHead, ground: AblationGround): Float32Array {
  if (mode === 'shared') return ground.sharedOf(head);
  return mode === 'flat' ? ground.flatOf(head) : ground.idealOf(head);
}

/** Shape: into [head, query, key], part [query, key]. */
function addScaled(into: Float32Array, head: number, part: Float32Array, factor: number): void {
  into.set(
    part.map((value) => value * factor),
    head * part.length,
  );
}

/** The first position has means of its own, because in causal models it can only look at itself. */
function addMeans(
  into: Float32Array,
  { site, head }: PlacedHead,
  { nQueries }: Shape,
  { means }: AblationGround,
  factor: number,
): void {
  const ofSite = means?.sites[site];
  if (!ofSite) return;
  const { nChannels } = ofSite;
  const own = (all: Float32Array) =>
    all.subarray(head * nChannels, (head + 1) * nChannels).map((value) => value * factor);
  const [first, rest] = [own(ofSite.first), own(ofSite.rest)];
  for (let query = 0; query < nQueries; query++) {
    into.set(query === 0 ? first : rest, (head * nQueries + query) * nChannels);
  }
}
