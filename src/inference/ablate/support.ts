import { ABLATION_MODES } from '../../core/ablation/ablation.ts';
import type { Objective } from '../../core/effect/effect.ts';
import type { ModelInfo } from '../../core/run.ts';
import type { SiteSupport } from '../runtime/interventions.ts';
import type { LayerPlan } from '../run/layerPlan.ts';
import type { AblationSupport } from '../../core/ablation/ablatedRun.ts';
import type { ModelTokenizer } from '../tokenizer/tokenizer.ts';
import { maskIdOf } from './hideTokens.ts';
import { canDo } from './planInterventions.ts';

/** Which heads of a model can be turned down, over all layers that are shown. `support` is by layer of a pass, as the plan is. */
export function describeSupport(
  support: readonly SiteSupport[],
  { places }: LayerPlan,
  objective: Objective,
  meanOver: AblationSupport['meanOver'],
): AblationSupport {
  const shown = support.filter((_, site) => places[site] !== null && places[site] !== undefined);
  const limits = [...new Set(shown.flatMap(({ why }) => (why === null ? [] : [why])))];
  return {
    limits: limits.length === 0 ? null : limits.join('; '),
    modes: ABLATION_MODES.filter((mode) => shown.length > 0 && shown.every((site) => canDo(mode, site))),
    objective,
    meanOver,
  };
}

/** What the effects on a model are measured on: of one that names a class for the whole input that class; what has scores over a vocabulary but neither a causal stack nor a mask is an output. */
export function objectiveOf(
  { isCausal }: Pick<ModelInfo, 'isCausal'>,
  { places }: LayerPlan,
  hasLogits: boolean,
  tokenizer: ModelTokenizer | null,
  isClassifier: boolean,
): Objective {
  if (isClassifier) return 'class';
  if (!hasLogits) return 'output';
  if (isCausal || places.some((place) => place?.kind === 'decoder')) return 'next-token';
  return maskIdOf(tokenizer) === null ? 'output' : 'masked-token';
}
