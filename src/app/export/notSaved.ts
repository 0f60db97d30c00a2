import { cutText } from '../../core/quote.ts';
import { errorMessage } from '../parts/messages.ts';
import type { Message } from '../parts/messages.ts';
import type { NotSaved } from '../state/askedFile.ts';

/** Why a file was not made, and what to do. */
export function notSaved({ what, why }: NotSaved): Message {
  const title = `The ${what} was not saved.`;
  if (why === 'unfetched')
    return { title, body: 'A part of the page could not be fetched. Check the connection and load the page again.' };
  if (what === 'figure') return errorMessage(why);
  return { title, body: `Try again; else shorten the sentence or close other tabs (${cutText(why.detail)}).` };
}
