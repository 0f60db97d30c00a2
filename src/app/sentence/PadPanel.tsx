import { useMemo, useState } from 'react';
import { emptyDrawing } from '../../core/drawing/drawing.ts';
import type { Brush } from '../../core/drawing/brush.ts';
import { DrawingPad } from '../../views/DrawingPad/DrawingPad.tsx';
import { Thumbnail } from '../../views/DrawingPad/Thumbnail.tsx';
import { Choice } from '../parts/Choice.tsx';
import type { AppState } from '../state/appState.ts';
import type { Samples } from '../state/samples.ts';
import { sketchAfter } from '../state/sketch.ts';
import type { SketchDeed } from '../state/sketch.ts';
import { dispatch, store, useApp } from '../state/store.ts';
import styles from './PadPanel.module.css';

/** Clothes in pictures of shops are grey and broad; the grey is one of those that a link can write. */
const PENS = {
  broad: { width: 4, grey: 204 },
  fine: { width: 2, grey: 204 },
  white: { width: 2, grey: 255 },
  eraser: { width: 4, grey: 0 },
} as const satisfies Readonly<Record<string, Brush>>;

const NAMES = ['broad', 'fine', 'white', 'eraser'] as const;

const selectSketch = (state: AppState) => state.sketch;
const selectIsLookedAt = (state: AppState) => state.image?.isDrawn === true;

/** A pad to draw on, with pictures to begin with: whatever is done on it the model looks at, at once. */
export function PadPanel({ samples }: { readonly samples: Samples }) {
  const { side } = samples;
  const sketch = useApp(selectSketch);
  const isLookedAt = useApp(selectIsLookedAt);
  const [pen, setPen] = useState<(typeof NAMES)[number]>('broad');
  const drawing = useMemo(() => sketch?.drawing ?? emptyDrawing(side, side), [sketch, side]);
  const act = (deed: SketchDeed): void =>
    dispatch({ type: 'sketched', sketch: sketchAfter(store.getState().sketch, side, deed) });
  const undo = (): void => act({ did: 'undo' });
  const clear = (): void => act({ did: 'clear' });
  return (
    <section className={styles.panel} aria-label="Drawing pad">
      <div className={styles.pad}>
        <DrawingPad
          width={drawing.width}
          height={drawing.height}
          pixels={drawing.pixels}
          onBegin={(point) => act({ did: 'begin', stroke: { brush: PENS[pen], points: [point] } })}
          onGoOn={(points) => act({ did: 'go on', points })}
          onUndo={undo}
          onClear={clear}
        />
      </div>
      <div className={styles.tools}>
        <Choice name="pen" title="Pen" values={NAMES} value={pen} wordsOf={(one) => one} onChange={setPen} />
        <div className={styles.buttons}>
          <button type="button" disabled={drawing.before === null} onClick={undo}>
            Undo
          </button>
          <button type="button" onClick={clear}>
            Clear
          </button>
        </div>
        <ul className={styles.samples} aria-label="Sample pictures">
          {samples.list.map((sample) => (
            <li key={sample.name}>
              <button
                type="button"
                aria-label={sample.name}
                title={`${sample.name}: a picture that the model was not trained on`}
                aria-pressed={isLookedAt && sketch?.name === sample.name}
                onClick={() => act({ did: 'sample', sample })}
              >
                <Thumbnail pixels={sample.pixels} width={side} height={side} />
              </button>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
