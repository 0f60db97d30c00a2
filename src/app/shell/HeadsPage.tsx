import { useState } from 'react';
import { DetailPanel } from '../heads/DetailPanel.tsx';
import { fetched } from '../shown/fetched.ts';
import { LazyPart } from '../parts/LazyPart.tsx';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import { WhyButton } from '../why/WhyButton.tsx';

const WhyPanel = fetched(async () => (await import('../why/WhyPanel.tsx')).WhyPanel);

const NoteEditor = fetched(async () => (await import('../notes/NoteEditor.tsx')).NoteEditor);

const selectShowsWhy = (state: AppState) => state.view.showsWhy;

/** The pinned heads large; under them, once somebody asks, how their labels are known, and what a person writes of one. */
export function HeadsPage() {
  const showsWhy = useApp(selectShowsWhy);
  const [showedWhy] = useState(showsWhy);
  return (
    <>
      <DetailPanel>
        <WhyButton />
      </DetailPanel>
      {showsWhy ? (
        <LazyPart>
          <WhyPanel isNew={!showedWhy} />
        </LazyPart>
      ) : null}
      <LazyPart>
        <NoteEditor />
      </LazyPart>
    </>
  );
}
