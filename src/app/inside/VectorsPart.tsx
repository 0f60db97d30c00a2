import { useMemo } from 'react';
import { dataOf, rowOf } from '../../core/inside/road.ts';
import { nameInPlace } from '../../core/tokenText.ts';
import { Channels, channelNames } from './Channels.tsx';
import type { ChannelRow } from './Channels.tsx';
import type { PartProps } from './partProps.ts';
import { CHANNELS_SAY } from './stageWords.ts';
import styles from './inside.module.css';

/** The vectors of the query's and the key's token: in the stream, as they are read, or as query, key and value. */
export function VectorsPart({
  stack,
  road,
  stage,
}: PartProps & { readonly stage: 'stream' | 'read' | 'qkv' | 'rotation' }) {
  const { head, row, key } = road;
  const { layer } = head;
  const [query, other] = [stack.queryTokens[row.query], stack.keyTokens[key]];
  const [queryName, keyName] = [
    query === undefined ? 'query' : nameInPlace(query),
    other === undefined ? 'key' : nameInPlace(other),
  ];
  const sets = useMemo((): readonly (readonly ChannelRow[])[] => {
    const { nQueries, nKeys } = layer;
    const rowsOf = (...rows: readonly (Omit<ChannelRow, 'values'> & { readonly values: Float32Array | null })[]) =>
      rows.flatMap((one) => (one.values === null ? [] : [{ ...one, values: one.values }]));
    const at = { id: 'query', name: `of ${queryName}`, tone: 'query' } as const;
    const to = { id: 'key', name: `of ${keyName}`, tone: 'key' } as const;
    if (stage === 'stream') {
      const x = dataOf(layer.streamBefore);
      const keys = layer.kind === 'cross' ? null : rowOf(x, nKeys, key);
      return [rowsOf({ ...at, values: rowOf(x, nQueries, row.query) }, { ...to, values: keys })];
    }
    if (stage === 'read')
      return [
        rowsOf(
          { ...at, values: rowOf(dataOf(layer.read), nQueries, row.query) },
          { ...to, values: rowOf(dataOf(layer.readKeys), nKeys, key) },
        ),
      ];
    return [
      rowsOf(
        { ...at, name: `query of ${queryName}: what it looks for`, values: rowOf(head.queries, nQueries, row.query) },
        { ...to, name: `key of ${keyName}: what it can be found by`, values: rowOf(head.keys, nKeys, key) },
      ),
      rowsOf({
        id: 'value',
        name: `value of ${keyName}: what it gives`,
        tone: 'value',
        values: rowOf(head.values, nKeys, key),
      }),
    ];
  }, [head, layer, row.query, key, stage, queryName, keyName]);
  return (
    <>
      {sets.map((rows) => {
        const count = rows[0]?.values.length ?? 0;
        return count === 0 ? null : (
          <Channels key={rows[0]?.id} name={`${count} channels`} rows={rows} places={channelNames(count)} />
        );
      })}
      {stage === 'qkv' || stage === 'rotation' ? <p className={styles.words}>{CHANNELS_SAY}</p> : null}
    </>
  );
}
