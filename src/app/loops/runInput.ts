import { AppError } from '../../core/errors.ts';
import type { ModelInput } from '../../core/run.ts';
import { cutText } from '../../core/quote.ts';
import type { RunInput } from '../../inference/protocol.ts';
import type { ImageInput } from './imageInput.ts';
import type { View } from '../state/view.ts';

/**
 * What to run a model on, from what the view holds; null while there is nothing to run on (an empty box, no image yet).
 * Throws AppError 'bad-input' if token ids are wanted and something else was typed.
 */
export function runInputOf(
  takes: ModelInput,
  view: Pick<View, 'text' | 'pair'>,
  takesPair: boolean,
  image: ImageInput | null,
): RunInput | null {
  switch (takes) {
    case 'text':
      return view.text.trim() === '' ? null : { kind: 'text', text: view.text, pair: takesPair ? view.pair : null };
    case 'text-to-text':
      return view.text.trim() === '' ? null : { kind: 'text-to-text', source: view.text, target: view.pair };
    case 'ids':
      return view.text.trim() === '' ? null : { kind: 'ids', ids: readIds(view.text) };
    case 'image':
      return image;
    case 'nothing':
      return { kind: 'nothing' };
  }
}

function readIds(text: string): readonly number[] {
  return text
    .trim()
    .split(/[\s,]+/)
    .map((word) => {
      if (!/^\d{1,9}$/.test(word)) {
        throw new AppError(
          'bad-input',
          `“${cutText(word)}” is no token id; this model came without a tokenizer: type numbers`,
        );
      }
      return Number(word);
    });
}
