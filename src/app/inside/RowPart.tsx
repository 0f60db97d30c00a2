import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { sharpenHead, sharpenRow } from '../../core/inside/sharpenedRow.ts';
import { isInWindow } from '../../core/inside/road.ts';
import type { RowInside } from '../../core/inside/road.ts';
import type { Sharpened } from '../../core/inside/sharpenedRow.ts';
import type { RowFacts } from '../../core/inside/rowFacts.ts';
import type { SharpenRefusal } from '../../core/inside/sharpen.ts';
import type { StageId } from '../../core/inside/stages.ts';
import { percent, probabilityPercent, twoDecimals } from '../../core/numberWords.ts';
import { headName, patternOf } from '../../core/tensor.ts';
import { nameInPlace } from '../../core/tokenText.ts';
import { preciseNumber } from '../../views/parts/numbers.ts';
import { Term } from '../../views/parts/Term.tsx';
import { withTerms } from '../../views/parts/withTerms.tsx';
import { useApp } from '../state/store.ts';
import { entropyText } from './entropyText.ts';
import { KeyBars, ofAllowed, sinkName } from './KeyBars.tsx';
import type { KeyRow } from './KeyBars.tsx';
import { MapPart } from './MapPart.tsx';
import type { PartProps } from './partProps.ts';
import { refusalWords } from './refusals.ts';
import { triedSoftmax, triedWords } from './tried.ts';
import { TryPart } from './TryPart.tsx';
import { weightText } from './weightText.ts';
import styles from './inside.module.css';

const WHY_NOT: Readonly<Record<SharpenRefusal, string>> = {
  'head-off': refusalWords({ why: 'head-off', detail: '' }),
  'half-precision':
    'Weights of 16 bits, which these are or may be, are 0 below 6e−8, so a warmer softmax cannot be worked back from them.',
  'too-warm': 'From weights alone no temperature above 4 can be told.',
  'no-scale': 'The scale of this layer cannot be told, so it cannot be left out.',
  'bias-or-cap': 'A bias or a cap lies between product and score, and neither can be taken out of this operator.',
  padding: 'Padding in the windows of this layer takes a part of each row, by scores that are not known.',
  sink: 'The sink’s score is not scaled and stays inside this operator, so the row without the scale cannot be told.',
};

/** One row before and after its softmax, with the scale or another temperature tried on it. */
export function RowPart({ stack, head, road, stage, isPending }: PartProps & { readonly stage: StageId }) {
  const { row, key, head: own } = road;
  const how = useApp(triedSoftmax);
  const tried = useMemo(
    (): Sharpened | null => (how === null || isPending ? null : sharpenRow(own, row, how)),
    [how, own, row, isPending],
  );
  const { isCausal } = stack;
  const all = useMemo(
    () => (how === null || isPending ? null : sharpenHead(own, patternOf(stack.tensor, head), how, { isCausal })),
    [how, own, stack.tensor, head, isCausal, isPending],
  );
  const { hasSink } = own.layer;
  const rows = useMemo((): readonly KeyRow[] => {
    const { raw, scores, weights, allowed, areScoresRelative } = row;
    const textOf = (weight: number): string => weightText(weight, row.isHalf);
    const score = areScoresRelative ? 'score, up to a constant of the row' : 'score';
    // While the layer is on its way its rows are empty, so that nothing moves when it is there.
    const onItsWay = { tone: 'plain', values: NO_VALUES, isEmpty: true } as const;
    return [
      ...(isPending
        ? [
            { id: 'raw', name: 'raw product', ...onItsWay },
            { id: 'score', name: 'score', ...onItsWay },
          ]
        : [
            ...(raw === null
              ? []
              : [
                  { id: 'raw', name: 'raw product', tone: 'plain', values: ofAllowed(raw, allowed), all: raw } as const,
                ]),
            ...(scores === null
              ? []
              : [{ id: 'score', name: score, tone: 'plain', values: ofAllowed(scores, allowed) } as const]),
          ]),
      { id: 'weight', name: 'weight', tone: 'query', values: ofAllowed(weights, allowed), reach: 1, textOf },
      ...(row.used === weights
        ? []
        : [
            {
              id: 'used',
              name: 'used in their place',
              tone: 'value',
              values: ofAllowed(row.used, allowed),
              reach: 1,
              textOf: preciseNumber,
            } as const,
          ]),
      // Its room is kept, so that nothing moves when another softmax is tried.
      {
        id: 'tried',
        name: how === null ? '' : `weight ${triedWords(how)}`,
        tone: 'output',
        values: tried !== null && 'weights' in tried ? ofAllowed(tried.weights, allowed) : NO_VALUES,
        reach: 1,
        // Worked out here, not in the type of the model.
        textOf: (weight: number): string => weightText(weight, false),
        isEmpty: tried === null || 'refused' in tried,
      },
    ];
  }, [row, how, tried, isPending]);
  const query = stack.queryTokens[row.query];
  const after = tried !== null && 'facts' in tried ? tried.facts : null;
  return (
    <>
      <KeyBars
        stack={stack}
        query={row.query}
        lit={key}
        rows={hasSink ? rows.map(withSink(row)) : rows}
        sink={sinkName(own.layer)}
      />
      {row.raw !== null && row.allowed[key] === 0 ? (
        <p className={styles.words}>
          {isInWindow(own.layer, row.query, key)
            ? 'The raw product with this key is worked out all the same; the mask then takes the key away.'
            : refusalWords({ why: 'other-window', detail: '' })}
        </p>
      ) : null}
      <FactsTable
        caption={`Row of ${query === undefined ? row.query : nameInPlace(query)}`}
        before={row.facts}
        after={after}
        afterName={how === null ? null : triedWords(how)}
        isPadded={own.layer.windows?.hasPadding === true}
      />
      {all === null || all.after === null || how === null ? null : (
        <p className={styles.words}>
          Over all {all.before.nRows} rows of {headName(stack.tensor, head)} with more than one key to look at, as it is
          and {triedWords(how)}: median entropy {probabilityPercent(all.before.medianShare)} →{' '}
          {probabilityPercent(all.after.medianShare)} of the largest it could be; rows with a weight above 0.99:{' '}
          {percent(all.before.sharpRows)} → {percent(all.after.sharpRows)}.
        </p>
      )}
      {tried !== null && 'refused' in tried ? <p className={styles.refusal}>{WHY_NOT[tried.refused]}</p> : null}
      <TryPart stack={stack} head={head} road={road} isPending={isPending} />
      {stage === 'weight' ? (
        <MapPart stack={stack} head={head} road={road} isPending={isPending} first="weight" />
      ) : null}
    </>
  );
}

