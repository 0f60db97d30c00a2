import { useDeferredValue, useMemo } from 'react';
import { colorKeyOf } from '../shown/coloring.ts';
import type { GridColoring } from '../shown/coloring.ts';
import { gridColoring } from '../shown/gridColoring.ts';
import { lengthsBeforeOf, newestSentLabelsOf, offeredLengthsOf } from '../shown/sentMaps.ts';
import { notesOnScreen } from '../shown/headNotes.ts';
import { objectiveOf } from '../shown/shownImportance.ts';
import { textOnScreen } from '../shown/inputOnScreen.ts';
import { kindOnScreen } from '../shown/turning.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { askedWord } from '../state/asked.ts';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';

const selectColor = (state: AppState) => colorKeyOf(state.view);
const selectImportance = (state: AppState) => state.studies.measured.importance ?? null;
const selectBy = (state: AppState) => state.studies.sentences.by;
const selectAsked = (state: AppState) => askedWord(state.view);
const selectSide = (state: AppState) => state.view.side;
const selectOneHead = (state: AppState) => state.view.oneHead;
const selectSort = (state: AppState) => state.view.sort;
const selectKeys = (state: AppState) => state.view.keys;
const selectAlike = (state: AppState) => state.studies.alike;
const selectActive = (state: AppState) => state.view.heads[state.activePin] ?? null;

/** What colours the grid: what the person chose, or what the page on the right works out; null for nothing but the patterns. */
export function useGridColoring(stack: ShownStack | null): GridColoring | null {
  const key = useApp(selectColor);
  // Results come many times a second: what the person does goes first.
  const importance = useDeferredValue(useApp(selectImportance));
  const alike = useDeferredValue(useApp(selectAlike));
  const objective = useApp(objectiveOf);
  const by = useApp(selectBy);
  const active = useApp(selectActive);
  const kind = useApp(kindOnScreen);
  const keys = useApp(selectKeys);
  const notes = useApp(notesOnScreen);
  const text = useApp(textOnScreen);
  const asked = useApp(selectAsked);
  const side = useApp(selectSide);
  const oneHead = useApp(selectOneHead);
  const sort = useApp(selectSort);
  const lengths = useApp(offeredLengthsOf);
  const lengthsBefore = useApp(lengthsBeforeOf);
  const sentLabels = useApp(newestSentLabelsOf);
  return useMemo(
    () =>
      stack === null
        ? null
        : gridColoring(key, {
            stack,
            importance,
            objective,
            by,
            alike,
            keys,
            active,
            kind,
            notes,
            text,
            lengths,
            lengthsBefore,
            sentLabels,
            ask: { asked, side, oneHead, sort },
          }),
    [
      key,
      importance,
      objective,
      by,
      alike,
      active,
      kind,
      keys,
      stack,
      notes,
      text,
      asked,
      side,
      oneHead,
      sort,
      lengths,
      lengthsBefore,
      sentLabels,
    ],
  );
}
