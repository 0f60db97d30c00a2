import type { AppState } from '../state/appState.ts';
import type { Picture } from '../state/view.ts';
import { dispatch, useApp } from '../state/store.ts';
import { Choice } from '../parts/Choice.tsx';

const PICTURES: readonly Picture[] = ['before', 'after', 'difference'];

const selectPicture = (state: AppState) => state.view.picture;
const selectHasAblation = (state: AppState) => state.view.ablation.length > 0;

/** With heads switched off: which patterns grid and pinned heads show. */
export function PictureChoice() {
  const picture = useApp(selectPicture);
  const hasAblation = useApp(selectHasAblation);
  // Its place is held free while no head is off: what stands below must not move when one is.
  return (
    <Choice
      name="picture"
      title="Patterns"
      values={PICTURES}
      value={picture}
      wordsOf={(one) => one}
      isDisabled={!hasAblation}
      style={hasAblation ? {} : { visibility: 'hidden' }}
      onChange={(one) => dispatch({ type: 'viewChanged', change: { picture: one } })}
    />
  );
}
