import { ordinal, readCell } from '../../core/cell.ts';
import { percent } from '../../core/numberWords.ts';
import type { HiddenRows } from '../../core/hiding.ts';
import { sameHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { Token } from '../../core/tokens.ts';
import { nameInPlace } from '../../core/tokenText.ts';
import type { HoverStore } from '../hover.ts';
import { useHover } from '../parts/useHover.ts';
import type { MatrixLayout } from './AttentionMatrix.layout.ts';
import styles from './AttentionMatrix.module.css';

export type CellTooltipProps = {
  readonly head: HeadRef;
  readonly tokens: readonly Token[];
  readonly pattern: Float32Array;
  readonly nKeys: number;
  readonly isCausal: boolean;
  readonly hiding: { readonly hidden: Uint8Array; readonly rows: HiddenRows } | null;
  readonly layout: MatrixLayout;
  readonly hover: HoverStore;
};

/** The words for the lit cell: in full beside the pointer, as a plain number on the other heatmaps. */
export function CellTooltip(props: CellTooltipProps) {
  const { head, tokens, pattern, nKeys, isCausal, hiding, layout, hover } = props;
  const query = useHover(hover, (now) => now.query);
  const key = useHover(hover, (now) => now.key);
  const isSource = useHover(hover, (now) => sameHead(now.source, head));
  const queryToken = query === null ? undefined : tokens[query];
  const keyToken = key === null ? undefined : tokens[key];
  if (query === null || queryToken === undefined) return null;
  const hiddenMass = hiding?.rows.hiddenMass[query];
  if (key === null || keyToken === undefined) {
    if (!isSource || hiddenMass === undefined) return null;
    return (
      <Box
        layout={layout}
        query={query}
        key_={0}
        words={[`Row ${nameInPlace(queryToken)}`, `${percent(hiddenMass)} hidden`]}
      />
    );
  }
  const cell = readCell(pattern, nKeys, query, key, isCausal, hiding);
  if (!isSource) {
    return (
      <span className={styles.readout} data-reading>
        {cell.weight === null ? '–' : cell.weight.toFixed(2)}
      </span>
    );
  }
  const words = [`Row ${nameInPlace(queryToken)} looks at column ${nameInPlace(keyToken)}`];
  switch (cell.state) {
    case 'future':
      words.push('not allowed: future token');
      break;
    case 'hidden':
      words.push(`hidden: ${cell.rawWeight.toFixed(3)}`);
      break;
    case 'shown':
      words.push(
        `${(cell.weight ?? 0).toFixed(3)}, its ${ordinal(cell.rank)} of ${cell.nAllowed}`,
        hiding === null
          ? `${percent(cell.rawWeight)} of its attention`
          : `renormalised; ${cell.rawWeight.toFixed(3)} before, ${percent(hiddenMass ?? 0)} of the row hidden`,
      );
  }
  return <Box layout={layout} query={query} key_={key} words={words} />;
}

function Box({
  layout,
  query,
  key_,
  words,
}: {
  readonly layout: MatrixLayout;
  readonly query: number;
  readonly key_: number;
  readonly words: readonly string[];
}) {
  const x = layout.left + (key_ + 1) * layout.cellWidth + 10;
  const y = layout.top + (query + 1) * layout.cellHeight + 8;
  const isRight = x > layout.width * 0.55;
  const isLow = y > layout.height * 0.72;
  return (
    <div
      className={styles.tooltip}
      data-tooltip
      role="status"
      style={{
        [isRight ? 'right' : 'left']: isRight ? layout.width - x + layout.cellWidth + 20 : x,
        [isLow ? 'bottom' : 'top']: isLow ? layout.height - y + layout.cellHeight + 14 : y,
      }}
    >
      {words.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </div>
  );
}
