import { useMemo } from 'react';
import { lengthOf } from '../../core/inside/vectors.ts';
import { headName } from '../../core/tensor.ts';
import { nameInPlace } from '../../core/tokenText.ts';
import { percent } from '../../core/numberWords.ts';
import { withTerms } from '../../views/parts/withTerms.tsx';
import { Channels, channelNames } from './Channels.tsx';
import { HeadBars } from './HeadBars.tsx';
import type { PartProps } from './partProps.ts';
import { WordPart } from './WordPart.tsx';
import styles from './inside.module.css';

/** From this part on it is said how much a norm takes of a length. */
const MEAN_SHOWN = 0.01;

/** All heads of the layer side by side at this query: who speaks loudest, before and behind W_O. */
export function HeadsPart(part: PartProps & { readonly isWritten: boolean }) {
  const { stack, head, road, isWritten } = part;
  const { layer } = road.head;
  const { lengths, written, query } = road.row;
  const constant = layer.constantWritten;
  const rows = useMemo(() => {
    if (lengths === null) return [];
    const same = constant === null || layer.d === null ? null : constantLengths(constant, layer.d);
    return [
      { id: 'written', name: 'behind W_O: length of what it writes', tone: 'output', values: lengths.written },
      {
        id: 'before',
        name: 'before W_O: length of z, in its own units',
        tone: 'plain',
        values: lengths.before,
      },
      ...(same === null
        ? []
        : [
            {
              id: 'same',
              name: 'of it the same for every text (bias of the values)',
              tone: 'value',
              values: same,
            } as const,
          ]),
    ] as const;
  }, [lengths, constant, layer.d]);
  const token = stack.queryTokens[query];
  const nameOf = (one: number): string => headName(stack.tensor, { layer: head.layer, head: one });
  return (
    <>
      {lengths === null ? null : (
        <>
          <HeadBars stack={stack} head={head} rows={rows} />
          <p className={styles.words}>
            At {token === undefined ? query : nameInPlace(token)}{' '}
            {withTerms(loudestWords(lengths.written, lengths.before, nameOf), { W_O: 'output-weights' })} A length is
            not an effect: a long vector may point where nothing reads.
            {layer.norm !== 'rms' && lengths.meanPart > MEAN_SHOWN
              ? ` A norm behind takes the mean of all channels out: of one of these lengths that is ${percent(lengths.meanPart)}.`
              : ''}
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
      {isWritten ? <WordPart {...part} /> : null}
    </>
  );
}

function loudestWords(written: Float64Array, before: Float64Array, nameOf: (head: number) => string): string {
  const [behind, ahead] = [written, before].map((lengths) => lengths.indexOf(Math.max(...lengths)));
  const [first, second] = [nameOf(behind ?? 0), nameOf(ahead ?? 0)];
  const loudest =
    behind === ahead
      ? `${first} speaks loudest, before W_O too`
      : `${first} speaks loudest; before W_O it is ${second}`;
  return `${loudest}. Before it lengths of two heads do not compare: each head’s rows of W_O stretch its result otherwise.`;
}

function constantLengths(constant: Float32Array, d: number): Float64Array {
  return Float64Array.from({ length: constant.length / d }, (_, head) =>
    lengthOf(constant.subarray(head * d, (head + 1) * d)),
  );
}