/** Its values with what goes to the sink behind them: of weights what is missing to 1, and its score; of a product there is none. */
function withSink({ facts, sinkScore }: RowInside): (one: KeyRow) => KeyRow {
  return (one) => {
    if (one.values.length === 0) return one;
    const missing = (): number =>
      Math.max(0, 1 - Array.from(one.values).reduce((sum, weight) => sum + (weight || 0), 0));
    const at = { raw: Number.NaN, score: sinkScore, weight: facts.sinkMass }[one.id] ?? missing();
    return { ...one, values: Float64Array.from([...Array.from(one.values), at]) };
  };
}

const NO_VALUES = new Float64Array(0);

type FactsTableProps = {
  readonly caption: string;
  readonly before: RowFacts;
  readonly after: RowFacts | null;
  readonly afterName: string | null;
  /** Whether it is padding that takes what goes to no key. */
  readonly isPadded: boolean;
};

/** What a row comes to, as the model has it and with another softmax. */
function FactsTable({ caption, before, after, afterName, isPadded }: FactsTableProps) {
  if (before.nAllowed === 0) return <p className={styles.words}>No key is allowed here, so there is nothing to sum.</p>;
  const lines: readonly (readonly [name: ReactNode, of: (facts: RowFacts) => ReactNode])[] = [
    [
      <Term key="entropy" of="entropy">
        entropy
      </Term>,
      ({ entropy }) => withTerms(`${entropyText(entropy)} nats`, { nats: 'nats' }),
    ],
    ['of the largest it could be', ({ share }) => (share === null ? 'one key only' : probabilityPercent(share))],
    ['spread as over so many keys alike', ({ effectiveKeys }) => twoDecimals(effectiveKeys)],
    ['largest weight', ({ largest }) => preciseNumber(largest)],
    ['how far small changes of the scores move the weights (0: not at all)', ({ movable }) => preciseNumber(movable)],
    ...(before.sinkMass > 0
      ? ([
          [
            isPadded ? (
              'to padding, which is no key'
            ) : (
              <Term key="sink" of="sink">
                kept for no key
              </Term>
            ),
            ({ sinkMass }: RowFacts) => preciseNumber(sinkMass),
          ],
        ] as const)
      : []),
  ];
  return (
    <table className={styles.facts}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">of the row</th>
          <th scope="col">as it is</th>
          {afterName === null ? null : <th scope="col">{afterName}</th>}
        </tr>
      </thead>
      <tbody>
        {lines.map(([name, of], at) => (
          <tr key={at}>
            <th scope="row">{name}</th>
            <td>{of(before)}</td>
            {afterName === null ? null : <td>{after === null ? '–' : of(after)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
