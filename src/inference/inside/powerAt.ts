import type { InsideLayer } from '../../core/inside/layer.ts';
import { powerOf } from '../../core/inside/sharpen.ts';
import type { SharpenBasis, SharpenRefusal } from '../../core/inside/sharpen.ts';
import type { Sharpening } from '../../core/inside/questions.ts';
import type { RunnableModel } from '../run/runnable.ts';

/** The power that a layer's weights are raised to, or why weights alone do not tell what another softmax would give. */
type FoundPower = { readonly power: number } | { readonly refused: SharpenRefusal };

/** `inside` is needed for scale off only: how the layer's scores were found to come about. */
export function powerAt(
  { prepared: { graphs } }: Pick<RunnableModel, 'prepared'>,
  site: number,
  how: Sharpening,
  inside: InsideLayer | null,
): FoundPower {
  return powerOf(how, { ...basisAt(graphs, site), ...(inside !== null && scaleIn(inside)) });
}

function basisAt(graphs: RunnableModel['prepared']['graphs'], at: number): SharpenBasis {
  const all = graphs.flatMap((facts) => facts.sites.map((site) => ({ facts, site })));
  const { facts, site } = all[at] ?? {};
  if (!facts || !site) throw new RangeError(`invalid layer: ${at}`);
  const isHalf = site.output.by === 'cast' || ['float16', 'bfloat16'].some((type) => type in facts.weightBytesByType);
  return { isHalf, hasSink: !site.rowsSumToOne, scale: null, hasBiasOrCap: false };
}

/** Where the graph multiplies by nothing a scale may lie in the weights: there is none to leave out. */
function scaleIn({ scale, bias, softCap }: InsideLayer): Pick<SharpenBasis, 'scale' | 'hasBiasOrCap'> {
  return { scale: scale.place === 'none' ? null : scale.value, hasBiasOrCap: bias !== null || softCap !== null };
}
