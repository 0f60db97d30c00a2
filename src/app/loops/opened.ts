import type { FilesSource, RecordingSource } from '../../inference/protocol.ts';
import type { NamedFile } from './candidates.ts';
import { OPENED } from '../state/modelAddress.ts';

/** Where files of the person's own machine are kept; they have no place in the app's state, which is all text and numbers. */
export type OpenedFiles = {
  /** What was opened last; null until something has been. */
  readonly now: () => FilesSource | RecordingSource | null;
  /**
   * Keeps files to be loaded under the id that is returned: a model if there is an ONNX file among them, else a recording.
   * Paths are those inside a dropped folder, or the files' names.
   */
  readonly keep: (named: readonly NamedFile[]) => string;
};

export function createOpenedFiles(): OpenedFiles {
  let opened: FilesSource | RecordingSource | null = null;
  let count = 0;
  return {
    now: () => opened,
    keep(named) {
      const isModel = named.some(({ path }) => path.toLowerCase().endsWith('.onnx'));
      const main = named.find(({ path }) => path.toLowerCase().endsWith('.onnx')) ?? named[0];
      const name = main?.path.split('/').at(-1) ?? 'files';
      // A counter makes a second file of the same name another model.
      count += 1;
      const id = `${OPENED}${count} ${name}`;
      opened = { from: isModel ? 'files' : 'recording', id, name, files: named };
      return id;
    },
  };
}
