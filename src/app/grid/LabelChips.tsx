import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { LABEL_WORDS, ofPiece } from '../../core/labels/words.ts';
import type { HeadReport } from '../../core/labels/report.ts';
import type { Piece } from '../../core/patchAxes.ts';
import { counted } from '../../core/numberWords.ts';
import { Glyph } from '../../views/parts/Glyph.tsx';
import { useSize } from '../../views/parts/useSize.ts';
import { countedHeads, labelCounts } from '../shown/headTags.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import styles from './HeadsPanel.module.css';

const selectFilter = (state: AppState) => state.view.filter;

type LabelChipsProps = {
  readonly reports: readonly HeadReport[] | null;
  /** Whether tokens are patches of a picture. */
  readonly piece: Piece;
};

/**
 * How many heads have each label; pressed, the others are dimmed. The chips have a place of one height, or the grid would move as a
 * person types: those without room are counted on a button that shows them.
 */
export function LabelChips({ reports, piece }: LabelChipsProps) {
  const inPlace = (words: string): string => ofPiece(words, piece);
  const filter = useApp(selectFilter);
  const counts = useMemo(() => (reports === null ? [] : labelCounts(reports, filter)), [reports, filter]);
  const [wantsAll, setWantsAll] = useState(false);
  const [sized, { width }] = useSize();
  const line = useRef<HTMLDivElement>(null);
  const [{ nShown, hasWords }, setShown] = useState(ALL);
  const seen = useRef('');
  useLayoutEffect(() => {
    const { current } = line;
    // Looking at places has the whole page laid out: chips that say the same after a key press stand where they stood.
    const now = [current?.textContent, filter, width].join(' ');
    if (now === seen.current) return;
    seen.current = now;
    const found = current === null || counts.length === 0 ? ALL : roomFor(current, width);
    setShown((old) => (old.nShown === found.nShown && old.hasWords === found.hasWords ? old : found));
  }, [counts, filter, width]);
  const nLeftOut = Math.max(0, counts.length - nShown);
  // What is pressed must be seen.
  const showsAll = wantsAll || counts.findIndex(([label]) => label === filter) >= nShown;
  return (
    <div ref={sized} className={styles.chips} data-all={showsAll || undefined}>
      <div ref={line} className={styles.chipLine} role="group" aria-label="Filter by label">
        {counts.map(([label, count], index) => (
          <button
            key={label}
            type="button"
            className={styles.chip}
            title={inPlace(
              `${LABEL_WORDS[label].says} (${LABEL_WORDS[label].name}): ${LABEL_WORDS[label].rule} ${counted(count, 'head')}.`,
            )}
            data-label={label}
            data-left-out={(index >= nShown && !showsAll) || undefined}
            aria-pressed={filter === label}
            onClick={() => dispatch({ type: 'viewChanged', change: { filter: filter === label ? null : label } })}
          >
            <Glyph shape={LABEL_WORDS[label].glyph} /> {inPlace(LABEL_WORDS[label].chip)} <b>{count}</b>
          </button>
        ))}
        {reports === null ? null : <CountWords reports={reports} isLeftOut={!hasWords && !showsAll} />}
      </div>
      {nLeftOut === 0 ? null : (
        <button type="button" className={styles.more} aria-expanded={showsAll} onClick={() => setWantsAll(!showsAll)}>
          {showsAll ? 'fewer' : `${nLeftOut} more`}
        </button>
      )}
    </div>
  );
}

type CountWordsProps = { readonly reports: readonly HeadReport[]; readonly isLeftOut: boolean };

/** What the numbers of the chips count: a head stands under each of its labels. */
function CountWords({ reports, isLeftOut }: CountWordsProps) {
  const { nHeads, nMany } = countedHeads(reports);
  if (nHeads === 0) return null;
  return (
    <span className={styles.counts} data-left-out={isLeftOut || undefined}>
      {nMany === 0 ? 'heads' : `heads; ${nMany} of ${nHeads} count twice or more`}
    </span>
  );
}

/** How many chips have room, and whether what follows them has. */
type Room = { readonly nShown: number; readonly hasWords: boolean };

const ALL: Room = { nShown: Infinity, hasWords: true };

/** Room of the button that counts what is left out, in rem: as wide as its styles say. */
const MORE = 5;

/** How many chips of a line that wraps lie within its place, and beside the button where some do not. */
function roomFor(line: HTMLElement, width: number): Room {
  const place = line.parentElement;
  const chips = [...line.querySelectorAll<HTMLElement>('[data-label]')];
  if (place === null) return ALL;
  const height = Number.parseFloat(getComputedStyle(place).getPropertyValue('--height')) * remOf(place);
  const isIn = (chip: HTMLElement): boolean => chip.offsetTop + chip.offsetHeight <= height + 1;
  const last = line.lastElementChild;
  if (chips.every(isIn)) return { nShown: Infinity, hasWords: last instanceof HTMLElement && isIn(last) };
  const lastTop = Math.max(...chips.filter(isIn).map((chip) => chip.offsetTop));
  const right = width - MORE * remOf(place);
  const nShown = chips.filter(
    (chip) => isIn(chip) && (chip.offsetTop < lastTop || chip.offsetLeft + chip.offsetWidth <= right),
  ).length;
  return { nShown, hasWords: false };
}

function remOf(element: HTMLElement): number {
  return Number.parseFloat(getComputedStyle(element.ownerDocument.documentElement).fontSize);
}
