import type { Ablation, TurnedHead } from '../../core/ablation/ablation.ts';
import type { Effect } from '../../core/effect/effect.ts';
import { twoDecimals } from '../../core/numberWords.ts';
import { headName } from '../../core/tensor.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { preciseChange, preciseNumber } from '../../views/parts/numbers.ts';
import { hasLoss } from './words.ts';

/** More heads than these are counted, not named: the line stays one line. */
const MAX_NAMED = 3;

type Numbered = Pick<AttentionTensor, 'layerNumbers'>;

/** A turned-down head by its name, with its stack where that is not the first: "cross L0H3". */
export function turnedName(head: TurnedHead, tensor: Numbered): string {
  return `${head.kind === null ? '' : `${head.kind} `}${headName(tensor, head)}`;
}

/** What is switched off, as the beginning of a sentence: "Without L0H6, L2H1 (mean)". */
export function withoutWords({ heads, mode }: Ablation, tensor: Numbered): string {
  const areOff = heads.every((one) => one.keep === 0);
  const name = (one: TurnedHead): string =>
    `${turnedName(one, tensor)}${one.keep === 0 ? '' : ` × ${twoDecimals(one.keep)}`}`;
  const names = heads.length > MAX_NAMED ? `${heads.length} heads` : heads.map(name).join(', ');
  if (areOff) return `Without ${names} (${mode})`;
  return heads.length > MAX_NAMED ? `With ${names} turned down (${mode})` : `With ${names} (${mode})`;
}

/** What an effect comes to, as the rest of that sentence: "loss 5.79 → 5.87 nats, 5 of 14 predictions changed". */
export function effectWords({ summary, objective }: Effect, isFinal: boolean): string {
  if (objective === 'output') return `the output vectors turn by ${preciseNumber(summary.meanTurn)} (1 − cosine)`;
  const loss = objective === 'masked-token' ? 'pseudo-loss' : 'loss';
  const { lossBefore, lossAfter, nFlips, nPositions } = summary;
  const parts = [];
  if (hasLoss(summary)) parts.push(`${loss} ${lossWords(lossBefore, lossAfter)}`);
  else if (!isFinal) parts.push(`${loss} …`);
  if (nPositions > 0) parts.push(`${nFlips} of ${nPositions} predictions changed`);
  return parts.length === 0 ? 'too short to score' : parts.join(', ');
}

/** Where two decimals show no change, the change itself follows. */
function lossWords(before: number, after: number): string {
  const [from, to] = [twoDecimals(before), twoDecimals(after)];
  return `${from} → ${to} nats${from === to ? ` (${preciseChange(after - before)})` : ''}`;
}
