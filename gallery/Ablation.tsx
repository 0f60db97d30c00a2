import { useMemo, useState } from 'react';
import { gridRows, headTags } from '../src/app/shown/headTags.ts';
import { createLabelContext } from '../src/core/labels/runContext.ts';
import { labelHeads } from '../src/core/labels/labelHead.ts';
import { LABEL_WORDS } from '../src/core/labels/words.ts';
import { formatHead } from '../src/core/selection.ts';
import { AttentionMatrix } from '../src/views/AttentionMatrix/AttentionMatrix.tsx';
import { EffectStrip } from '../src/views/EffectStrip/EffectStrip.tsx';
import { EffectTable } from '../src/views/EffectStrip/EffectTable.tsx';
import { PredictionTable } from '../src/views/EffectStrip/PredictionTable.tsx';
import { HeadGrid } from '../src/views/HeadGrid/HeadGrid.tsx';
import { HeadList } from '../src/views/HeadMap/HeadList.tsx';
import { HeadMap } from '../src/views/HeadMap/HeadMap.tsx';
import { createHoverStore } from '../src/views/hover.ts';
import type { Hover } from '../src/views/hover.ts';
import { largestDifference } from '../src/views/paint/largestDifference.ts';
import type { Scheme } from '../src/views/paint/ramp.ts';
import { DifferenceLegend } from '../src/views/parts/DifferenceLegend.tsx';
import { PruningCurve } from '../src/views/PruningCurve/PruningCurve.tsx';
import { disturbed, makeCurves, makeEffect, makeFacts, SENTENCE, textOf } from './effects.ts';
import { makeTensor } from './patterns.ts';
import { makeTokens } from './tokens.ts';

const NONE: ReadonlySet<string> = new Set();
const NO_MARKS: readonly never[] = [];
const TURNED: ReadonlyMap<string, number> = new Map([
  ['L0H1', 0],
  ['L1H4', 0],
  ['L2H0', 0.5],
  ...Array.from({ length: 16 }, (_, head) => [`L3H${head}`, 0] as const),
]);

function nothing(): void {}

/** A store with something lit in it from the start. */
export function useHoverStore(lit: Partial<Hover> = {}) {
  const [hover] = useState(() => {
    const store = createHoverStore();
    store.set(lit);
    return store;
  });
  return hover;
}

export function useModel(nLayers: number, nHeads: number, nTokens: number) {
  return useMemo(() => {
    const before = makeTensor(nLayers, nHeads, nTokens, true);
    const after = disturbed(before, 1);
    const reports = labelHeads(before, createLabelContext(makeTokens(nTokens), true));
    const rows = gridRows(before, 'layer', reports);
    return {
      before,
      after,
      rows,
      reports,
      tags: headTags(reports, 'word'),
      max: largestDifference(after, before, null),
    };
  }, [nLayers, nHeads, nTokens]);
}

export type AblationGridProps = {
  readonly nLayers: number;
  readonly nHeads: number;
  readonly scheme: Scheme;
  readonly width: number;
  readonly height: number;
  readonly shows: 'difference' | 'facts' | 'turned';
};

/** The grid as it stands while heads are switched off. */
export function AblationGrid({ nLayers, nHeads, scheme, width, height, shows }: AblationGridProps) {
  const hover = useHoverStore();
  const { before, after, rows, tags, max } = useModel(nLayers, nHeads, 18);
  const facts = useMemo(() => makeFacts(nLayers, nHeads, 0.8), [nLayers, nHeads]);
  return (
    <>
      <div style={{ display: 'flex', width, height }}>
        <HeadGrid
          tensor={shows === 'turned' ? before : after}
          base={shows === 'difference' ? before : null}
          differenceMax={max}
          isCausal
          hidden={null}
          mode="absolute"
          scheme={scheme}
          rem={15}
          fitsHeight
          rows={rows}
          tags={tags}
          dimmed={NONE}
          pinned={new Set(['L0H1'])}
          hover={hover}
          cells={shows === 'facts' ? facts : null}
          cellsMax={0.3}
          turned={shows === 'facts' ? null : TURNED}
          onToggle={nothing}
          onToggleLayer={nothing}
          onPin={nothing}
          onPainted={nothing}
        />
      </div>
      {shows === 'difference' ? (
        <DifferenceLegend max={max} scheme={scheme} title="weight, after − before" showsLeftOut="not allowed" />
      ) : null}
    </>
  );
}

