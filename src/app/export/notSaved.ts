import { toErrorInfo } from '../../core/errors.ts';
import { cutText } from '../../core/quote.ts';
import { NotFetched } from '../parts/fetched.ts';
import { errorMessage } from '../parts/messages.ts';
import type { Message } from '../parts/messages.ts';

/** What can be taken out of the page. */
export type Saved = 'run' | 'inside' | 'figure';

/** Why a file was not made, and what to do. */
export function notSaved(what: Saved, thrown: unknown): Message {
  const title = `The ${what} was not saved.`;
  if (thrown instanceof NotFetched)
    return { title, body: 'A part of the page could not be fetched. Check the connection and load the page again.' };
  const error = toErrorInfo(thrown, 'figure-failed');
  if (what === 'figure') return errorMessage(error);
  return { title, body: `Try again; else shorten the sentence or close other tabs (${cutText(error.detail)}).` };
}
