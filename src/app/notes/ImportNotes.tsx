import { useState } from 'react';
import type { AttentionKind } from '../../core/tensor.ts';
import { notesOf } from '../state/savedNotes.ts';
import { store } from '../state/store.ts';
import { importedNotes } from './importNotes.ts';
import { keepNotes } from './keepNotes.ts';
import styles from './notes.module.css';

/** Brings notes in from a file that was saved here. */
export function ImportNotes({ modelId, stack }: { readonly modelId: string; readonly stack: AttentionKind }) {
  const [said, setSaid] = useState('');
  const take = async (file: File): Promise<void> => {
    try {
      const { notes, says } = await importedNotes(file, notesOf(store.getState().notes, modelId), stack);
      keepNotes(modelId, notes);
      setSaid(says);
    } catch {
      // A file that has gone, or may not be read.
      setSaid('The file could not be read. Choose it again.');
    }
  };
  return (
    <p className={styles.import}>
      <label>
        Bring notes in{' '}
        <input
          type="file"
          accept=".csv,.json,text/csv,application/json"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file !== undefined) void take(file);
            event.target.value = '';
          }}
        />
      </label>
      <span role="status">{said}</span>
    </p>
  );
}
