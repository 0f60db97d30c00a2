import { useCallback, useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { keepPlace } from './shell/keepPlace.ts';
import { listenForKeys } from './shell/keys.ts';
import { Header } from './shell/Header.tsx';
import { HeadsPanel } from './grid/HeadsPanel.tsx';
import { isMany } from '../core/weights/sharedWeights.ts';
import { ahead, fetchAhead, fetched } from './shown/fetched.ts';
import { LazyPart } from './parts/LazyPart.tsx';
import { SentencePanel } from './sentence/SentencePanel.tsx';
import { SidePanel } from './shell/SidePanel.tsx';
import { StatusBar } from './shell/StatusBar.tsx';
import { ablationState, isLargeOnScreen, isPictureHeld } from './shown/shown.ts';
import { pageState } from './shown/pageState.ts';
import type { AppState } from './state/appState.ts';
import { isFirst, isSavedRun } from './state/firstView.ts';
import { useApp } from './state/store.ts';
import { StageProvider, useNewStage } from './shown/stage.ts';
import { RedrawProvider, useTwice } from '../views/parts/redrawn.ts';
import styles from './App.module.css';

const AskPanel = fetched(async () => (await import('./ask/AskPanel.tsx')).AskPanel);
const InputsForm = fetched(async () => (await import('./open/InputsForm.tsx')).InputsForm);
const LessonPart = fetched(async () => (await import('./shell/LessonPart.tsx')).LessonPart);
const HelpSheet = fetched(async () => (await import('./shell/HelpSheet.tsx')).HelpSheet);
const CardDialog = fetched(ahead(async () => (await import('./open/CardDialog.tsx')).CardDialog));
const OpenDialog = fetched(ahead(async () => (await import('./open/OpenDialog.tsx')).OpenDialog));
const SHEETS = { help: HelpSheet, card: CardDialog, open: OpenDialog };

const selectTheme = (state: AppState) => state.view.theme;
const selectLetGo = letGoOf();
const selectIsPresenting = (state: AppState) => state.view.isPresenting;
/** What came with the page is what the model will say, so long as nothing else is typed. */
const selectIsCurrent = (state: AppState) => isSavedRun(state) && isFirst(state.view);
/** Inputs that only a person knows, of the model that is there. */
const selectInputs = ({ model }: AppState) => (model.status === 'ready' ? model.card.inputs : undefined);
const selectLesson = (state: AppState) => state.view.lesson;

/** What is not on screen is fetched so long after the page has begun: the first picture goes before it. */
const AHEAD_MS = 4000;

/**
 * Changes once all is said of a run, or of what heads switched off make of it, where it or the one before has many weights: nothing of what was before is
 * needed from here on.
 */
function letGoOf(): (state: AppState) => number {
  let said = 0;
  let hasMany = false;
  let letGo = 0;
  return ({ run, labelledRunId, ablated }) => {
    if (run === null || labelledRunId !== run.runId || said === run.runId + ablated.effectOf) return letGo;
    said = run.runId + ablated.effectOf;
    const hadMany = hasMany;
    hasMany = run.attention.some(({ data }) => isMany(data));
    if (hasMany || hadMany) letGo = said;
    return letGo;
  };
}

/** The page: sentence on top, all heads on the left, what one asks about them on the right. */
export function App() {
  const theme = useApp(selectTheme);
  const isLarge = useApp(isLargeOnScreen);
  const isPresenting = useApp(selectIsPresenting);
  const lesson = useApp(selectLesson);
  const letGo = useTwice(useApp(selectLetGo));
  const inputs = useApp(selectInputs);
  const page = useRef<HTMLDivElement>(null);
  const stage = useNewStage({ theme, isLarge });
  const { hover } = stage;
  const [sheet, setSheet] = useState<keyof typeof SHEETS | null>(null);
  const close = useCallback(() => setSheet(null), []);
  const Sheet = sheet === null ? null : SHEETS[sheet];

  useEffect(() => {
    const root = document.documentElement;
    root.dataset['theme'] = theme;
    root.toggleAttribute('data-large', isLarge);
    root.toggleAttribute('data-present', isPresenting);
  }, [theme, isLarge, isPresenting]);
  useEffect(() => {
    // Models kept in the browser open without a network, so what opens them, and what saves a run, must be there before it is gone.
    const timer = setTimeout(() => void fetchAhead(), AHEAD_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => listenForKeys({ onHelp: () => setSheet('help'), hover }), [hover]);
  useEffect(keepPlace, []);

  return (
    <RedrawProvider value={letGo}>
      <StageProvider value={stage}>
        <div className={styles.page} ref={page}>
          <PageMarks page={page} />
          <Header onHelp={() => setSheet('help')} onOpen={() => setSheet('open')} onCard={() => setSheet('card')} />
          <div>
            <SentencePanel />
            <div className={styles.asked}>
              <LazyPart>
                <AskPanel />
              </LazyPart>
            </div>
            {inputs ? (
              <LazyPart>
                <InputsForm inputs={inputs} />
              </LazyPart>
            ) : null}
          </div>
          <main className={styles.main}>
            <HeadsPanel />
            <SidePanel />
          </main>
          {lesson === null ? null : (
            <div className={styles.lesson}>
              <LazyPart>
                <LessonPart />
              </LazyPart>
            </div>
          )}
          <StatusBar />
          {Sheet === null ? null : (
            <LazyPart onClose={close}>
              <Sheet onClose={close} />
            </LazyPart>
          )}
        </div>
      </StageProvider>
    </RedrawProvider>
  );
}

/** After so long the picture is dimmed, in milliseconds: sooner, every key press would cost a frame of the whole page. */
const STALE_MS = 200;

/** Tells styles and scripts the state of the page; a component of its own, since every key press changes it twice. */
function PageMarks({ page }: { readonly page: RefObject<HTMLDivElement | null> }) {
  const state = useApp(pageState);
  const ablation = useApp(ablationState);
  const isHeld = useApp(isPictureHeld);
  const isCurrent = useApp(selectIsCurrent);
  const isBusy = isHeld || (state === 'loading' && !isCurrent) || state === 'running';
  useEffect(() => {
    document.documentElement.dataset['state'] = state;
    document.documentElement.dataset['ablation'] = ablation;
  }, [state, ablation]);
  useEffect(() => {
    const element = page.current;
    if (!isBusy || element === null) return undefined;
    const timer = setTimeout(() => element.toggleAttribute('data-stale', true), STALE_MS);
    return () => {
      clearTimeout(timer);
      element.removeAttribute('data-stale');
    };
  }, [isBusy, page]);
  return null;
}
