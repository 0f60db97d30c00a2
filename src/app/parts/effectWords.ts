import type { Ablation } from '../../core/ablation/ablation.ts';
import type { Effect } from '../../core/effect/effect.ts';
import { twoDecimals } from '../../core/numberWords.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { beforeAfter, preciseNumber } from '../../views/parts/numbers.ts';
import { turnedName } from '../shown/turnedName.ts';
import { hasLoss } from './objectiveWords.ts';

/** More heads than these are counted, not named: the line stays one line. */
const MAX_NAMED = 3;

type Numbered = Pick<AttentionTensor, 'kind' | 'layerNumbers'>;

/** What is switched off, as the beginning of a sentence: "Without L0H6, L2H1 (mean)". */
export function withoutWords({ heads, mode }: Ablation, attention: readonly Numbered[]): string {
  const areOff = heads.every((one) => one.keep === 0);
  const name = (one: Ablation['heads'][number]): string =>
    `${turnedName(attention, one)}${one.keep === 0 ? '' : ` × ${twoDecimals(one.keep)}`}`;
  const names = heads.length > MAX_NAMED ? `${heads.length} heads` : heads.map(name).join(', ');
  if (areOff) return `Without ${names} (${mode})`;
  return heads.length > MAX_NAMED ? `With ${names} turned down (${mode})` : `With ${names} (${mode})`;
}

/** What an effect comes to, as the rest of that sentence: "loss 5.79 → 5.87 nats, 5 of 14 predictions changed". */
export function effectWords({ summary, objective }: Effect, isFinal: boolean): string {
  if (objective === 'output') return `the output vectors turn by ${preciseNumber(summary.meanTurn)} (1 − cosine)`;
  const loss = objective === 'masked-token' ? 'pseudo-loss' : 'loss';
  const { lossBefore, lossAfter, meanKl, nFlips, nPositions } = summary;
  const parts = [];
  if (hasLoss(summary)) parts.push(lossWords(loss, lossBefore, lossAfter));
  else if (!isFinal) parts.push(`${loss} …`);
  if (objective === 'class') {
    if (!hasLoss(summary)) parts.push(`KL ${preciseNumber(meanKl)} nats`);
    return [...parts, nFlips > 0 ? 'another class is likeliest' : 'the same class is likeliest'].join(', ');
  }
  if (nPositions > 0) parts.push(`${nFlips} of ${nPositions} predictions changed`);
  return parts.length === 0 ? 'too short to score' : parts.join(', ');
}

function lossWords(name: string, lossBefore: number, lossAfter: number): string {
  const { before, after } = beforeAfter(lossBefore, lossAfter);
  return `${name} ${before} → ${after} nats`;
}
