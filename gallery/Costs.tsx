import { useState } from 'react';
import { CostChart } from '../src/views/CostChart/CostChart.tsx';

const COUNTS = [1, 2, 4, 8, 12, 16, 32, 64];
const line = (id: string, name: string, ratios: readonly number[]) => ({
  id,
  name,
  points: ratios.map((ratio, at) => ({ nHeads: COUNTS[at] ?? 1, ratio })),
});
const SERIES = [
  line('maps', 'maps, exponentials', COUNTS),
  line(
    'parameters',
    'parameters, multiply-adds, cache',
    COUNTS.map(() => 1),
  ),
  line('measured', 'time here, 512 tokens', [1, 0.94, 1.06, 1.12, 1.15, 1.2]),
];

/** What grows with the number of heads; where so many heads divide the width, and where they do not. */
export function Costs({ width, refused }: { readonly width: number; readonly refused: readonly number[] }) {
  const [selected, select] = useState(12);
  return (
    <CostChart
      series={SERIES}
      counts={COUNTS}
      refused={refused}
      own={12}
      ownName="a model of 12 heads"
      width={width}
      height={220}
      rem={15}
      selected={selected}
      wordsOf={(nHeads) => `${nHeads} heads, in words`}
      onSelect={select}
    />
  );
}
