import type { AttentionShape } from '../../core/cost/attentionCost.ts';
import type { ModelCard } from '../../core/card.ts';
import type { InsideLayer } from '../../core/inside/layer.ts';
import type { ModelInfo } from '../../core/run.ts';

/** The sizes of a model's attention, and in words which of them it told and which are assumed. */
export type ModelShape = {
  readonly shape: AttentionShape;
  readonly words: string;
  /** Its longest sentence in tokens; null without a limit. */
  readonly longest: number | null;
};

/** What its first layer tells, once it has been looked into. */
type LayerSizes = Pick<InsideLayer, 'dK' | 'nKeyHeads'> & {
  readonly [Part in 'key' | 'outputWeights']: Pick<InsideLayer[Part], 'from'>;
} & { readonly outputBias: object | null };

/** Where a model has no limit of its own, so many tokens. */
const MOST_TOKENS = 131_072;

/** The sizes that a model tells, its first stack if it has several; null where even the width of its stream is unknown. */
export function modelShape(
  { nLayers, nHeads, dModel, maxTokens }: ModelInfo,
  { dHead }: Pick<ModelCard, 'dHead'>,
  layer: LayerSizes | null,
): ModelShape | null {
  if (dModel === null || nHeads === 0 || nLayers === 0) return null;
  const divided = dModel / nHeads;
  const dK = layer?.dK ?? dHead ?? divided;
  if (!Number.isInteger(dK)) return null;
  const isWidthTold = (layer?.dK ?? null) !== null || dK !== divided;
  const isSharingTold = layer !== null && layer.key.from !== 'nowhere' && nHeads % layer.nKeyHeads === 0;
  const areBiasesTold = layer !== null && layer.outputWeights.from !== 'nowhere';
  const nKeyHeads = isSharingTold ? layer.nKeyHeads : nHeads;
  const hasBiases = areBiasesTold ? layer.outputBias !== null : true;
  const parts = [
    { isTold: true, words: `${nLayers} layers, ${nHeads} heads, d ${dModel}` },
    { isTold: isWidthTold, words: isWidthTold ? `d_k ${dK}` : `d_k = d / h = ${dK}` },
    {
      isTold: isSharingTold,
      words: nKeyHeads === nHeads ? 'keys and values not shared' : `${nKeyHeads} heads of keys and values`,
    },
    { isTold: areBiasesTold, words: hasBiases ? 'biases' : 'no biases' },
  ];
  const listed = (isTold: boolean): string =>
    parts
      .filter((part) => part.isTold === isTold)
      .map(({ words }) => words)
      .join(', ');
  const assumed = listed(false);
  return {
    shape: {
      d: dModel,
      nHeads,
      nKeyHeads,
      dK,
      nTokens: Math.min(maxTokens, MOST_TOKENS),
      nLayers,
      hasBiases,
      bytes: 4,
    },
    longest: Number.isFinite(maxTokens) ? maxTokens : null,
    words: `Told by the model: ${listed(true)}.${assumed === '' ? '' : ` Assumed, since nothing tells: ${assumed}. Change below what is otherwise.`}`,
  };
}
