import type { Effect } from '../../core/effect/effect.ts';
import type { InsideAnswer } from '../../core/inside/questions.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import type { Reply, Request, Sign } from '../../inference/protocol.ts';
import { loadedAs } from './models.ts';
import { makeRun, TINY } from './runs.ts';

type Asked<Type extends Request['type']> = Extract<Request, { type: Type }>;
type Question = Asked<'load' | 'run' | 'ablate' | 'cost' | 'inside' | 'compare'>;

/** Of a text without tokens. */
const NO_WEIGHTS: AttentionTensor = {
  kind: 'decoder',
  nLayers: TINY.nLayers,
  nHeads: TINY.nHeads,
  nQueries: 0,
  nKeys: 0,
  data: new Float32Array(0),
};

const NO_MATRICES: InsideAnswer = {
  about: 'weights',
  weights: { query: { whyNot: '' }, key: { whyNot: '' }, value: { whyNot: '' } },
};

const NO_EFFECT: Effect = {
  objective: 'output',
  summary: {
    lossBefore: NaN,
    lossAfter: NaN,
    nScored: 0,
    meanKl: NaN,
    maxKl: NaN,
    worst: -1,
    nPositions: 0,
    nFlips: 0,
    meanTurn: 0.5,
  },
  positions: [],
  turns: Float32Array.of(0.5),
};

/**
 * A worker that hears at once and answers when it is told to, each time the oldest thing that it was asked, also what is of
 * no more use to anybody.
 */
export class ScriptedWorker {
  terminated = false;
  /** Says nothing any more, as a worker does that loops, hangs, or has closed itself. */
  isDeaf = false;
  /** How long its model's pass took, as it says. */
  passMs = 1;
  readonly #requests: Request[] = [];
  readonly #unanswered: Question[] = [];
  readonly #listeners = new Map<string, (event: unknown) => void>();
  #modelId = '';

  addEventListener(type: string, listener: (event: unknown) => void): void {
    this.#listeners.set(type, listener);
  }
  postMessage(request: Request): void {
    this.#requests.push(request);
    if (isQuestion(request)) this.#unanswered.push(request);
    const sign = signOf(request);
    // Not before the request has been sent: a message is heard in a task of its own.
    if (!this.isDeaf && sign !== null) queueMicrotask(() => this.send(sign));
  }
  terminate(): void {
    this.terminated = true;
  }
  asked(type: Request['type']): readonly Request[] {
    return this.#requests.filter((request) => request.type === type);
  }
  /** False where there was nothing to answer, or nobody who would. */
  answer(): boolean {
    const request = this.isDeaf || this.terminated ? undefined : this.#unanswered.shift();
    if (request === undefined) return false;
    for (const reply of this.#repliesTo(request)) this.send(reply);
    return true;
  }
  /** Says something by itself. */
  send(data: Reply | Sign): void {
    this.#listeners.get('message')?.({ data });
  }
  /** Without a message, as a browser tells that a script did not come. */
  crash(message?: string): void {
    this.#listeners.get('error')?.({ message });
  }
  #repliesTo(request: Question): readonly Reply[] {
    switch (request.type) {
      case 'load': {
        const { loadId, source } = request;
        this.#modelId = source.id;
        const progress = { type: 'progress', loadId, stage: 'files', loadedBytes: 2, totalBytes: 2 } as const;
        return [progress, { ...loadedAs({ ...TINY, id: source.id }, loadId), firstPass: { ms: 1, nTokens: 9 } }];
      }
      case 'run': {
        const { runId, input } = request;
        const text = input.kind === 'text' ? input.text : '';
        const run = {
          ...makeRun(runId, { ...TINY, id: this.#modelId }),
          text,
          attention: [NO_WEIGHTS],
          forwardMs: this.passMs,
        };
        return [
          { type: 'ran', runId, run },
          { type: 'labelled', runId, reports: [] },
        ];
      }
      case 'ablate':
        return [{ type: 'ablate-failed', ablateId: request.ablateId, error: { code: 'run-failed', detail: '' } }];
      case 'cost':
        return request.ablations.map((ablation, at, all) => ({
          type: 'cost-found',
          costId: request.costId,
          ablation,
          effect: NO_EFFECT,
          isLast: at === all.length - 1,
          words: new Map(),
        }));
      case 'inside': {
        const { insideId, question } = request;
        if (question.about === 'weights') return [{ type: 'inside-answered', insideId, answer: NO_MATRICES }];
        const refusal = { why: 'not-found', detail: '' } as const;
        return [{ type: 'inside-answered', insideId, answer: { about: 'refused', of: question.about, refusal } }];
      }
      case 'compare':
        return [{ type: 'study-done', studyId: request.studyId }];
    }
  }
}

function isQuestion(request: Request): request is Question {
  return ['load', 'run', 'ablate', 'cost', 'inside', 'compare'].includes(request.type);
}

function signOf(request: Request): Sign | null {
  if (request.type === 'load') return { type: 'begun', loadId: request.loadId };
  if (request.type === 'stop') return { type: 'stopped', stopId: request.stopId };
  return request.type === 'ping' ? { type: 'pong', pingId: request.pingId } : null;
}
