import { isRecord } from '../../core/isRecord.ts';
import { fetchBeside } from './fetchBeside.ts';

/** A sound to begin with: what is said, and in whose voice. */
type SampleSound = { readonly name: string; readonly file: File };

/** What samples.json lists: a path beside it for each sound. Throws TypeError if it is not of the form that models/training/sample_sounds.py writes. */
function readSampleList(json: unknown): readonly { readonly label: string; readonly path: string }[] {
  if (!isRecord(json) || !Array.isArray(json['sounds']))
    throw new TypeError('invalid samples: there is no list "sounds"');
  return json['sounds'].map((entry: unknown) => {
    if (!isRecord(entry) || typeof entry['label'] !== 'string' || typeof entry['path'] !== 'string')
      throw new TypeError('invalid samples: a sound without label or path');
    return { label: entry['label'], path: entry['path'] };
  });
}

/** The sounds that lie beside a model, all of them, so that they are there without a network too; null where one does not come. */
export async function fetchSampleSounds(url: string): Promise<readonly SampleSound[] | null> {
  try {
    const list = readSampleList(await fetchBeside(url));
    return await Promise.all(
      list.map(async ({ label, path }) => {
        const response = await fetch(new URL(path, url));
        if (!response.ok) throw new TypeError(`${path}: status ${response.status}`);
        return { name: label, file: new File([await response.arrayBuffer()], `${label}.wav`) };
      }),
    );
  } catch {
    return null;
  }
}
