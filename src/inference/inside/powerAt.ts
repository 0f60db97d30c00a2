import type { InsideLayer } from '../../core/inside/layer.ts';
import { powerOf } from '../../core/inside/sharpen.ts';
import type { SharpenBasis, SharpenRefusal } from '../../core/inside/sharpen.ts';
import type { Sharpening } from '../../core/inside/questions.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { siteOf } from './siteAt.ts';

/** The power that a layer's weights are raised to, or why weights alone do not tell what another softmax would give. */
type FoundPower = { readonly power: number } | { readonly refused: SharpenRefusal };

/** `inside` is needed for scale off only: how the layer's scores were found to come about. */
export function powerAt(
  { prepared }: Pick<RunnableModel, 'prepared'>,
  site: number,
  how: Sharpening,
  inside: InsideLayer | null,
): FoundPower {
  const { isHalf, rowsSumToOne } = siteOf(prepared, site).site;
  const basis: SharpenBasis = { isHalf: isHalf !== false, hasSink: !rowsSumToOne, scale: null, hasBiasOrCap: false };
  return powerOf(how, { ...basis, ...(inside !== null && scaleIn(inside)) });
}

/** Where the graph multiplies by nothing a scale may lie in the weights: there is none to leave out. */
function scaleIn({ scale, bias, softCap }: InsideLayer): Pick<SharpenBasis, 'scale' | 'hasBiasOrCap'> {
  return { scale: scale.place === 'none' ? null : scale.value, hasBiasOrCap: bias !== null || softCap !== null };
}
