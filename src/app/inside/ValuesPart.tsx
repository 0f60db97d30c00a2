import { useMemo } from 'react';
import { rowOf } from '../../core/inside/road.ts';
import { weightedValueInto } from '../../core/inside/values.ts';
import type { SentRow } from '../../core/inside/values.ts';
import { largestIds } from '../../core/largestIds.ts';
import { percent } from '../../core/numberWords.ts';
import { nameInPlace } from '../../core/tokenText.ts';
import type { Token } from '../../core/tokens.ts';
import { alignedNumbers, preciseNumber } from '../../views/parts/numbers.ts';
import { Channels, channelNames } from './Channels.tsx';
import type { ChannelRow } from './Channels.tsx';
import { KeyBars, ofAllowed } from './KeyBars.tsx';
import type { KeyRow } from './KeyBars.tsx';
import { MapPart } from './MapPart.tsx';
import type { PartProps } from './partProps.ts';
import { pinCell } from './useCell.ts';
import { weightText } from './weightText.ts';
import styles from './inside.module.css';

/** What each key sends: its weight, how long a vector it offers, and both together; and the vector itself. */
export function ValuesPart({ stack, head: shownHead, road, isPending }: PartProps) {
  const { head, row, key } = road;
  const rows = useMemo((): readonly KeyRow[] => {
    const { weights, used, allowed, sent, isHalf } = row;
    // One that is 0 because its head is off is no small number.
    const textOf = (weight: number): string => weightText(weight, used === weights ? isHalf : null);
    return [
      {
        id: 'weight',
        name: used === weights ? 'weight' : 'weight that was used',
        tone: 'query',
        values: ofAllowed(used, allowed),
        reach: 1,
        textOf,
      },
      ...(head.offered === null || sent === null
        ? []
        : ([
            {
              id: 'offered',
              name: 'length of what the key offers, |v W_O|',
              tone: 'value',
              values: ofAllowed(head.offered, allowed),
            },
            {
              id: 'sent',
              name: 'weight × length: what comes from this key',
              tone: 'output',
              values: ofAllowed(sent.sent, allowed),
            },
          ] as const)),
    ];
  }, [head, row]);
  const vectors = useMemo((): readonly ChannelRow[] => {
    const value = rowOf(head.values, head.layer.nKeys, key);
    if (value === null || row.result === null) return [];
    const isPadded = head.layer.windows?.ofPadding != null;
    return [
      {
        id: 'from',
        name: 'weight × value: from this key',
        tone: 'value',
        values: weightedValueInto(new Float64Array(value.length), row.used[key] ?? 0, value),
      },
      ...(row.added === null
        ? []
        : [
            {
              id: 'added',
              name: isPadded ? 'what comes of padding, no key' : 'what stands in for it, of no key',
              tone: 'plain',
              values: row.added,
            } as const,
          ]),
      {
        id: 'sum',
        name: `sum over all keys${isPadded ? ' and padding' : ''}: the result of the head`,
        tone: 'output',
        values: row.result,
      },
    ];
  }, [head, row, key]);
  const { sent } = row;
  const token = stack.queryTokens[row.query];
  const count = vectors[0]?.values.length ?? 0;
  return (
    <>
      <KeyBars stack={stack} query={row.query} lit={key} rows={rows} />
      {sent === null ? null : (
        <p className={styles.words}>
          At {token === undefined ? row.query : nameInPlace(token)} the keys send {preciseNumber(sent.sum)} in all, as a
          sum of lengths in the stream.{' '}
          {sent.left === null
            ? ''
            : sent.left > 0.995
              ? 'All of it is left in what the head writes: nothing cancels.'
              : `${percent(sent.left)} of it is left in what the head writes: the rest points different ways and cancels.`}{' '}
          Lengths say nothing of where a vector points, nor whether a later layer reads it.
        </p>
      )}
      {sent === null ? null : <MostSent sent={sent} tokens={stack.keyTokens} query={row.query} />}
      {count === 0 ? null : <Channels name={`${count} channels`} rows={vectors} places={channelNames(count)} />}
      <MapPart stack={stack} head={shownHead} road={road} isPending={isPending} first="sent" />
    </>
  );
}

/** So many keys are named in order. */
const N_NAMED = 5;

/** The keys from which most comes, largest first; a tap looks into one. */
function MostSent({
  sent,
  tokens,
  query,
}: {
  readonly sent: SentRow;
  readonly tokens: readonly Token[];
  readonly query: number;
}) {
  const most = largestIds(sent.sent, N_NAMED)
    .map((key) => ({ key, length: sent.sent[key] ?? 0 }))
    .filter(({ length }) => length > 0);
  const numbers = alignedNumbers(most.map(({ length }) => length));
  return (
    <div>
      <h4 className={styles.listTitle}>Most comes from</h4>
      <ol className={styles.spoken} aria-label="Most comes from">
        {most.map(({ key, length }, at) => {
          const token = tokens[key];
          return (
            <li key={key}>
              <button type="button" className={styles.word} onClick={() => pinCell({ query, key })}>
                <b dir="auto">{token === undefined ? key : nameInPlace(token)}</b>
              </button>{' '}
              <span>
                {numbers[at]}, {percent(length / sent.sum)}
              </span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
