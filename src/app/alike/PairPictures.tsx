import { useMemo } from 'react';
import type { HeadRef } from '../../core/selection.ts';
import { headName } from '../../core/tensor.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { AttentionMatrix } from '../../views/AttentionMatrix/AttentionMatrix.tsx';
import { largestOfPair, patternPair } from '../../views/paint/largestDifference.ts';
import { DifferenceLegend } from '../../views/parts/DifferenceLegend.tsx';
import { useSize } from '../../views/parts/useSize.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { useStage } from '../shown/stage.ts';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import styles from '../parts/studies.module.css';

const selectScale = (state: AppState) => state.view.scale;

type PairPicturesProps = {
  readonly stack: ShownStack;
  readonly a: HeadRef;
  readonly b: HeadRef;
};

/** The patterns of two heads beside each other, and their difference. */
export function PairPictures({ stack, a, b }: PairPicturesProps) {
  const { hover, scheme, rem } = useStage();
  const [box, size] = useSize();
  const scale = useApp(selectScale);
  const { tensor } = stack;
  const other = useMemo(() => shifted(tensor, a, b), [tensor, a, b]);
  const max = useMemo(
    () => largestOfPair(patternPair(tensor, other, a, stack.isCausal, stack.hidden)) || 1,
    [tensor, other, a, stack],
  );
  const columns = size.width > 44 * rem ? 3 : size.width > 28 * rem ? 2 : 1;
  const width = Math.floor((size.width - (columns - 1) * 1.2 * rem) / columns);
  const shared = {
    queryTokens: stack.queryTokens,
    keyTokens: stack.keyTokens,
    isCausal: stack.isCausal,
    hidden: stack.hidden,
    mode: scale,
    scheme,
    rem,
    width,
    height: Math.min(width, 22 * rem),
    marks: NO_MARKS,
    hover,
  };
  const names = useMemo((): readonly [string, string] => [headName(tensor, b), headName(tensor, a)], [tensor, a, b]);
  const pictures = [
    { key: 'a', title: headName(tensor, a), head: a, base: null },
    { key: 'b', title: headName(tensor, b), head: b, base: null },
    { key: 'difference', title: `${headName(tensor, a)} − ${headName(tensor, b)}`, head: a, base: other },
  ];
  return (
    <div ref={box} className={styles.plots}>
      {size.width === 0
        ? null
        : pictures.map(({ key, title, head, base }) => (
            <figure key={key} className={styles.figure} style={{ width }}>
              <figcaption>{title}</figcaption>
              <AttentionMatrix
                {...shared}
                tensor={tensor}
                head={head}
                base={base}
                baseNames={names}
                differenceMax={max}
              />
              {base === null ? null : (
                <DifferenceLegend max={max} scheme={scheme} title="difference of the weights" showsLeftOut={null} />
              )}
            </figure>
          ))}
    </div>
  );
}

const NO_MARKS: readonly never[] = [];

/**
 * The same patterns, so placed that head `a` of the result is head `b` of the tensor: a view on the same memory, without a copy.
 * `a` must come before `b` in the model's order; heads so far on that they have no such partner are not to be asked for.
 */
function shifted(tensor: AttentionTensor, a: HeadRef, b: HeadRef): AttentionTensor {
  const by = (b.layer - a.layer) * tensor.nHeads + b.head - a.head;
  return { ...tensor, data: tensor.data.subarray(by * tensor.nQueries * tensor.nKeys) };
}
