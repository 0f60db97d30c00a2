import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LabelContext } from '../../src/core/labels/context.ts';
import { labelHead } from '../../src/core/labels/labelHead.ts';
import type { PatternReport } from '../../src/core/labels/labelHead.ts';
import type { Pattern } from '../../src/core/labels/rowSums.ts';
import { contextOfStrings } from '../../src/core/labels/testing/strings.ts';

/** A labeller: that of this checkout, or of another one to compare with. */
export type Rules = {
  readonly labelHead: (pattern: Pattern, context: LabelContext) => PatternReport;
  readonly contextOf: typeof contextOfStrings;
};

export const OWN_RULES: Rules = { labelHead, contextOf: contextOfStrings };

/** The labeller of another checkout of this repository; throws RangeError if the folder is none. */
export async function rulesOf(folder: string): Promise<Rules> {
  const labels = resolve(folder, 'src/core/labels');
  if (!existsSync(labels)) throw new RangeError(`no checkout of Headlight: ${folder}`);
  const read = async (name: string): Promise<unknown> => import(pathToFileURL(resolve(labels, name)).href);
  const modules = { ...Object(await read('labelHead.ts')), ...Object(await read('testing/strings.ts')) };
  if (!isRules(modules)) throw new RangeError(`no labeller in ${folder}`);
  return { labelHead: modules.labelHead, contextOf: modules.contextOfStrings };
}

function isRules(
  modules: object,
): modules is { readonly labelHead: Rules['labelHead']; readonly contextOfStrings: Rules['contextOf'] } {
  return ['labelHead', 'contextOfStrings'].every((name) => typeof Reflect.get(modules, name) === 'function');
}
