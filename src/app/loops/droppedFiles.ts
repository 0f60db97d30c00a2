import { candidatesOf } from './candidates.ts';
import type { NamedFile } from './candidates.ts';

/** As much of an entry of a drop as is used. */
type DroppedEntry = Pick<FileSystemEntry, 'isFile' | 'isDirectory' | 'name' | 'fullPath'>;

/** Folders that hold the works of other programs, often thousands of files. */
const SKIPPED = /^(\..+|node_modules|__pycache__|__MACOSX)$/;

/**
 * The files of dropped files and folders that may be of a model or a recording, by the paths that a chosen folder has:
 * "folder/sub/name". Folders are listed in parts, between which the page stays alive; what is no candidate is not opened.
 * Rejects with RangeError for more than can be opened, in words for people, and with what the browser says of a file
 * that cannot be read. Gives up, with nothing found, once it `isAwaited` no more.
 */
export async function filesOfDrop(
  dropped: readonly DroppedEntry[],
  isAwaited: () => boolean = () => true,
): Promise<readonly NamedFile[]> {
  const found = new Map<string, FileSystemFileEntry>();
  const waiting = [...dropped];
  for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
    if (isFileEntry(entry)) found.set(pathOf(entry), entry);
    // One folder after the other, so that thousands are not open at once.
    else if (isDirectoryEntry(entry)) {
      for await (const part of partsOf(entry)) {
        if (!isAwaited()) return [];
        waiting.push(...part.filter(isWanted));
      }
    }
  }
  const files: NamedFile[] = [];
  for (const path of candidatesOf([...found.keys()].toSorted())) {
    const entry = found.get(path);
    // As above.
    if (entry) files.push({ path, blob: await new Promise<File>((resolve, reject) => entry.file(resolve, reject)) });
  }
  return files;
}

/** A reader gives a folder in parts and ends with an empty one. */
async function* partsOf(folder: FileSystemDirectoryEntry): AsyncGenerator<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  for (;;) {
    // The next part is known once this one is there.
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return;
    yield part;
  }
}

function isWanted({ isDirectory, name }: DroppedEntry): boolean {
  return !isDirectory || !SKIPPED.test(name);
}

/** As `webkitRelativePath` of a chosen folder, which dropped files lack. */
function pathOf({ fullPath, name }: DroppedEntry): string {
  return fullPath.replace(/^\/+/, '') || name;
}

function isFileEntry(entry: DroppedEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectoryEntry(entry: DroppedEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** The same of files that were chosen in a dialog. Throws RangeError for more than can be opened. */
export function filesOfChoice(files: readonly File[]): readonly NamedFile[] {
  const byPath = new Map(files.map((file) => [file.webkitRelativePath || file.name, file]));
  return candidatesOf([...byPath.keys()]).flatMap((path) => {
    const blob = byPath.get(path);
    return blob ? [{ path, blob }] : [];
  });
}
