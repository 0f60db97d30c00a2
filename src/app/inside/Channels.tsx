import { useMemo, useState } from 'react';
import { BarRows } from '../../views/BarRows/BarRows.tsx';
import type { BarRow } from '../../views/BarRows/BarRows.picture.ts';
import { axisNumber, preciseNumber } from '../../views/parts/numbers.ts';
import { useSize } from '../../views/parts/useSize.ts';
import { useStage } from '../shown/stage.ts';

/** One vector over its channels. */
export type ChannelRow = Pick<BarRow, 'id' | 'name' | 'tone' | 'values' | 'reach' | 'reachDown'>;

type ChannelsProps = {
  /** "16 channels" */
  readonly name: string;
  readonly rows: readonly ChannelRow[];
  /** Names of the places, the channels in their order. */
  readonly places: readonly string[];
  /** What is read off besides, at a place. */
  readonly readingOf?: (place: number) => string;
  /** The place that is read off while none is pointed at; none where it is left out. */
  readonly rest?: number;
};

/** Vectors over the same channels; the one that is pointed at is read off. */
export function Channels({ name, rows, places, readingOf, rest }: ChannelsProps) {
  const { rem } = useStage();
  const [box, { width }] = useSize();
  const [place, setPlace] = useState<number | null>(null);
  const lit = place !== null && place < places.length ? place : (rest ?? null);
  const drawn = useMemo(
    () =>
      rows.map((row, at): BarRow => ({
        ...row,
        axisOf: axisNumber,
        reading:
          lit === null
            ? ''
            : `${preciseNumber(row.values[lit] ?? Number.NaN)}${at === rows.length - 1 ? (readingOf?.(lit) ?? '') : ''}`,
      })),
    [rows, lit, readingOf],
  );
  return (
    <div ref={box}>
      {width === 0 ? null : (
        <BarRows
          name={name}
          places={places}
          rows={drawn}
          lit={lit}
          width={Math.min(width, 52 * rem)}
          rem={rem}
          onPoint={setPlace}
          onSelect={nothing}
        />
      )}
    </div>
  );
}

function nothing(): void {}

/** Channels by their numbers, from 0. */
export function channelNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, channel) => String(channel));
}
