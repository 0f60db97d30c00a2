import { percent, twoDecimals } from '../../core/numberWords.ts';
import { headName } from '../../core/tensor.ts';
import { afterRow, dataOf, rowOf } from '../../core/inside/road.ts';
import { preciseNumber } from '../../views/parts/numbers.ts';
import { Channels, channelNames } from './Channels.tsx';
import type { ChannelRow } from './Channels.tsx';
import type { PartProps } from './partProps.ts';
import styles from './inside.module.css';

/** What the head adds to the stream at this query: how long it is beside the stream, and where it points. */
export function StreamPart({ stack, head, road }: PartProps) {
  const { layer } = road.head;
  const { inStream: where, written, query } = road.row;
  const name = headName(stack.tensor, head);
  const rows = [
    ['x', 'what stands here before', 'plain', rowOf(dataOf(layer.streamBefore), layer.nQueries, query)],
    [
      'output',
      'what all heads write, with the bias b_O',
      'output',
      rowOf(dataOf(layer.attentionOutput), layer.nQueries, query),
    ],
    [
      'after',
      layer.isPostNorm === true ? 'what stands here then, normed' : 'what stands here then',
      'plain',
      afterRow(layer, query),
    ],
  ] as const;
  const vectors = rows.flatMap(([id, title, tone, values]): ChannelRow[] => {
    return values === null ? [] : [{ id, name: title, tone, values }];
  });
  const all: ChannelRow[] =
    written === null
      ? vectors
      : [{ id: 'w', name: `what ${name} writes`, tone: 'output', values: written }, ...vectors];
  const count = all[0]?.values.length ?? 0;
  return (
    <>
      {where === null ? null : (
        <dl className={styles.list}>
          <dt>length of what {name} writes</dt>
          <dd>{preciseNumber(where.length)}</dd>
          <dt>beside the stream, |w| / |x|</dt>
          <dd>{where.ratio === null ? '–' : `${twoDecimals(where.ratio)} times as long`}</dd>
          <dt>cosine with the stream</dt>
          <dd>
            {where.cosineWithStream === null
              ? '–'
              : `${twoDecimals(where.cosineWithStream)}: ${turns(where.cosineWithStream)}`}
          </dd>
          <dt>cosine with what all heads write</dt>
          <dd>{where.cosineWithAttention === null ? '–' : twoDecimals(where.cosineWithAttention)}</dd>
          <dt>its share of that; shares of all heads and the bias b_O sum to 100 %</dt>
          <dd>{where.share === null ? '–' : percent(where.share)}</dd>
          {layer.norm !== 'rms' && where.meanPart > 0.01 ? (
            <>
              <dt>lost when a norm takes the mean out</dt>
              <dd>{percent(where.meanPart)}</dd>
            </>
          ) : null}
        </dl>
      )}
      {count === 0 ? null : (
        <Channels name={`${count} channels of the stream`} rows={all} places={channelNames(count)} />
      )}
      {layer.isPostNorm === true ? (
        <p className={styles.words}>
          A norm follows the sum and turns it, so nothing is said of the angle with the stream after.
        </p>
      ) : null}
    </>
  );
}

/** What an angle with the stream means. */
function turns(cosine: number): string {
  if (cosine < -0.3) return 'it writes against what is there';
  return cosine > 0.3 ? 'it writes along what is there' : 'it is nearly square to what is there, and turns it';
}
