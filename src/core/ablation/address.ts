import { formatHead, parseHead } from '../selection.ts';
import { ATTENTION_KINDS } from '../tensor.ts';
import type { TurnedHead } from './ablation.ts';
import { normaliseHeads } from './turning.ts';

/** Turned-down heads as a link writes them: `L0H3,L2H1:0.5,cross.L0H3`; no number means switched off. */
export function formatAblation(heads: readonly TurnedHead[]): string {
  return normaliseHeads(heads)
    .map((one) => {
      const stack = one.kind === null ? '' : `${one.kind}.`;
      return `${stack}${formatHead(one)}${one.keep === 0 ? '' : `:${one.keep}`}`;
    })
    .join(',');
}

/**
 * Reads what `formatAblation` writes; null if any part is broken, since half a set would show another effect than meant.
 * Of several entries for one head the last counts; parts are rounded to hundredths; heads that keep all are left out.
 */
export function parseAblation(text: string): TurnedHead[] | null {
  if (text === '') return [];
  const heads = text.split(',').map(parseEntry);
  return heads.some((head) => head === null) ? null : normaliseHeads(heads.filter((head) => head !== null));
}

function parseEntry(text: string): TurnedHead | null {
  const match = /^(?:([a-z]+\d?)\.)?(L\d+H\d+)(?::(0|1|[01]?\.\d{1,6}))?$/i.exec(text);
  if (!match) return null;
  const [, stack, name = '', part = '0'] = match;
  const head = parseHead(name);
  const kind = stack === undefined ? null : ATTENTION_KINDS.find((one) => one === stack);
  const keep = Number(part);
  return head === null || kind === undefined || keep > 1 ? null : { kind, ...head, keep };
}
