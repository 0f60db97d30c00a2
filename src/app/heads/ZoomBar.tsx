import { useEffect, useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { endsOf } from '../../core/stretch/address.ts';
import { isWithin, sameSpan, sizeOf, stretchAt } from '../../core/stretch/stretch.ts';
import type { Axes, Span, Stretch } from '../../core/stretch/stretch.ts';
import { panned, stretchAround, wholeOf, zoomed } from '../../core/stretch/zoom.ts';
import type { Place } from '../../core/stretch/zoom.ts';
import { listenForZoom } from '../../views/behaviors/stretchGestures.ts';
import { listenForBrush } from '../../views/behaviors/tokenBrush.ts';
import type { HoverStore } from '../../views/hover.ts';
import { isTyping } from '../parts/isTyping.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { useStage } from '../shown/stage.ts';
import { dispatch, store } from '../state/store.ts';
import { FindToken } from './FindToken.tsx';
import type { FoundToken } from './FindToken.tsx';
import { NEARER, stretchKeyOf } from './stretchKeys.ts';
import styles from './ZoomBar.module.css';

type ZoomBarProps = {
  readonly stack: ShownStack;
  /** What is drawn of it; null for all. */
  readonly stretch: Stretch | null;
  /** Where the heatmaps are. */
  readonly area: RefObject<HTMLElement | null>;
};

/** For texts of many tokens: a stretch of them at a size that can be read, by buttons, wheel, fingers, keys and a brush on the tokens; and where a token is. */
export function ZoomBar({ stack, stretch, area }: ZoomBarProps) {
  const { hover, rem } = useStage();
  const { nQueries, nKeys } = stack.tensor;
  const box = useRef<HTMLInputElement>(null);
  const now = useRef({ axes: { nQueries, nKeys }, stretch });
  useLayoutEffect(() => {
    now.current = { axes: { nQueries, nKeys }, stretch };
  }, [nQueries, nKeys, stretch]);

  useGestures(now, { area, hover, box });

  const find = ({ position, side }: FoundToken): void => {
    const { axes } = now.current;
    const nReadable = readableIn(area.current, rem);
    const isReadable = nReadable >= Math.max(nQueries, nKeys);
    const around = stretch ?? (isReadable ? null : stretchAround(nReadable, axes, { query: position, key: position }));
    dispatch({
      type: 'viewChanged',
      change: { asked: position, stretch: around, ...(stack.tensor.kind === 'cross' ? { side } : {}) },
    });
  };
  return (
    <div role="group" aria-label="Zoom" className={styles.bar}>
      <FindToken stack={stack} box={box} onFound={find} />
      <span className={styles.buttons}>
        <button
          type="button"
          aria-label="Zoom out"
          title="More tokens"
          aria-disabled={stretch === null}
          onClick={() => zoomBy(now.current, hover, 1 / NEARER)}
        >
          −
        </button>
        <button
          type="button"
          aria-label="Zoom in"
          title="Fewer tokens, larger"
          onClick={() => zoomBy(now.current, hover, NEARER)}
        >
          +
        </button>
        <button
          type="button"
          aria-label="All tokens"
          title="All tokens"
          aria-disabled={stretch === null}
          onClick={() => show(null)}
        >
          all
        </button>
      </span>
      <span role="status" className={styles.where}>
        {stretchWords(stretch, { nQueries, nKeys })}
      </span>
    </div>
  );
}

type Now = RefObject<{ readonly axes: Axes; readonly stretch: Stretch | null }>;

type Places = Pick<ZoomBarProps, 'area'> & {
  readonly hover: HoverStore;
  readonly box: RefObject<HTMLInputElement | null>;
};

/** On its own, since an effect that outlives a run keeps all that was in sight where it was written: there the patterns would be. */
function useGestures(now: Now, { area, hover, box }: Places): void {
  useEffect(() => {
    if (area.current === null) return undefined;
    const undo = [
      listenForZoom(area.current, { get: () => now.current, set: show }),
      listenForBrush((axis, span) => {
        const { queries, keys } = now.current.stretch ?? wholeOf(now.current.axes);
        show({ queries: axis === 'key' ? queries : span, keys: axis === 'query' ? keys : span });
      }),
      listenForStretchKeys(now, hover, box),
      followReading(now, hover),
    ];
    return () => {
      for (const one of undo) one();
    };
  }, [now, area, hover, box]);
}

function show(stretch: Stretch | null): void {
  if (stretch !== null || store.getState().view.stretch !== null)
    dispatch({ type: 'viewChanged', change: { stretch } });
}

/** Around the cell that is lit, or the middle of what is shown. */
function zoomBy({ axes, stretch }: Now['current'], hover: HoverStore, factor: number): void {
  const drawn = stretch ?? wholeOf(axes);
  const { query, key } = hover.get();
  const isOneText = sameSpan(drawn.queries, drawn.keys);
  show(
    zoomed(stretch, axes, factor, {
      query: middleOf(drawn.queries, query ?? (isOneText ? key : null)),
      key: middleOf(drawn.keys, key ?? (isOneText ? query : null)),
    }),
  );
}

function middleOf(span: Span, lit: number | null): number {
  return lit !== null && isWithin(span, lit) ? lit + 0.5 : (span.start + span.end) / 2;
}

function panBy({ axes, stretch }: Now['current'], by: Place): void {
  if (stretch === null) return;
  const { nQueries, nKeys } = sizeOf(stretch);
  show(panned(stretch, axes, { query: by.query * nQueries, key: by.key * nKeys }));
}

/** The keys of stretchKeys.ts; silent while the person types. Returns its undoing. */
function listenForStretchKeys(now: Now, hover: HoverStore, box: RefObject<HTMLInputElement | null>): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(target)) return;
    const row = stretchKeyOf(key, event.shiftKey);
    if (row === undefined) return;
    // Elsewhere the arrow keys are those of what has the focus.
    if (row.isShifted && !(target instanceof Element && target.matches('[data-heatmap], body'))) return;
    event.preventDefault();
    // A heatmap would go on to another cell.
    event.stopPropagation();
    row.does(
      {
        onZoom: (factor) => zoomBy(now.current, hover, factor),
        onAll: () => show(null),
        onFind: () => {
          // What is selected has the focus in some browsers only.
          box.current?.focus();
          box.current?.select();
        },
        onPan: (by) => panBy(now.current, by),
      },
      key,
    );
  };
  document.addEventListener('keydown', onKeyDown, true);
  return () => document.removeEventListener('keydown', onKeyDown, true);
}

