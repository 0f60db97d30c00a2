import { powerOf } from '../../core/inside/sharpen.ts';
import type { SharpenBasis, SharpenRefusal } from '../../core/inside/sharpen.ts';
import type { Sharpening } from '../../core/inside/questions.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { Refused } from './refuse.ts';

const WHY: Readonly<Record<SharpenRefusal, readonly ['scores-inside' | 'no-scale' | 'not-found', string]>> = {
  'half-precision': [
    'scores-inside',
    'weights below 6e-8 are 0 in float16, so a temperature above 1 cannot be told from them',
  ],
  'too-warm': ['scores-inside', 'a temperature above 4 cannot be told from weights'],
  'no-scale': ['no-scale', 'the graph does not tell what scores are multiplied by'],
  'bias-or-cap': ['scores-inside', 'a bias or a cap lies between product and score'],
  sink: ['scores-inside', 'a part of each row goes to a sink whose score is not known'],
};

/** The power that a layer's weights are raised to. Throws Refused where weights alone do not tell what another softmax would give. */
export function powerAt(model: RunnableModel, site: number, how: Sharpening): number {
  const found = powerOf(how, basisAt(model, site));
  if ('power' in found) return found.power;
  const [why, detail] = WHY[found.refused];
  throw new Refused(why, detail);
}

function basisAt({ prepared }: RunnableModel, at: number): SharpenBasis {
  const all = prepared.graphs.flatMap((facts) => facts.sites.map((site) => ({ facts, site })));
  const { facts, site } = all[at] ?? {};
  if (!facts || !site) throw new RangeError(`invalid layer: ${at}`);
  const isHalf = site.output.by === 'cast' || ['float16', 'bfloat16'].some((type) => type in facts.weightBytesByType);
  return { isHalf, hasSink: !site.rowsSumToOne, scale: null, hasBiasOrCap: false };
}
