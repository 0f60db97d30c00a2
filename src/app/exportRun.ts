import type { HeadReport } from '../core/labels/report.ts';
import type { ModelRun } from '../core/run.ts';
import { runJsonParts } from '../core/runJson.ts';

/** Saves a run as `headlight-<model>.json`; parts are made between frames, so that a large run does not freeze the page. */
export async function saveRun(run: ModelRun, reports: readonly HeadReport[]): Promise<void> {
  const parts: string[] = [];
  for (const part of runJsonParts(run, reports)) {
    parts.push(part);
    await nextTask();
  }
  const url = URL.createObjectURL(new Blob(parts, { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `headlight-${run.model.id.replaceAll(/[^\w.-]/g, '-')}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
