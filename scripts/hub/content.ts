import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { HubFiles } from './hubServer.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** The files of a folder and its folders by path. */
export function filesOf(folder: string): HubFiles {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
      .map((file) => [file.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(file)]),
  );
}

/** A model of this repository as it would lie on a hub. */
export function bookworm(id: 'bookworm-gpt' | 'bookworm-bert'): HubFiles {
  return new Map([...filesOf(join(ROOT, 'models', id))].filter(([path]) => !/\.(npz|safetensors)$/.test(path)));
}

/** A tiny model of the zoo, as exporters of older days laid it out: all in the root. */
export function zooModel(name: string): HubFiles {
  const files = filesOf(join(ROOT, 'src/inference/surgery/fixtures/zoo', name));
  return new Map([...files].filter(([path]) => path !== 'expected.json'));
}
