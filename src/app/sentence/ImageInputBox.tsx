import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import styles from './SentencePanel.module.css';

const selectImage = (state: AppState) => state.image;
const selectTrouble = (state: AppState) => state.imageTrouble;

type ImageInputBoxProps = {
  /** Beside it until one is chosen. */
  readonly hint?: string;
};

const HINT = 'Choose an image, or drop one on the page. It stays in the page.';

/** Where an image is chosen for a vision model; it may also be dropped anywhere on the page. */
export function ImageInputBox({ hint = HINT }: ImageInputBoxProps) {
  const image = useApp(selectImage);
  const trouble = useApp(selectTrouble);
  const choose = (input: HTMLInputElement): void => {
    const file = input.files?.[0];
    // Else the browser does not tell of the same file when it is chosen again: behind a drawing, or once it was changed.
    input.value = '';
    if (file !== undefined) dispatch({ type: 'imageOpened', file });
  };
  return (
    <>
      <label className={styles.file}>
        Image
        <input type="file" accept="image/*" onChange={(event) => choose(event.target)} />
      </label>
      <span className={styles.count} role={trouble === null ? undefined : 'alert'}>
        {trouble ?? image?.name ?? hint}
      </span>
    </>
  );
}
