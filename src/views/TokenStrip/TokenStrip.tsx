import { memo, useLayoutEffect, useMemo, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import type { Hidden, HiddenRows } from '../../core/hiding.ts';
import { strongestLinks } from '../../core/links.ts';
import type { Token } from '../../core/tokens.ts';
import { beginsWord, visibleText } from '../../core/tokenText.ts';
import { createArcLayer } from '../behaviors/arcLayer.ts';
import type { Arc, ArcLayer } from '../behaviors/arcLayer.ts';
import type { HoverStore } from '../hover.ts';
import { useHover } from '../parts/useHover.ts';
import { useSize } from '../parts/useSize.ts';
import styles from './TokenStrip.module.css';

export type TokenStripProps = {
  /** What the tokens are on the heatmaps: rows, columns, or both (self-attention). */
  readonly axis: 'query' | 'key' | 'both';
  readonly name: string;
  readonly tokens: readonly Token[];
  /** Arcs of the head on screen that stay: the far cells that carry its long-range label. */
  readonly arcs: readonly Arc[];
  /** The head whose strongest links are drawn for the hovered token, or null. Shape of pattern [query, key]. */
  readonly shown: {
    readonly pattern: Float32Array;
    readonly hiding: { readonly hidden: Hidden; readonly rows: HiddenRows } | null;
  } | null;
  readonly hover: HoverStore;
  /** Text that no token stands for because it did not fit, shown struck out at the end; empty if all fits. */
  readonly rest: string;
  readonly rem: number;
};

const NOTHING = { query: null, key: null, source: null } as const;
const MAX_LINKS = 8;
const LEAST_WEIGHT = 0.05;

/** The sentence as the model sees it: its tokens in a line, lit with the heatmaps, with the links of the shown head as arcs above. */
export const TokenStrip = memo(function TokenStrip({
  axis,
  name,
  tokens,
  arcs,
  shown,
  hover,
  rest,
  rem,
}: TokenStripProps) {
  const query = useHover(hover, (now) => (axis === 'key' ? null : now.query));
  const key = useHover(hover, (now) => (axis === 'query' ? null : now.key));
  const [box, size] = useSize();
  const svg = useRef<SVGSVGElement>(null);
  const layer = useRef<ArcLayer | null>(null);
  const line = useRef<HTMLDivElement>(null);
  const height = axis === 'both' ? 2.6 * rem : 0;

  const links = useMemo(
    () =>
      shown === null || (query === null && key === null)
        ? arcs
        : strongestLinks(shown.pattern, tokens.length, { query, key }, shown.hiding, MAX_LINKS, LEAST_WEIGHT),
    [shown, query, key, arcs, tokens.length],
  );

  useLayoutEffect(() => {
    if (svg.current === null) return undefined;
    layer.current = createArcLayer(svg.current);
    return () => layer.current?.destroy();
  }, []);

  useLayoutEffect(() => {
    if (line.current === null) return;
    if (links.length === 0) {
      // Asking where the tokens are would lay the page out at every key press.
      layer.current?.update([], [], size.width, height);
      return;
    }
    const marks = line.current.querySelectorAll<HTMLElement>('[data-position]');
    const centres = tokens.map((_, i) => (marks[i]?.offsetLeft ?? 0) + (marks[i]?.offsetWidth ?? 0) / 2);
    layer.current?.update(links, centres, Math.max(size.width, (centres.at(-1) ?? 0) + 20), height);
  }, [links, tokens, height, size.width]);

  const lights = axis === 'key' ? 'key' : 'query';
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    const now = hover.get()[lights] ?? (event.key === 'ArrowRight' ? -1 : tokens.length);
    const next = Math.max(0, Math.min(tokens.length - 1, now + (event.key === 'ArrowRight' ? 1 : -1)));
    hover.set({ ...NOTHING, [lights]: next });
    line.current?.querySelector(`[data-position="${next}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };

  return (
    <div
      ref={box}
      className={styles.strip}
      role="listbox"
      aria-label={`${name}: the arrow keys light one up in every heatmap`}
      aria-orientation="horizontal"
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => hover.set(NOTHING)}
      onPointerLeave={() => hover.set(NOTHING)}
    >
      <div className={styles.line} ref={line} style={{ paddingTop: height }}>
        <svg ref={svg} className={styles.arcs} aria-hidden="true" />
        {tokens.map((token, index) => (
          <span
            key={token.position}
            role="option"
            aria-selected={(axis === 'key' ? key : query) === token.position}
            data-position={token.position}
            data-lit={query === token.position ? 'query' : key === token.position ? 'key' : undefined}
            data-special={token.special || undefined}
            data-joins={!beginsWord(token, tokens[index - 1]) || undefined}
            className={styles.token}
            dir="auto"
            title={`position ${token.position}, id ${token.id}`}
            onPointerEnter={() => hover.set({ ...NOTHING, [lights]: token.position })}
          >
            {visibleText(token)}
          </span>
        ))}
        {rest === '' ? null : (
          <del className={styles.rest} dir="auto">
            {rest}
          </del>
        )}
      </div>
    </div>
  );
});
