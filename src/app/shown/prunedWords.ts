import type { TurnedHead } from '../../core/ablation/ablation.ts';
import { prunedSize } from '../../core/cost/prunedSize.ts';
import type { Size, StoredLayer } from '../../core/cost/prunedSize.ts';

/** What a model stores in all, and in its attention. */
export type StoredModel = {
  readonly layers: readonly StoredLayer[];
  readonly attention: Size;
  readonly total: Size;
};

/** "Taken out, these 6 heads would make the file 99 KB smaller, 3.6 % of 2.7 MB, …"; empty where nothing is off, or nothing tells. */
export function prunedWords(stored: StoredModel | null, heads: readonly TurnedHead[]): string {
  const off = heads.filter(({ keep }) => keep === 0);
  const saved = stored === null || off.length === 0 ? null : prunedSize(stored.layers, off);
  if (stored === null || saved === null) return '';
  const { total, attention } = stored;
  const these = off.length === 1 ? 'this head' : `these ${off.length} heads`;
  return `Taken out, ${these} would make the file ${sizeWords(saved.bytes)} smaller, ${shareWords(saved.bytes, total.bytes)} of ${sizeWords(total.bytes)}, and save ${grouped(saved.numbers)} of its ${grouped(total.numbers)} stored numbers. All weights of attention are ${shareWords(attention.bytes, total.bytes)} of the file: more cannot be saved so.`;
}

function grouped(count: number): string {
  return count.toLocaleString('en');
}

/** "0.4 KB", "99 KB", "2.7 MB": by thousands, as files are listed. */
function sizeWords(bytes: number): string {
  const [size, unit] = bytes < 1e6 ? [bytes / 1e3, 'KB'] : [bytes / 1e6, 'MB'];
  return `${size < 10 ? size.toFixed(1) : Math.round(size).toLocaleString('en')} ${unit}`;
}

/** Two digits, so that a small share is not nothing: "20 %", "2.6 %". */
function shareWords(part: number, whole: number): string {
  const share = (100 * part) / whole;
  return `${share >= 9.95 ? Math.round(share) : Number(share.toPrecision(2))} %`;
}
