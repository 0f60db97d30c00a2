import { useMemo } from 'react';
import { compareRoads } from '../../core/inside/against.ts';
import type { Compared } from '../../core/inside/against.ts';
import type { StageId } from '../../core/inside/stages.ts';
import { visibleText } from '../../core/tokenText.ts';
import type { Token } from '../../core/tokens.ts';
import { counted } from '../../core/numberWords.ts';
import type { BarTone } from '../../views/BarRows/BarRows.picture.ts';
import { comparedWords } from './againstWords.ts';
import { Channels, channelNames } from './Channels.tsx';
import type { ChannelRow } from './Channels.tsx';
import type { Road } from './stageGroups.ts';
import styles from './inside.module.css';

type Side = { readonly road: Road; readonly keyTokens: readonly Token[] };

type AgainstStageProps = { readonly first: Side; readonly second: Side; readonly stage: StageId };

/** The numbers of one step of both texts, on the same axes. */
export function AgainstStage({ first, second, stage }: AgainstStageProps) {
  const compare = useMemo(() => compareRoads(first.road, second.road), [first.road, second.road]);
  const all = useMemo(() => compare(stage), [compare, stage]);
  return (
    <>
      {all.length === 0 ? <p className={styles.words}>This step has no numbers of its own to compare.</p> : null}
      {all.map((compared) => (
        <ComparedRows key={compared.name} compared={compared} first={first} second={second} />
      ))}
    </>
  );
}

type ComparedRowsProps = { readonly compared: Compared; readonly first: Side; readonly second: Side };

/** What a vector of a token is called, beside its colour. */
const VECTORS: Readonly<Record<string, readonly [what: string, tone: BarTone]>> = {
  query: ['query, ', 'query'],
  key: ['key, ', 'key'],
  value: ['value, ', 'value'],
  z: ['', 'value'],
  zOfAllHeads: ['', 'value'],
  w: ['', 'output'],
  A: ['', 'output'],
};

function ComparedRows({ compared, first, second }: ComparedRowsProps) {
  const { name, axes, first: one, second: other, difference } = compared;
  const [what, tone] = VECTORS[name] ?? ['', 'plain'];
  const isByKey = axes === 'key';
  const places = useMemo(
    () =>
      isByKey
        ? placeNames(first.keyTokens, second.keyTokens)
        : channelNames(Math.max(one?.length ?? 0, other?.length ?? 0)),
    [isByKey, first.keyTokens, second.keyTokens, one, other],
  );
  const rows = useMemo((): readonly ChannelRow[] => {
    const drawn = [
      { id: 'first', name: `${what}this text`, tone, values: shownOf(one, compared, first.road) },
      { id: 'second', name: `${what}the other text`, tone, values: shownOf(other, compared, second.road) },
      ...(difference === null
        ? []
        : [
            {
              id: 'difference',
              name: `${what}the other less this`,
              tone: 'plain' as const,
              values: shownDifference(difference, compared, first.road, second.road),
            },
          ]),
    ];
    return onOneScale(drawn, places.length);
  }, [what, tone, one, other, difference, compared, first.road, second.road, places.length]);
  const isOneNumber = places.length === 1;
  return (
    <>
      {one === null || other === null || isOneNumber ? null : (
        <Channels
          name={isByKey ? counted(places.length, 'key') : `${places.length} channels`}
          rows={rows}
          places={places}
          {...(isByKey && { rest: first.road.key })}
        />
      )}
      <p className={styles.words}>
        {what}
        {comparedWords(compared, [first.road.key, second.road.key])}
      </p>
    </>
  );
}

/** What the mask takes away has no number in steps behind it, and is hatched. */
function shownOf(values: ArrayLike<number> | null, { name, axes }: Compared, { row }: Road): Float64Array {
  const isBehindMask = axes === 'key' && (name === 'score' || name === 'weight');
  return Float64Array.from(values ?? [], (value, key) =>
    (isBehindMask && row.allowed[key] === 0) || !Number.isFinite(value) ? Number.NaN : value,
  );
}

function shownDifference(values: Float64Array, compared: Compared, first: Road, second: Road): Float64Array {
  return shownOf(shownOf(values, compared, first), compared, second);
}

/** Rows with one axis for all, and NaN at places that a row has not. */
function onOneScale(rows: readonly ChannelRow[], nPlaces: number): readonly ChannelRow[] {
  let [reachDown, reach] = [0, 0];
  for (const { values } of rows) {
    for (let at = 0; at < values.length; at++) {
      const value = values[at] ?? 0;
      if (value < reachDown) reachDown = value;
      if (value > reach) reach = value;
    }
  }
  return rows.map((row) => {
    const values = Float64Array.from({ length: nPlaces }, (_, at) => row.values[at] ?? Number.NaN);
    return { ...row, values, reach, reachDown };
  });
}

/** Keys by their words, of both texts where these differ. */
function placeNames(first: readonly Token[], second: readonly Token[]): readonly string[] {
  return Array.from({ length: Math.max(first.length, second.length) }, (_, at) => {
    const [one, other] = [first[at], second[at]].map((token) => token && visibleText(token));
    return one === undefined || other === undefined || one === other ? (one ?? other ?? '') : `${one}/${other}`;
  });
}
