import { useMemo, useState } from 'react';
import { concatRow } from '../../core/inside/concatRow.ts';
import { dataOf } from '../../core/inside/road.ts';
import { lengthOf } from '../../core/inside/vectors.ts';
import { headName } from '../../core/tensor.ts';
import { OutputWeights } from '../../views/OutputWeights/OutputWeights.tsx';
import { preciseNumber } from '../../views/parts/numbers.ts';
import { Term } from '../../views/parts/Term.tsx';
import { useSize } from '../../views/parts/useSize.ts';
import { useStage } from '../shown/stage.ts';
import { dispatch } from '../state/store.ts';
import type { PartProps } from './partProps.ts';
import styles from './inside.module.css';

/** The vector that W_O takes, a block a head, and W_O itself beside it; to choose another block looks into that head. */
export function ConcatPart({ stack, head, road }: PartProps) {
  const { rem, scheme } = useStage();
  const [box, { width }] = useSize();
  const [pointed, setPointed] = useState<number | null>(null);
  const { layer } = road.head;
  const { query } = road.row;
  const weights = dataOf(layer.outputWeights);
  const given = useMemo(() => concatRow(layer, query), [layer, query]);
  const names = useMemo(
    () => Array.from({ length: layer.nHeads }, (_, one) => headName(stack.tensor, { layer: head.layer, head: one })),
    [layer.nHeads, stack.tensor, head.layer],
  );
  if (given === null || weights === null) return null;
  const lit = pointed ?? head.head;
  const size = given.length / layer.nHeads;
  const name = names[lit] ?? '';
  const length = lengthOf(given.subarray(lit * size, (lit + 1) * size));
  const reading = `${name}: length of its z ${preciseNumber(length)}, its rows of W_O ${lit * size} to ${(lit + 1) * size - 1}`;
  return (
    <div ref={box}>
      {width === 0 ? null : (
        <OutputWeights
          heads={names}
          given={given}
          weights={weights}
          lit={lit}
          width={Math.min(width, 40 * rem)}
          rem={rem}
          scheme={scheme}
          reading={reading}
          onPoint={setPointed}
          onSelect={() => {
            if (lit !== head.head) dispatch({ type: 'headPinned', head: { layer: head.layer, head: lit } });
          }}
        />
      )}
      <p className={styles.words}>
        {reading}. What all heads give, each from a <Term of="subspace">subspace</Term> of its own, stands side by side.
        W_O is the last <Term of="projection">projection</Term>: each number multiplies its own row, so a head writes by
        its own block of rows alone, and what all write is the sum.
      </p>
    </div>
  );
}
