import { AppError } from '../../core/errors.ts';
import { cutText, quote } from '../../core/quote.ts';
import { MODALITIES } from '../inputs/modalities.ts';
import type { PreparedModel } from './prepared.ts';

/** Characters of names that a message has room for. */
const MOST = 120;

/** What the error of a first run means to a person: what its modality knows of it, else that nobody said what some inputs are. */
export function explainFirst(model: PreparedModel, error: unknown): unknown {
  const known = MODALITIES[model.takes].explain?.(model, error) ?? error;
  const guessed = model.inputs.filter(({ role, use }) => role === 'guessed' && use === undefined);
  if (known !== error || !(error instanceof AppError) || error.code !== 'run-failed' || guessed.length === 0)
    return known;
  const names = cutText(guessed.map(({ name }) => quote(name)).join(', '), MOST);
  const words = `what ${names} ${guessed.length === 1 ? 'is' : 'are'}, nobody said, and with numbers that were guessed it does not run`;
  return new AppError('run-failed', `${words} (${error.detail})`);
}
