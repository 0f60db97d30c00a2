import { resolve } from 'node:path';
import type { LabelId } from '../../src/core/labels/report.ts';
import { createLabelContext } from '../../src/core/labels/runContext.ts';
import { shapeOf } from '../../src/inference/run/pack.ts';
import { runInput } from '../../src/inference/run/runInput.ts';
import { folderSource, openModel } from '../knownHeads/openModel.ts';
import { classroomSentences } from '../modelReport/texts.ts';
import type { Rules } from './rules.ts';

/** How often a label that a head has in one sentence it has in another one too. */
export type Again = { readonly label: LabelId; readonly nGiven: number; readonly again: number };

const MODELS = resolve(import.meta.dirname, '../../models');

/** For one model that ships, over the classroom sentences: each label with how often it was given, and comes again. */
export async function againOf(id: string, { labelHead }: Rules): Promise<readonly Again[]> {
  const model = await openModel(folderSource(resolve(MODELS, id)), undefined, () => {});
  // Shape: [sentence][head], the labels assigned.
  const assigned: ReadonlySet<LabelId>[][] = [];
  for (const text of classroomSentences(MODELS)) {
    const input = { kind: 'text', text, pair: null } as const;
    const { stacks } = await runInput(model, { type: 'run', runId: 0, input }, new AbortController().signal);
    assigned.push(
      stacks.flatMap(({ tokens, isCausal, layers }) => {
        const context = createLabelContext(tokens, isCausal);
        return layers.flatMap((output) => {
          const { nHeads, nQueries, nKeys } = shapeOf(output);
          return Array.from({ length: nHeads }, (_, head) => {
            const pattern = output.data.subarray(head * nQueries * nKeys, (head + 1) * nQueries * nKeys);
            const { labels } = labelHead(pattern, context);
            return new Set(labels.filter(({ status }) => status === 'assigned').map(({ label }) => label));
          });
        });
      }),
    );
  }
  await model.session.release();
  const labels = [...new Set(assigned.flat().flatMap((ofHead) => [...ofHead]))];
  return labels.map((label) => againOfLabel(label, assigned)).toSorted((a, b) => b.nGiven - a.nGiven);
}

function againOfLabel(label: LabelId, assigned: readonly (readonly ReadonlySet<LabelId>[])[]): Again {
  let nGiven = 0;
  let nPairs = 0;
  for (let head = 0; head < (assigned[0]?.length ?? 0); head++) {
    const nOfHead = assigned.filter((ofSentence) => ofSentence[head]?.has(label)).length;
    nGiven += nOfHead;
    nPairs += nOfHead * (nOfHead - 1);
  }
  return { label, nGiven, again: nPairs / (nGiven * (assigned.length - 1)) };
}
