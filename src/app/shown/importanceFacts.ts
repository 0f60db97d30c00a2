import { counted, signedDecimals } from '../../core/numberWords.ts';
import { formatHead } from '../../core/selection.ts';
import type { Importance } from '../../core/study/importance.ts';
import type { SentenceSpread } from '../../core/study/sentenceSpread.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { HeadFact } from '../../views/parts/fact.ts';
import { preciseChange, preciseNumber } from '../../views/parts/numbers.ts';
import type { Thing } from '../../core/runExtras.ts';
import { MEASURE_WORDS } from './measureWords.ts';

/** "; over 5 sentences −0.02 to +0.40, standard deviation 0.15, rank 1 to 3" */
function spreadWords(thing: Thing, { count, least, largest, deviation, firstRank, lastRank }: SentenceSpread): string {
  if (count < 2) return count === 1 ? `; on one ${thing} alone` : '';
  const ranks = firstRank === lastRank ? `always rank ${firstRank}` : `rank ${firstRank} to ${lastRank}`;
  return `; over ${counted(count, thing)} ${preciseChange(least)} to ${preciseChange(largest)}, standard deviation ${preciseNumber(deviation)}, ${ranks}`;
}

type Facts = ReadonlyMap<string, HeadFact>;

const stated = new WeakMap<Importance, Map<AttentionKind | null, Facts>>();

/** The effects of the heads of one stack as the map and the grid draw them, by `L3H7`. Worked out once for all that shows them. */
export function importanceFacts(importance: Importance, kind: AttentionKind | null, thing: Thing): Facts {
  const known = stated.get(importance) ?? new Map<AttentionKind | null, Facts>();
  stated.set(importance, known);
  const found = known.get(kind) ?? factsOf(importance, kind, thing);
  known.set(kind, found);
  return found;
}

function factsOf({ heads, measure, nTexts }: Importance, kind: AttentionKind | null, thing: Thing): Facts {
  const { quantity, unit } = MEASURE_WORDS[measure];
  return new Map(
    heads
      .filter(({ head }) => head.kind === kind)
      .map(({ head, summary, effect, isFaint, why, spread }): [string, HeadFact] => {
        const isKnown = summary !== null && Number.isFinite(effect);
        return [
          formatHead(head),
          {
            value: isKnown ? effect : null,
            text: isKnown ? signedDecimals(effect) : '',
            words: `${quantity} ${preciseChange(effect)} ${unit}${nTexts < 2 || spread === null ? '' : spreadWords(thing, spread)}`,
            ...(why === null ? {} : { why }),
            isFaint,
            tone: effect < 0 ? 'gain' : 'loss',
          },
        ];
      }),
  );
}
