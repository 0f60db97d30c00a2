import { memo } from 'react';
import type { KeyboardEvent } from 'react';
import type { HoverStore } from '../../views/hover.ts';
import type { Scheme } from '../../views/paint/ramp.ts';
import type { AppState } from '../state/appState.ts';
import type { PanelName } from '../state/view.ts';
import { dispatch, useApp } from '../state/store.ts';
import type { StudyControls } from '../loops/studyControls.ts';
import { DetailPanel } from '../heads/DetailPanel.tsx';
import { fetched } from '../parts/fetched.ts';
import { LazyPart } from '../parts/LazyPart.tsx';
import { PictureChoice } from '../heads/PictureChoice.tsx';
import styles from './SidePanel.module.css';

/** Fetched when first looked at: the first picture of the page does not wait for them. */
const OffPanel = fetched(async () => (await import('../off/OffPanel.tsx')).OffPanel);
const ImportancePanel = fetched(async () => (await import('../importance/ImportancePanel.tsx')).ImportancePanel);
const AlikePanel = fetched(async () => (await import('../alike/AlikePanel.tsx')).AlikePanel);

const TABS: readonly (readonly [PanelName, string])[] = [
  ['heads', 'Heads'],
  ['off', 'Switch off'],
  ['importance', 'Importance'],
  ['alike', 'Alike'],
];

const selectPanel = (state: AppState) => state.view.panel;
const selectNTurned = (state: AppState) => state.view.ablation.length;

type SidePanelProps = {
  readonly hover: HoverStore;
  readonly scheme: Scheme;
  readonly rem: number;
  /** Null until the worker is there. */
  readonly studies: StudyControls | null;
};

/** The right of the page: one of four pages about the heads; sentence and grid stay where they are. */
export const SidePanel = memo(function SidePanel({ hover, scheme, rem, studies }: SidePanelProps) {
  const panel = useApp(selectPanel);
  const props = { hover, scheme, rem, studies };
  return (
    <div className={styles.side}>
      <div className={styles.bar}>
        <Tabs panel={panel} />
        <PictureChoice />
      </div>
      <div role="tabpanel" id="page" aria-labelledby={`tab-${panel}`} className={styles.content}>
        {panel === 'heads' ? <DetailPanel hover={hover} scheme={scheme} rem={rem} /> : null}
        <div className={panel === 'heads' ? undefined : styles.scroll} hidden={panel === 'heads'}>
          <LazyPart key={panel}>
            {panel === 'off' ? <OffPanel {...props} /> : null}
            {panel === 'importance' ? <ImportancePanel {...props} /> : null}
            {panel === 'alike' ? <AlikePanel {...props} /> : null}
          </LazyPart>
        </div>
      </div>
    </div>
  );
});

function Tabs({ panel }: { readonly panel: PanelName }) {
  const nTurned = useApp(selectNTurned);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = TABS.findIndex(([name]) => name === panel);
    const next = TABS[(at + step + TABS.length) % TABS.length];
    if (next === undefined) return;
    show(next[0]);
    document.querySelector<HTMLElement>(`#tab-${next[0]}`)?.focus();
  };
  return (
    <div role="tablist" aria-label="About the heads" className={styles.tabs} onKeyDown={onKeyDown} tabIndex={-1}>
      {TABS.map(([name, title]) => (
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
          {title}
          {name === 'off' ? <span className={styles.count}> {nTurned > 0 ? nTurned : ''}</span> : null}
        </button>
      ))}
    </div>
  );
}

function show(panel: PanelName): void {
  dispatch({ type: 'viewChanged', change: { panel } });
}
