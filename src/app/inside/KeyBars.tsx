import type { InsideLayer } from '../../core/inside/layer.ts';
import { counted } from '../../core/numberWords.ts';
import { visibleText } from '../../core/tokenText.ts';
import { useMemo } from 'react';
import { BarRows } from '../../views/BarRows/BarRows.tsx';
import type { BarRow } from '../../views/BarRows/BarRows.picture.ts';
import { axisNumber, preciseNumber } from '../../views/parts/numbers.ts';
import { useSize } from '../../views/parts/useSize.ts';
import { useStage } from '../shown/stage.ts';
import { pinCell } from './useCell.ts';
import type { OwnStack } from './rowBasis.ts';

/** One number a key. */
export type KeyRow = Pick<BarRow, 'id' | 'name' | 'tone' | 'values' | 'reach'> & {
  /** How one of them is written at the key that is read off; by default with as many decimals as show it. */
  readonly textOf?: (value: number) => string;
  /** What is read off at a key, where values are hatched at keys that have one all the same; by default the values. */
  readonly all?: ArrayLike<number>;
  /** Its room is kept, but nothing is in it yet. */
  readonly isEmpty?: boolean;
};

type KeyBarsProps = {
  readonly stack: OwnStack;
  readonly query: number;
  /** The key that is looked into. */
  readonly lit: number;
  readonly rows: readonly KeyRow[];
  /** The name of one more place behind those of the keys, for what goes to no key at all; null where there is none. */
  readonly sink?: string | null;
};

/** The place that is no key; null for a layer that has none. */
export function sinkName({ hasSink, windows }: InsideLayer): string | null {
  if (!hasSink) return null;
  return windows?.hasPadding === true ? 'padding, no key' : 'sink, no key';
}

const NOTHING = { query: null, key: null, source: null } as const;

/** Numbers over the keys of one query. To point at another key shows its road; a click keeps it. */
export function KeyBars({ stack, query, lit, rows, sink = null }: KeyBarsProps) {
  const { hover, rem } = useStage();
  const [box, { width }] = useSize();
  const places = useMemo(
    () => [...stack.keyTokens.map(visibleText), ...(sink === null ? [] : [sink])],
    [stack.keyTokens, sink],
  );
  const nKeys = stack.keyTokens.length;
  const drawn = useMemo(
    () =>
      rows.map(({ textOf = preciseNumber, isEmpty = false, all, ...row }): BarRow => {
        const value = (all ?? row.values)[lit] ?? Number.NaN;
        return {
          ...row,
          axisOf: axisNumber,
          reading: isEmpty ? '' : Number.isNaN(value) ? 'not allowed' : textOf(value),
        };
      }),
    [rows, lit],
  );
  return (
    <div ref={box}>
      {width === 0 ? null : (
        <BarRows
          name={counted(nKeys, 'key')}
          places={places}
          rows={drawn}
          lit={lit}
          width={Math.min(width, 52 * rem)}
          rem={rem}
          onPoint={(key) => hover.set(key === null || key >= nKeys ? NOTHING : { query, key, source: null })}
          onSelect={() => pinCell({ query, key: lit })}
        />
      )}
    </div>
  );
}

/** Values of keys that may not be looked at are none: they are hatched. */
export function ofAllowed(values: ArrayLike<number>, allowed: Uint8Array): Float64Array {
  return Float64Array.from(values, (value, key) => (allowed[key] === 0 ? Number.NaN : value));
}
