import { useMemo, useState } from 'react';
import { counted } from '../../core/numberWords.ts';
import type { HeadRef } from '../../core/selection.ts';
import { headName } from '../../core/tensor.ts';
import { BarRows } from '../../views/BarRows/BarRows.tsx';
import type { BarRow } from '../../views/BarRows/BarRows.picture.ts';
import { axisNumber, preciseNumber } from '../../views/parts/numbers.ts';
import { useSize } from '../../views/parts/useSize.ts';
import { useStage } from '../shown/stage.ts';
import { dispatch } from '../state/store.ts';
import type { OwnStack } from './rowBasis.ts';

type HeadBarsProps = {
  readonly stack: OwnStack;
  /** The head that is looked into. */
  readonly head: HeadRef;
  /** One number a head of its layer. */
  readonly rows: readonly Pick<BarRow, 'id' | 'name' | 'tone' | 'values' | 'reach'>[];
};

/** The heads of a layer side by side; to choose another one looks into that. */
export function HeadBars({ stack, head, rows }: HeadBarsProps) {
  const { rem } = useStage();
  const [box, { width }] = useSize();
  const [pointed, setPointed] = useState<number | null>(null);
  const { nHeads } = stack.tensor;
  const lit = pointed ?? head.head;
  const places = useMemo(
    () => Array.from({ length: nHeads }, (_, one) => headName(stack.tensor, { layer: head.layer, head: one })),
    [nHeads, stack.tensor, head.layer],
  );
  const drawn = useMemo(
    () =>
      rows.map((row): BarRow => {
        return { ...row, axisOf: axisNumber, reading: preciseNumber(row.values[lit] ?? Number.NaN) };
      }),
    [rows, lit],
  );
  return (
    <div ref={box}>
      {width === 0 ? null : (
        <BarRows
          name={counted(nHeads, 'head')}
          places={places}
          rows={drawn}
          lit={lit}
          width={Math.min(width, 52 * rem)}
          rem={rem}
          onPoint={setPointed}
          onSelect={() => {
            if (lit !== head.head) dispatch({ type: 'headPinned', head: { layer: head.layer, head: lit } });
          }}
        />
      )}
    </div>
  );
}
