import { useState } from 'react';
import { currentImage } from '../loops/imageInput.ts';
import { openImage } from '../loops/openFiles.ts';
import styles from './SentencePanel.module.css';

/** Where an image is chosen for a vision model; it may also be dropped anywhere on the page. */
export function ImageInputBox({ hint }: { readonly hint: string }) {
  const [trouble, setTrouble] = useState('');
  const choose = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    try {
      await openImage(file);
      setTrouble('');
    } catch (thrown) {
      setTrouble(thrown instanceof Error ? thrown.message : String(thrown));
    }
  };
  return (
    <>
      <label className={styles.file}>
        Image
        <input type="file" accept="image/*" onChange={(event) => void choose(event.target.files?.[0])} />
      </label>
      <span className={styles.count} role={trouble === '' ? undefined : 'alert'}>
        {trouble === '' ? (currentImage()?.name ?? hint) : trouble}
      </span>
    </>
  );
}
