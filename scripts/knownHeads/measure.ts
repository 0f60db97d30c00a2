import { createLabelContext } from '../../src/core/labels/runContext.ts';
import type { HeadReport, LabelId, LabelScore } from '../../src/core/labels/report.ts';
import { makeInductionProbes, scoreInduction } from '../../src/core/probe/inductionProbe.ts';
import type { ProbeScore } from '../../src/core/probe/inductionProbe.ts';
import type { ModelRun } from '../../src/core/run.ts';
import { formatHead } from '../../src/core/selection.ts';
import type { HeadRef } from '../../src/core/selection.ts';
import { patternOf } from '../../src/core/tensor.ts';
import type { AttentionTensor } from '../../src/core/tensor.ts';
import { labelRun } from '../../src/inference/run/labelRun.ts';
import { applyPlan } from '../../src/inference/run/layerPlan.ts';
import { nextTask } from '../../src/inference/nextTask.ts';
import { packAttention } from '../../src/inference/run/pack.ts';
import { runInput } from '../../src/inference/run/runInput.ts';
import type { RunnableModel } from '../../src/inference/run/runnable.ts';
import { TEXTS } from './texts.ts';
import type { TextName } from './texts.ts';

/** What one model's heads did. */
export type Measured = {
  readonly runs: ReadonlyMap<TextName, MeasuredText>;
  /** Scores by head, "L1H6"; null for a model that sees later tokens, or whose vocabulary is unknown. */
  readonly probe: ReadonlyMap<string, ProbeScore> | null;
};

export type MeasuredText = { readonly run: ModelRun; readonly reports: readonly HeadReport[] };

/** The seed of the probes: with it everybody gets the same tokens. */
export const PROBE_SEED = 1;

/** Runs and labels the texts, and the probes where the model is causal. */
export async function measureModel(model: RunnableModel, names: readonly TextName[]): Promise<Measured> {
  const { signal } = new AbortController();
  const runs = new Map<TextName, MeasuredText>();
  for (const [runId, name] of names.entries()) {
    const { text, pair } = TEXTS[name];
    const input = { kind: 'text', text, pair: model.info.takesPair ? pair : null } as const;
    const { run, stacks } = await runInput(model, { type: 'run', runId, input }, signal);
    runs.set(name, { run, reports: await labelRun(stacks, nextTask) });
  }
  return { runs, probe: await runProbes(model) };
}

/** Tokens from the middle of the vocabulary: the first eighth is bytes and endings, the rarer half hardly trained. */
export async function runProbes({ info, plan, prepared, session }: RunnableModel): Promise<Measured['probe']> {
  const { nVocab } = prepared.config;
  if (!info.isCausal || nVocab === null) return null;
  const probes = makeInductionProbes({
    seed: PROBE_SEED,
    startId: prepared.generation.start,
    firstId: Math.floor(nVocab / 8),
    endId: Math.floor(nVocab / 2),
  });
  const tensors: AttentionTensor[] = [];
  for (const { ids } of probes) {
    const pass = await session.run({ tokens: { ids, typeIds: ids.map(() => 0) } });
    tensors.push(packAttention(applyPlan(plan, pass.layers)).attention[0]!);
  }
  const scores = allHeads(info.nLayers, info.nHeads).map((head) => {
    const patterns = tensors.map((tensor) => patternOf(tensor, head));
    return [formatHead(head), scoreInduction(patterns, probes)] as const;
  });
  return new Map(scores);
}

function allHeads(nLayers: number, nHeads: number): readonly HeadRef[] {
  return Array.from({ length: nLayers * nHeads }, (_, at) => ({ layer: Math.floor(at / nHeads), head: at % nHeads }));
}

/** How a label fares on a head in a text; null where the text was not run or the model has no such head. */
export function labelOn(
  measured: Measured,
  text: TextName,
  { layer, head }: HeadRef,
  label: LabelId,
): LabelScore | null {
  const report = measured.runs.get(text)?.reports.find((one) => one.layer === layer && one.head === head);
  return report?.labels.find((score) => score.label === label) ?? null;
}

/**
 * The word that a head looks at hardest from another: never itself nor a place where heads rest. Null for no such word.
 * "John#2" is the second token that reads John, case aside.
 */
export function looksAt(measured: Measured, text: TextName, head: HeadRef, from: string): string | null {
  const run = measured.runs.get(text)?.run;
  const tensor = run?.attention[0];
  const query = run ? namesOfTokens(run).indexOf(withNumber(from)) : -1;
  if (!run || !tensor || query < 0) return null;
  const { content } = createLabelContext(run.tokens, run.model.isCausal).text;
  const row = patternOf(tensor, head).subarray(query * tensor.nKeys, (query + 1) * tensor.nKeys);
  const keys = run.tokens.map(({ position }) => position).filter((key) => content[key] === 1 && key !== query);
  const best = keys.toSorted((a, b) => row[b]! - row[a]!)[0];
  return best === undefined ? null : (namesOfTokens(run)[best] ?? null);
}

/** A word as `looksAt` names it. */
export function withNumber(word: string): string {
  return /#\d+$/.test(word) ? word.toLowerCase() : `${word.toLowerCase()}#1`;
}

function namesOfTokens({ tokens }: ModelRun): readonly string[] {
  const counts = new Map<string, number>();
  return tokens.map(({ text }) => {
    const word = text.trim().toLowerCase();
    const count = (counts.get(word) ?? 0) + 1;
    counts.set(word, count);
    return `${word}#${count}`;
  });
}
