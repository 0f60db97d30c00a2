import { memo, useLayoutEffect, useMemo, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { createArcLayer } from '../behaviors/arcLayer.ts';
import type { ArcLayer } from '../behaviors/arcLayer.ts';
import type { HoverStore } from '../hover.ts';
import { useHover } from '../parts/useHover.ts';
import { useSize } from '../parts/useSize.ts';
import { stripArcs, stripLinks, stripTokens } from './TokenStrip.picture.ts';
import type { StripValues } from './TokenStrip.picture.ts';
import styles from './TokenStrip.module.css';

type TokenStripProps = StripValues & {
  readonly name: string;
  readonly hover: HoverStore;
  /** Text that no token stands for because it did not fit, shown struck out at the end; empty if all fits. */
  readonly rest: string;
  readonly rem: number;
};

const NOTHING = { query: null, key: null, source: null } as const;

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

  const marks = useMemo(() => stripTokens({ axis, tokens }, { query, key }), [axis, tokens, query, key]);
  const links = useMemo(
    () => stripLinks({ axis, tokens, arcs, shown }, { query, key }),
    [axis, tokens, arcs, shown, query, key],
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
      layer.current?.update([], size.width, height);
      return;
    }
    const places = line.current.querySelectorAll<HTMLElement>('[data-position]');
    const centres = tokens.map((_, i) => (places[i]?.offsetLeft ?? 0) + (places[i]?.offsetWidth ?? 0) / 2);
    layer.current?.update(stripArcs(links, centres, height), Math.max(size.width, (centres.at(-1) ?? 0) + 20), height);
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
        {marks.map((token) => (
          <span
            key={token.position}
            role="option"
            aria-selected={token.isSelected}
            data-position={token.position}
            data-lit={token.lit ?? undefined}
            data-special={token.isSpecial || undefined}
            data-joins={token.joins || undefined}
            className={styles.token}
            dir="auto"
            title={token.title}
            onPointerEnter={() => hover.set({ ...NOTHING, [lights]: token.position })}
          >
            {token.words}
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
