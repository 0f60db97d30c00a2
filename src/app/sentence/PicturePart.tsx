import { useRef } from 'react';
import { patchAxes } from '../../core/patchAxes.ts';
import { PatchMap } from '../../views/PatchMap/PatchMap.tsx';
import type { AppState } from '../state/appState.ts';
import { samplesUrlOf } from '../state/catalog.ts';
import type { Samples } from '../state/samples.ts';
import { sketchAfter } from '../state/sketch.ts';
import { dispatch, store, useApp } from '../state/store.ts';
import { useStage } from '../shown/stage.ts';
import { ClassList } from './ClassList.tsx';
import { ImageInputBox } from './ImageInputBox.tsx';
import { PadPanel } from './PadPanel.tsx';
import { TokenLines } from './TokenLines.tsx';
import { TryList } from './TryList.tsx';
import { useLooks } from './useLooks.ts';
import controls from '../parts/controls.module.css';
import styles from './PicturePart.module.css';

/** Height of the picture in patches, in rem: as the pad beside it. */
const HEIGHT = 10.5;

/** Pictures to begin with lie beside the model that is open: then it is one of small pictures, and they can be drawn. */
const selectSamples = ({ samples, catalog, shown }: AppState) => {
  return samples?.url === samplesUrlOf(catalog, shown?.model.id) ? samples : null;
};

/** What a model of pictures looks at: a file, or what is drawn; its patches with the attention on them; what the model takes it for. */
export function PicturePart() {
  const samples = useApp(selectSamples);
  const takes = useApp(selectTakes);
  return (
    <div className={styles.part}>
      {samples === null ? null : <PadPanel samples={samples} />}
      <Patches />
      <ClassList />
      <TokenLines />
      <div className={styles.file}>
        {samples === null ? null : <PadWords />}
        {samples === null ? null : (
          <TryList names={samples.list.map(({ name }) => name)} onTry={(at) => tryPicture(samples, at)} />
        )}
        <ImageInputBox />
        {takes === 'image-text' ? <TextBox /> : null}
      </div>
    </div>
  );
}

function tryPicture({ side, list }: Samples, at: number): void {
  const sample = list[at];
  if (sample === undefined) return;
  dispatch({ type: 'sketched', sketch: sketchAfter(store.getState().sketch, side, { did: 'sample', sample }) });
}

const selectTakes = ({ shown }: AppState) => shown?.model.takes ?? null;
const selectText = (state: AppState) => state.view.text;

/** The text that a picture is held against. */
function TextBox() {
  const text = useApp(selectText);
  return (
    <textarea
      aria-label="Sentence"
      placeholder="Type a text to hold against the picture"
      rows={1}
      dir="auto"
      spellCheck={false}
      autoComplete="off"
      value={text}
      onChange={(event) => dispatch({ type: 'viewChanged', change: { text: event.target.value } })}
    />
  );
}

const selectImage = (state: AppState) => state.image;
const selectSketch = (state: AppState) => state.sketch;

/** How a picture is chosen where there is a pad, and the way back to what is on it. */
function PadWords() {
  const image = useApp(selectImage);
  const sketch = useApp(selectSketch);
  if (image === null || image.isDrawn || sketch === null)
    return <span>Draw on the left, or begin with a picture from the shelf, or with your own:</span>;
  return (
    <span>
      The model looks at your file, not at the pad.{' '}
      <button
        type="button"
        className={controls.link}
        onClick={() => dispatch({ type: 'sketched', sketch: { ...sketch } })}
      >
        Look at the pad again
      </button>
    </span>
  );
}

/** A picture that stands in a text which is typed: where it is chosen, and what words look at of it. */
export function PictureAmong() {
  const image = useApp(selectImage);
  const box = useRef<HTMLDivElement>(null);
  const remove = (): void => {
    dispatch({ type: 'imageRemoved' });
    // The button goes with the picture: what adds one is what can be done here next.
    box.current?.querySelector('input')?.focus();
  };
  return (
    <div ref={box} className={styles.among}>
      <Patches />
      <div className={styles.file}>
        <ImageInputBox hint="A picture may stand in the text: choose one, or drop one on the page. It stays in the page." />
        {image === null ? null : (
          <button type="button" className={controls.link} onClick={remove}>
            Read the text without it
          </button>
        )}
      </div>
    </div>
  );
}

function Patches() {
  const { rem } = useStage();
  const found = useLooks();
  const image = found?.stack.run.image ?? null;
  if (found === null || image === null) return null;
  return (
    <PatchMap image={image} axes={patchAxes(image, found.stack.tensor.kind)} height={HEIGHT * rem} {...found.looks} />
  );
}
