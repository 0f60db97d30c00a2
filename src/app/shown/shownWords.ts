import { signedDecimals, twoDecimals } from '../../core/numberWords.ts';
import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { wordsFound } from '../../core/words/wordsFound.ts';
import type { HeadWords, WordsFound } from '../../core/words/wordsFound.ts';
import type { HeadFact } from '../../views/parts/fact.ts';
import type { MapValues } from '../../views/HeadMap/HeadMap.values.ts';
import type { Basis, Sentences, WordsStudy } from '../state/studies.ts';
import { sentencesOf } from './basis.ts';
import type { ShownStack } from './useStack.ts';

/** What a question about words says of each head of the stack on screen. */
export type ShownWords = WordsFound & { readonly map: Omit<MapValues, 'noise' | 'isRunning'> };

const worked = new WeakMap<WordsStudy, Map<string, ShownWords | null>>();

/** Null where nothing is known of this stack. Worked out once for all that shows it. */
export function shownWords(study: WordsStudy, { tensor }: Pick<ShownStack, 'tensor'>): ShownWords | null {
  const known = worked.get(study) ?? new Map<string, ShownWords | null>();
  worked.set(study, known);
  const name = `${tensor.kind} ${tensor.nLayers} ${tensor.nHeads}`;
  const found = known.get(name);
  if (found !== undefined) return found;
  const shown = workOut(study, tensor);
  known.set(name, shown);
  return shown;
}

function workOut(study: WordsStudy, tensor: ShownStack['tensor']): ShownWords | null {
  const { nLayers, nHeads, layerNumbers, kind } = tensor;
  const sums = study.found.flatMap((stacks) => stacks.filter((one) => one.kind === kind).map((one) => one.sums));
  // Of another model, whose heads are not these.
  if (sums.length === 0 || sums[0]?.attention.length !== nLayers * nHeads) return null;
  const found = wordsFound(sums, nLayers * nHeads);
  const facts = new Map(
    found.heads.map((head): [string, HeadFact] => [
      formatHead(refOf(head, nHeads)),
      {
        value: found.nSentences === 0 ? null : head.beyond,
        text: signedDecimals(head.beyond),
        words: headWords(head, found),
        isFaint: !head.standsOut,
        tone: head.beyond < 0 ? 'gain' : 'loss',
      },
    ]),
  );
  const max = Math.max(0, ...found.heads.map(({ beyond }) => Math.abs(beyond)).filter(Number.isFinite));
  return {
    ...found,
    map: {
      nLayers,
      nHeads,
      layerNumbers,
      facts,
      max,
      tags: null,
      title: 'Attention to these words beyond what is expected',
      unit: 'share of a row',
    },
  };
}

/** Whether a question about words would now go over other sentences than those that it went over. */
export function isOfOtherSentences({ kind, texts }: Pick<Basis, 'kind' | 'texts'>, sentences: Sentences): boolean {
  if (kind === 'shipped') return sentences.isWordsList;
  return !sentences.isWordsList || sentencesOf(sentences).join('\n') !== texts.join('\n');
}

/** The head at a place among all of them. */
export function refOf({ head }: Pick<HeadWords, 'head'>, nHeads: number): HeadRef {
  return { layer: Math.floor(head / nHeads), head: head % nHeads };
}

/** "0.31 to these words; chance 0.08, other words in the same places 0.12; more than both in 22 and 20 of 24 sentences" */
function headWords(head: HeadWords, { chance, nSentences }: WordsFound): string {
  const { attention, byPlace, nMoreThanChance, nMoreThanPlace } = head;
  return `${twoDecimals(attention)} to these words; chance ${twoDecimals(chance)}, other words in the same places ${twoDecimals(byPlace)}; more than chance in ${nMoreThanChance}, than other words in ${nMoreThanPlace} of ${nSentences} sentences`;
}
