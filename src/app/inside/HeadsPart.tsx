import { useMemo, useState } from 'react';
import { lengthOf } from '../../core/inside/vectors.ts';
import { headName } from '../../core/tensor.ts';
import { nameInPlace } from '../../core/tokenText.ts';
import { BarRows } from '../../views/BarRows/BarRows.tsx';
import type { BarRow } from '../../views/BarRows/BarRows.picture.ts';
import { axisNumber, preciseNumber } from '../../views/parts/numbers.ts';
import { useSize } from '../../views/parts/useSize.ts';
import { useStage } from '../stage.ts';
import { dispatch } from '../state/store.ts';
import { Channels, channelNames } from './Channels.tsx';
import type { PartProps } from './partProps.ts';
import styles from './inside.module.css';

/** All heads of the layer side by side at this query: who speaks loudest, before and behind W_O. */
export function HeadsPart({ stack, head, road }: PartProps) {
  const { rem } = useStage();
  const [box, { width }] = useSize();
  const { layer } = road.head;
  const { lengths, written, query } = road.row;
  const [pointed, setPointed] = useState<number | null>(null);
  const lit = pointed ?? head.head;
  const names = useMemo(
    () => Array.from({ length: layer.nHeads }, (_, one) => headName(stack.tensor, { layer: head.layer, head: one })),
    [layer.nHeads, stack.tensor, head.layer],
  );
  const constant = layer.constantWritten;
  const rows = useMemo((): readonly BarRow[] => {
    if (lengths === null) return [];
    const row = (id: string, name: string, tone: BarRow['tone'], values: ArrayLike<number>): BarRow => ({
      id,
      name,
      tone,
      values,
      axisOf: axisNumber,
      reading: preciseNumber(values[lit] ?? Number.NaN),
    });
    return [
      row('written', 'behind W_O: length of what it writes', 'output', lengths.written),
      row('before', 'before W_O, in each head’s own units', 'plain', lengths.before),
      ...(constant === null || layer.d === null
        ? []
        : [
            row(
              'constant',
              'of it the same for every text (bias of the values)',
              'value',
              constantLengths(constant, layer.d),
            ),
          ]),
    ];
  }, [lengths, lit, constant, layer.d]);
  const token = stack.queryTokens[query];
  return (
    <div ref={box}>
      {lengths === null || width === 0 ? null : (
        <>
          <BarRows
            name={`${layer.nHeads} heads`}
            places={names}
            rows={rows}
            lit={lit}
            width={Math.min(width, 52 * rem)}
            rem={rem}
            onPoint={setPointed}
            onSelect={() => {
              if (lit !== head.head) dispatch({ type: 'headPinned', head: { layer: head.layer, head: lit } });
            }}
          />
          <p className={styles.words}>
            At {token === undefined ? query : nameInPlace(token)} {loudest(lengths.written, names)} writes most of the
            layer
            {lengths.before.indexOf(Math.max(...lengths.before)) ===
            lengths.written.indexOf(Math.max(...lengths.written))
              ? ', and has the longest result before W_O too.'
              : `; before W_O ${loudest(lengths.before, names)} has the longest result, but each head’s rows of W_O stretch it otherwise.`}{' '}
            A length is not an effect: a long vector may point where nothing reads.
          </p>
        </>
      )}
      {written === null ? null : (
        <Channels
          name={`${written.length} channels of the stream`}
          rows={[{ id: 'written', name: 'what the head writes, channel by channel', tone: 'output', values: written }]}
          places={channelNames(written.length)}
        />
      )}
    </div>
  );
}

function loudest(lengths: Float64Array, names: readonly string[]): string {
  return names[lengths.indexOf(Math.max(...lengths))] ?? '';
}

function constantLengths(constant: Float32Array, d: number): Float64Array {
  return Float64Array.from({ length: constant.length / d }, (_, head) =>
    lengthOf(constant.subarray(head * d, (head + 1) * d)),
  );
}
