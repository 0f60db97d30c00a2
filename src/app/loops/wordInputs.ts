import classroom from '../../../models/classroom-sentences.txt?raw';
import ofLists from '../../../models/word-sentences.txt?raw';
import reference from '../../../models/reference-sentences.txt?raw';
import { AppError } from '../../core/errors.ts';
import { MODEL_INPUTS } from '../../core/modelInputs.ts';
import { countListed, wordsOf } from '../../core/words/listedWords.ts';
import { wordsWritten } from '../../core/words/wordLists.ts';
import type { RunInput } from '../../inference/protocol.ts';
import type { AppState } from '../state/appState.ts';
import type { Basis } from '../state/studies.ts';
import { MAX_SENTENCES, sentencesOf } from '../shown/basis.ts';
import { canReadWords } from '../shown/canReadWords.ts';

/** Sentences that come with the page; no model that comes with it was trained on them. */
const SHIPPED = [...new Set(`${ofLists}\n${classroom}\n${reference}`.split('\n').map((line) => line.trim()))].filter(
  (line) => line !== '',
);

type WordInputs = {
  readonly inputs: readonly RunInput[];
  readonly basis: Basis;
  readonly words: readonly string[];
};

/**
 * What a question about words runs on: of the sentences that come with the page those that have one of them, or the person's own list as it is.
 * Throws AppError 'bad-input', in words for people, where there is nothing to look at.
 */
export function wordInputs(state: AppState, onShipped: boolean): WordInputs {
  const { view, studies } = state;
  const words = wordsOf(wordsWritten(view.words));
  if (words.length === 0)
    throw new AppError('bad-input', 'there are no words to look for; type some, or choose a list');
  if (!canReadWords(state))
    throw new AppError('bad-input', 'words can be looked for only by a model that reads English text');
  const listed = new Set(words);
  const isOwn = studies.sentences.isWordsList && !onShipped;
  const has = (text: string): boolean => countListed(text, listed) > 0;
  const texts = isOwn ? sentencesOf(studies.sentences) : SHIPPED.filter(has).slice(0, MAX_SENTENCES);
  if (isOwn && texts.length === 0) throw new AppError('bad-input', 'there is no sentence; type or paste one a line');
  if (!texts.some(has))
    throw new AppError(
      'bad-input',
      isOwn
        ? 'none of your sentences has one of these words'
        : 'no sentence that comes with the page has one of these words; give sentences of your own, one a line',
    );
  const inputs = texts.flatMap(
    (text) => MODEL_INPUTS.text.from({ text, pair: null, takesPair: false, chosen: null }) ?? [],
  );
  return { inputs, basis: { kind: isOwn ? 'list' : 'shipped', texts, thing: 'sentence' }, words };
}
