import { useMemo, useState } from 'react';
import { orderOf, PRODUCT_ORDERS, runningSums } from '../../core/inside/product.ts';
import type { ProductOrder } from '../../core/inside/product.ts';
import { preciseNumber } from '../../views/parts/numbers.ts';
import { Choice } from '../parts/Choice.tsx';
import { Channels } from './Channels.tsx';
import type { ChannelRow } from './Channels.tsx';
import type { PartProps } from './partProps.ts';
import { CHANNELS_SAY } from './stageWords.ts';
import { sumWords } from './sumWords.ts';
import styles from './inside.module.css';

const ORDER_WORDS: Readonly<Record<ProductOrder, { readonly name: string; readonly says: string }>> = {
  channel: { name: 'by channel', says: 'As the model has them.' },
  size: { name: 'largest first', says: 'Whatever their sign.' },
  lift: {
    name: 'what sets this key apart',
    says: 'How much each channel gives this key more than the average of the keys that the query may look at. The softmax sees only that.',
  },
};

/** The product of query and key, channel by channel, in one of three orders, with its sum in print. */
export function ProductPart({ road }: PartProps) {
  const { pair, row, key, head } = road;
  const [order, setOrder] = useState<ProductOrder>('channel');
  const shown = useMemo(() => {
    if (pair === null) return null;
    const parts = order === 'lift' ? pair.lifts : pair.products;
    const channels = orderOf(parts, order);
    const along = (values: ArrayLike<number>): Float64Array => Float64Array.from(channels, (c) => values[c] ?? 0);
    const rows: ChannelRow[] = [
      // A pair of channels has no one number of the query and of the key.
      ...(pair.arePairs
        ? []
        : ([
            { id: 'query', name: 'query', tone: 'query', values: along(pair.query) },
            { id: 'key', name: 'key', tone: 'key', values: along(pair.key) },
          ] as const)),
      {
        id: 'product',
        name: order === 'lift' ? 'query × (key − mean key)' : 'query × key',
        tone: 'plain',
        values: along(parts),
      },
    ];
    return { parts, channels, rows, sums: runningSums(parts, channels), ordered: along(parts) };
  }, [pair, order]);
  if (pair === null || shown === null) return null;
  const { channels, rows, sums, ordered } = shown;
  const raw = row.raw?.[key] ?? 0;
  const what = pair.arePairs ? 'pairs of channels' : 'channels';
  return (
    <>
      <Choice
        name="products"
        title="Order"
        values={PRODUCT_ORDERS}
        value={order}
        wordsOf={(one) => ORDER_WORDS[one].name}
        hintOf={(one) => ORDER_WORDS[one].says}
        onChange={setOrder}
      />
      <p className={styles.sum}>
        {sumWords(ordered)}
        {afterSum(order, raw, head.layer.scale.value)}
      </p>
      <Channels
        name={`${channels.length} ${what}`}
        rows={rows}
        places={Array.from(channels, String)}
        readingOf={(place) => `, so far ${preciseNumber(sums[place] ?? 0)}`}
      />
      <p className={styles.words}>
        {ORDER_WORDS[order].says}{' '}
        {pair.arePairs
          ? 'Positions turn channels two by two, so two belong to one bar, and a pair stands for how fast it turns.'
          : CHANNELS_SAY}
      </p>
    </>
  );
}

/** What the sum is, or becomes: " (× 0.25 = 13.07)". */
function afterSum(order: ProductOrder, raw: number, scale: number | null): string {
  if (order === 'lift') return `: the raw product ${preciseNumber(raw)}, less the mean of the row`;
  return scale === null || scale === 1 ? '' : ` (× ${preciseNumber(scale)} = ${preciseNumber(scale * raw)})`;
}
