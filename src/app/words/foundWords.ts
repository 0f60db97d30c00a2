import { counted, twoDecimals } from '../../core/numberWords.ts';
import { headName } from '../../core/tensor.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { nearestOf } from '../../core/words/wordsFound.ts';
import type { HeadWords, WordsFound } from '../../core/words/wordsFound.ts';
import { refOf } from '../shown/shownWords.ts';

/** More heads than this are not named in a sentence: the table has them all. */
const MAX_NAMED = 4;

type Named = Pick<AttentionTensor, 'nHeads' | 'layerNumbers'>;

/** What was found, in sentences: on how much it rests, which heads stand out, and what may not be concluded. */
export function foundWords(found: WordsFound, tensor: Named): readonly string[] {
  const { nSentences, nWords, chance, nNeeded, heads } = found;
  if (nSentences === 0)
    return ['No other word of these sentences can look at such a word: there is nothing to measure.'];
  const basis = `${counted(nWords, 'such word')} in ${counted(nSentences, 'sentence')}: a row that spread its attention evenly would give them ${twoDecimals(chance)}.`;
  if (nSentences < nNeeded)
    return [
      basis,
      `Too few to tell: before one of ${heads.length} heads can stand out, it takes ${nNeeded} sentences with such words. Add words, or sentences.`,
    ];
  const out = heads.filter(({ standsOut }) => standsOut).toSorted((a, b) => b.beyond - a.beyond);
  const nearest = nearestOf(found);
  if (out.length === 0)
    return [
      basis,
      `No head stands out.${nearest === null ? '' : ` Nearest comes ${nameOf(nearest, tensor)}, with ${saysOf(nearest)}.`}`,
    ];
  const named = out.slice(0, MAX_NAMED).map((head) => `${nameOf(head, tensor)} (${saysOf(head)})`);
  const rest = out.length > MAX_NAMED ? `, and ${out.length - MAX_NAMED} more` : '';
  return [
    basis,
    `${out.length} of ${heads.length} heads ${out.length === 1 ? 'stands' : 'stand'} out: ${named.join(', ')}${rest}.`,
    'That is no proof of a head for this meaning: it may look at all words of this kind, or at what stands around them. Look for another list and compare.',
  ];
}

function nameOf(head: HeadWords, tensor: Named): string {
  return headName(tensor, refOf(head, tensor.nHeads));
}

function saysOf({ attention, byPlace }: HeadWords): string {
  return `${twoDecimals(attention)}, where other words in the same places get ${twoDecimals(byPlace)}`;
}
