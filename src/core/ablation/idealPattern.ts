import type { LabelContext } from '../labels/context.ts';
import { goalOf } from '../labels/goals.ts';
import type { Region } from '../labels/regions.ts';
import type { LabelId, LabelScore } from '../labels/report.ts';
import { RULES } from '../labels/rules.ts';
import type { TargetLabel } from '../labels/rules.ts';
import type { CellValue } from '../labels/targets.ts';
import type { TextFacts } from '../labels/textFacts.ts';

/**
 * The pattern of a head that does exactly what a label says, in one text. Shape: [query, key], rows sum to 1.
 * Each row is even over its best cells. A row that the label says nothing about rests: on the last special token, or on
 * key 0 in a causal model; in a text without either it is even. Null for labels that describe no pattern and for labels
 * that find no target in this text. Rows of padding are 0.
 */
export function labelPattern(
  { label, offset, column }: Pick<LabelScore, 'label' | 'offset' | 'column'>,
  { text, regions, targets, sink }: LabelContext,
): Float32Array | null {
  if (label === 'uniform') return fill(text, regions.all, null, () => 1, regions.all);
  if (label === 'broad') return fill(text, regions.all, text.content, () => 1, regions.content);
  if (label === 'resting') {
    const hasSink = sink.queries.length > 0;
    return hasSink ? fill(text, regions.all, text.content, (_, key) => text.sink[key]!, regions.all) : null;
  }
  if (!isTarget(label)) return null;
  const line =
    label === 'offset' ? offset : label === 'vertical' ? column : label === 'delimiter' ? (column ?? NaN) : NaN;
  if (line === undefined || (Number.isNaN(line) && (label === 'offset' || label === 'vertical'))) return null;
  const goal = goalOf(label, text, line);
  if (!goal || targets.get(label)?.target.cells.length === 0) return null;
  return fill(text, regions.all, goal.rows, goal.value, regions[goal.region]);
}

function isTarget(label: LabelId): label is TargetLabel {
  return Object.hasOwn(RULES, label);
}

function fill(
  text: TextFacts,
  all: Region,
  rows: Uint8Array | null,
  value: CellValue,
  { allowed }: Region,
): Float32Array {
  const { nTokens } = text;
  const pattern = new Float32Array(nTokens * nTokens);
  for (let query = 0; query < nTokens; query++) {
    const isScored = rows === null || rows[query] === 1;
    const best = isScored ? bestKeys(query, nTokens, value, allowed) : [];
    const keys = best.length > 0 ? best : restingKeys(text, query, all);
    for (const key of keys) pattern[query * nTokens + key] = 1 / keys.length;
  }
  return pattern;
}

/** The keys of a row that answer the label best; none if no key answers it at all. */
function bestKeys(query: number, nTokens: number, value: CellValue, allowed: Uint8Array): number[] {
  let best = 0;
  let keys: number[] = [];
  for (let key = 0; key < nTokens; key++) {
    if (allowed[query * nTokens + key] === 0) continue;
    const worth = value(query, key);
    if (worth > best) {
      best = worth;
      keys = [key];
    } else if (worth === best && worth > 0) keys.push(key);
  }
  return keys;
}

function restingKeys({ nTokens, isCausal, special, padding }: TextFacts, query: number, all: Region): number[] {
  if (padding[query] === 1) return [];
  const place = isCausal ? 0 : special.lastIndexOf(1);
  if (place >= 0 && all.allowed[query * nTokens + place] === 1) return [place];
  const keys: number[] = [];
  for (let key = 0; key < nTokens; key++) if (all.allowed[query * nTokens + key] === 1) keys.push(key);
  return keys;
}