/** Who reads cell by cell, and leaves the stretch, takes it along. Returns its undoing. */
function followReading(now: Now, hover: HoverStore): () => void {
  return hover.subscribe(() => {
    const { source, query, key } = hover.get();
    const { stretch } = now.current;
    if (source === null || stretch === null || query === null || key === null) return;
    if (!isWithin(stretch.queries, query) || !isWithin(stretch.keys, key)) show(stretchAt(stretch, query, key));
  });
}

/** From one name to the next, in rem: at least the room that names of an axis take. */
const NAME = 1;

/** How many tokens the heatmaps can name. */
function readableIn(area: HTMLElement | null, rem: number): number {
  const box = area?.querySelector('[data-heatmap]')?.parentElement?.querySelector('canvas')?.getBoundingClientRect();
  return box === undefined ? 24 : Math.max(8, Math.floor(Math.min(box.width, box.height) / (NAME * rem)));
}

/** "tokens 33–64 of 139". */
function stretchWords(stretch: Stretch | null, { nQueries, nKeys }: Axes): string {
  const written = (span: Span): string => endsOf(span, '–');
  if (nQueries === nKeys) {
    if (stretch === null) return `all ${nKeys} tokens`;
    const { queries, keys } = stretch;
    return sameSpan(queries, keys)
      ? `tokens ${written(queries)} of ${nKeys}`
      : `queries ${written(queries)}, keys ${written(keys)} of ${nKeys}`;
  }
  if (stretch === null) return `all ${nQueries} queries, ${nKeys} keys`;
  return `queries ${written(stretch.queries)} of ${nQueries}, keys ${written(stretch.keys)} of ${nKeys}`;
}
