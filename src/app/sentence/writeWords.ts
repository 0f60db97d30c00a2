import { ordinal } from '../../core/cell.ts';
import { counted, probabilityPercent } from '../../core/numberWords.ts';
import { isolated, visibleText } from '../../core/tokenText.ts';
import type { Writing } from './writing.ts';

/** What is so of a text, or a target, that the model writes on, in a line. */
export function writingWords({ status, nWritten, last, isWithHeadsOff }: Writing, noun: 'text' | 'target'): string {
  const off = isWithHeadsOff ? ', with heads off' : '';
  const written = nWritten === 0 ? 'Nothing written yet' : `${counted(nWritten, 'token')} written`;
  return [`${written}${off}${lastWords(last)}.`, WORDS[status](noun)].filter(Boolean).join(' ');
}

const WORDS: Readonly<Record<Writing['status'], (noun: string) => string>> = {
  ready: () => '',
  waiting: () => '',
  over: (noun) => `The model would end the ${noun} here: choose another word to go on.`,
  full: () => 'The model reads no more than these tokens: keep them, or go back.',
  unsaid: (noun) => `What it says next could not be had: switch the heads on again, or change the ${noun}.`,
};

function lastWords(last: Writing['last']): string {
  if (last === null) return '';
  const { probability, nLikelier } = last;
  return `; “${isolated(visibleText(last))}” had ${probabilityPercent(probability)}${placeOf(nLikelier)}`;
}

function placeOf(nLikelier: number): string {
  if (nLikelier === 0) return ', the likeliest';
  return `, the ${ordinal(nLikelier + 1)} likeliest`;
}