/** One head large, after less before. */
export function DifferenceMatrix({
  scheme,
  isHidden = false,
}: {
  readonly scheme: Scheme;
  readonly isHidden?: boolean;
}) {
  const head = { layer: 1, head: 2 };
  const hover = useHoverStore({ query: 11, key: 2, source: head });
  const { before, after, max } = useModel(3, 4, 18);
  const tokens = useMemo(() => makeTokens(18), []);
  const flags = useMemo(() => Uint8Array.from({ length: 18 }, (_, key) => Number(key === 0)), []);
  return (
    <AttentionMatrix
      tensor={after}
      base={before}
      differenceMax={max}
      head={head}
      queryTokens={tokens}
      keyTokens={tokens}
      isCausal
      hidden={isHidden ? { keys: flags, queries: flags } : null}
      mode={isHidden ? 'head' : 'absolute'}
      scheme={scheme}
      rem={15}
      width={400}
      height={400}
      marks={NO_MARKS}
      hover={hover}
    />
  );
}

export type ImportanceProps = {
  readonly nLayers: number;
  readonly nHeads: number;
  readonly part: number;
  readonly scheme: Scheme;
  readonly hasList?: boolean;
};

/** The map of a sweep, and its list. */
export function Importance({ nLayers, nHeads, part, scheme, hasList = false }: ImportanceProps) {
  const hover = useHoverStore({ head: { layer: 1, head: 1 } });
  const { tags, reports } = useModel(nLayers, nHeads, 12);
  const facts = useMemo(() => makeFacts(nLayers, nHeads, part), [nLayers, nHeads, part]);
  const [selected, select] = useState<ReadonlySet<string>>(new Set(['L0H2']));
  return (
    <>
      <HeadMap
        nLayers={nLayers}
        nHeads={nHeads}
        facts={facts}
        max={0.3}
        tags={tags}
        title="Change of loss without the head"
        unit="nats per token"
        floor={0.003}
        isRunning={part < 1}
        selected={selected}
        hover={hover}
        scheme={scheme}
        rem={15}
        onSelect={(head) => select(new Set([formatHead(head)]))}
      />
      {hasList ? (
        <HeadList
          rows={reports.map((report, i) => {
            const fact = facts.get(formatHead(report));
            return {
              head: report,
              name: formatHead(report),
              label: report.strongest,
              labelText: report.strongest === null ? 'too short' : LABEL_WORDS[report.strongest].says,
              labelName: report.strongest === null ? '' : LABEL_WORDS[report.strongest].name,
              lossChange: fact?.value ?? Number.NaN,
              meanKl: Math.abs(fact?.value ?? 0) * 1.7,
              nFlips: i % 4,
              nPositions: 14,
              worst: i % 3 === 0 ? 'cash (11)' : '',
              isFaint: fact?.isFaint ?? false,
            };
          })}
          selected={selected}
          hover={hover}
          onSelect={(head) => select(new Set([formatHead(head)]))}
          onCsv={nothing}
          maxHeight="16rem"
        />
      ) : null}
    </>
  );
}

export function Curve({
  nHeads,
  part,
  width,
}: {
  readonly nHeads: number;
  readonly part: number;
  readonly width: number;
}) {
  const series = useMemo(() => makeCurves(nHeads, part), [nHeads, part]);
  const [selected, select] = useState<{ series: string; nRemoved: number } | null>({
    series: 'importance',
    nRemoved: Math.round(nHeads / 4),
  });
  return (
    <PruningCurve
      series={series}
      nHeads={nHeads}
      baseline={4.12}
      quantity="loss"
      unit="nats per token"
      width={width}
      height={300}
      rem={15}
      selected={selected}
      isRunning={part < 1}
      onSelect={(id, nRemoved) => select({ series: id, nRemoved })}
    />
  );
}

/** The sentence with its effect, one position in full, and all in numbers. */
export function EffectPicture() {
  const hover = useHoverStore({ query: 4 });
  const effect = useMemo(() => makeEffect(), []);
  const [selected, select] = useState<number>(10);
  const position = effect.positions.find((one) => one.position === selected);
  return (
    <>
      <EffectStrip
        tokens={SENTENCE}
        effect={effect}
        textOf={textOf}
        floor={0.001}
        selected={selected}
        hover={hover}
        onSelect={select}
      />
      {position === undefined ? null : (
        <PredictionTable position={position} tokens={SENTENCE} objective={effect.objective} textOf={textOf} />
      )}
      <EffectTable
        effect={effect}
        tokens={SENTENCE}
        textOf={textOf}
        selected={selected}
        onSelect={select}
        onCsv={nothing}
        maxHeight="14rem"
      />
    </>
  );
}
