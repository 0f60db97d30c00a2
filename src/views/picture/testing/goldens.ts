import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { changedLines } from './changedLines.ts';
import { oneElementALine } from './oneElementALine.ts';

/** The name of a picture, which is also that of its file, and what draws it as SVG text. */
type PictureCases = Readonly<Record<string, () => string | Promise<string>>>;

/**
 * A test for each picture: it is what the file `pictures/NAME.svg` in the view's folder shows. A file without a picture is a
 * failure too. A picture that has changed is written beside its file as `NAME-changed.svg`, to be looked at in a browser.
 */
export function testPictures(viewFolder: string, cases: PictureCases): void {
  const folder = join(viewFolder, 'pictures');
  const isCi = Boolean(process.env['CI']);
  for (const [name, draw] of Object.entries(cases)) {
    test(`the picture ${name} is that of its file`, async () => {
      expect(problemWith(folder, name, await draw(), isCi) ?? 'none').toBe('none');
    });
  }
  test('every file of a picture has its picture', () => {
    expect(filesWithoutPicture(folder, Object.keys(cases))).toEqual([]);
  });
}

/** What is amiss with a picture, in words; null if it is that of its file, or has none yet and may be given one. */
export function problemWith(folder: string, name: string, svg: string, isCi: boolean): string | null {
  const file = join(folder, `${name}.svg`);
  const changed = join(folder, `${name}-changed.svg`);
  const drawn = oneElementALine(svg);
  if (!existsSync(file)) {
    if (isCi)
      return `${shown(file)} is missing: run this test without CI set, look at the file that it makes, and commit it`;
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, drawn);
    return null;
  }
  rmSync(changed, { force: true });
  const known = readFileSync(file, 'utf8');
  if (known === drawn) return null;
  writeFileSync(changed, drawn);
  return [
    `${shown(file)} shows something else; the picture as it is now: ${shown(changed)}`,
    `if that is right: mv ${shown(changed)} ${shown(file)}`,
    ...changedLines(known, drawn, MOST_LINES),
  ].join('\n');
}

/** Names of files that no picture is compared with any more. */
export function filesWithoutPicture(folder: string, names: readonly string[]): readonly string[] {
  if (!existsSync(folder)) return [];
  const known = new Set(names.flatMap((name) => [`${name}.svg`, `${name}-changed.svg`]));
  return readdirSync(folder).filter((file) => !known.has(file));
}

const MOST_LINES = 40;

function shown(file: string): string {
  return relative(process.cwd(), file);
}
