import { memo, useLayoutEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import type { AppState } from '../state/appState.ts';
import type { PageName } from '../state/pageNames.ts';
import { PAGE_NAMES } from '../state/pageNames.ts';
import { dispatch, useApp } from '../state/store.ts';
import { LazyPart } from '../parts/LazyPart.tsx';
import { PictureChoice } from '../heads/PictureChoice.tsx';
import { pageAfter, PAGES } from './pages.ts';
import type { Page } from './pages.ts';
import styles from './SidePanel.module.css';

const selectPanel = (state: AppState) => state.view.panel;

/** The right of the page: one of the pages about the heads; sentence and grid stay where they are. */
export const SidePanel = memo(function SidePanel() {
  const panel = useApp(selectPanel);
  const { Panel } = PAGES[panel];
  return (
    <div className={styles.side}>
      <div className={styles.bar}>
        <Tabs panel={panel} />
        <PictureChoice />
      </div>
      <div role="tabpanel" id="page" aria-labelledby={`tab-${panel}`} className={styles.content}>
        <LazyPart key={panel}>
          <Panel />
        </LazyPart>
      </div>
    </div>
  );
});

function Tabs({ panel }: { readonly panel: PageName }) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = pageAfter(panel, step);
    show(next);
    document.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  const line = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const tab = line.current?.querySelector<HTMLElement>(`#tab-${panel}`);
    // Where not all have room, the chosen one is seen, and that there are others before it.
    if (tab) line.current?.scrollTo({ left: tab.offsetLeft - tab.offsetWidth / 2 });
  }, [panel]);
  return (
    <div
      ref={line}
      role="tablist"
      aria-label="About the heads"
      className={styles.tabs}
      onKeyDown={onKeyDown}
      tabIndex={-1}
    >
      {PAGE_NAMES.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-selected={name === panel}
          aria-controls="page"
          tabIndex={name === panel ? 0 : -1}
          className={styles.tab}
          onClick={() => show(name)}
        >
          {PAGES[name].title}
          <Count {...PAGES[name]} />
        </button>
      ))}
    </div>
  );
}

const none = () => null;

/** A space as wide as a figure: without anything in it the place has no line of its own, and the tab would grow with the first figure. */
const HELD = '\u2007';

/** How many, beside a title; its place is held free also where there are none. */
function Count({ count, isWarning }: Pick<Page, 'count' | 'isWarning'>) {
  const n = useApp<number | null>(count ?? none);
  return n === null ? null : (
    <span className={styles.count} data-warning={isWarning}>
      {' '}
      {n > 0 ? n : HELD}
    </span>
  );
}

function show(panel: PageName): void {
  dispatch({ type: 'viewChanged', change: { panel } });
}
