import { lengthOf, sizeOf } from '../../core/stretch/stretch.ts';
import type { Span, Stretch } from '../../core/stretch/stretch.ts';
import type { CellPaint } from './headPaint.ts';
import type { PaintedHiding } from './paintPattern.ts';

/** What a painter takes to make the cells of a stretch alone, on the scale of the whole; the same again for null. */
export function stretchPaint(paint: CellPaint, stretch: Stretch | null): CellPaint {
  if (stretch === null) return paint;
  const cut = (pattern: Float32Array): Float32Array => cutOut(pattern, paint.source.nKeys, stretch);
  const size = { ...sizeOf(stretch), shift: stretch.queries.start - stretch.keys.start };
  if (paint.kind === 'weights') {
    const { source } = paint;
    const hiding = source.hiding === null ? null : cutHiding(source.hiding, stretch);
    return { kind: 'weights', source: { ...source, ...size, pattern: cut(source.pattern), hiding } };
  }
  const { source } = paint;
  const hiding = source.hiding && {
    after: cutHiding(source.hiding.after, stretch),
    before: cutHiding(source.hiding.before, stretch),
  };
  return {
    kind: 'change',
    source: { ...source, ...size, pattern: cut(source.pattern), base: cut(source.base), hiding },
  };
}

/** The weights of a stretch. Shapes: pattern [query, key] of the whole -> [query, key] of the stretch. */
function cutOut(pattern: Float32Array, nKeys: number, { queries, keys }: Stretch): Float32Array {
  const width = lengthOf(keys);
  const cut = new Float32Array(lengthOf(queries) * width);
  for (let query = queries.start; query < queries.end; query++) {
    const row = query * nKeys;
    cut.set(pattern.subarray(row + keys.start, row + keys.end), (query - queries.start) * width);
  }
  return cut;
}

function cutHiding({ keys, queries, rowScale }: PaintedHiding, stretch: Stretch): PaintedHiding {
  return {
    keys: part(keys, stretch.keys),
    queries: part(queries, stretch.queries),
    rowScale: part(rowScale, stretch.queries),
  };
}

function part<Numbers extends Uint8Array | Float32Array>(numbers: Numbers, { start, end }: Span): Numbers;
function part(numbers: Uint8Array | Float32Array, { start, end }: Span): Uint8Array | Float32Array {
  return numbers.subarray(start, end);
}
