import { hardestKey } from '../../stats/headStats.ts';
import type { Evidence } from '../evidence.ts';
import type { LabelScore } from '../report.ts';
import type { Pattern } from '../rowSums.ts';
import type { CrossContext } from './crossContext.ts';

/** What to draw on a pattern of cross-attention to show why a label was given. Shape: pattern [query, key]. */
export function crossEvidenceOf(
  { label, status, column }: LabelScore,
  { queries, keys, content }: Pick<CrossContext, 'queries' | 'keys' | 'content'>,
  pattern: Pattern,
): Evidence {
  if (status === 'not-assessable') return { kind: 'none' };
  const rows = [...queries.content.keys()].filter((query) => queries.content[query] === 1);
  if (label === 'aligned') {
    const cells = rows.map((query) => ({ query, ...hardestKey(pattern, content.allowed, query, keys.nTokens) }));
    return {
      kind: 'cells',
      cells: cells.filter(({ key }) => key >= 0).map(({ query, key, weight }) => ({ query, key, weight })),
    };
  }
  if (label === 'vertical') return column === undefined ? { kind: 'none' } : { kind: 'columns', keys: [column] };
  if (label !== 'delimiter' && label !== 'resting') return { kind: 'none' };
  const specials = [...keys.special.keys()].filter((key) => keys.special[key] === 1);
  return { kind: 'columns', keys: specials };
}
