import type { Ablation } from '../../src/core/ablation/ablation.ts';
import { parseAblation } from '../../src/core/ablation/address.ts';
import { headsOf, leaveOneOut } from '../../src/core/ablation/orders.ts';
import type { CombinedComparison } from '../../src/core/alike/combine.ts';
import type { Effect } from '../../src/core/effect/effect.ts';
import type { HeadReport, LabelId } from '../../src/core/labels/report.ts';
import type { ModelRun } from '../../src/core/run.ts';
import { parseHead } from '../../src/core/selection.ts';
import type { HeadRef } from '../../src/core/selection.ts';
import type { AblatedRun } from '../../src/core/ablation/ablatedRun.ts';
import type { Reply, Request, RunInput, ToldOf } from '../../src/inference/protocol.ts';
import { hearEngine } from '../../src/inference/testing/hearEngine.ts';
import type { ShippedModel } from '../../src/inference/testing/shippedModels.ts';
import { alikeOf } from '../../src/app/shown/alike.ts';
import { curveOf } from '../../src/app/shown/curve.ts';
import type { Curve } from '../../src/app/shown/curve.ts';
import type { CurveOrder } from '../../src/core/study/curveSets.ts';
import { curveVariants, ordersOf } from '../../src/core/study/curveSets.ts';
import { fidelityOf, fidelityVariants } from '../../src/core/study/fidelity.ts';
import type { Fidelity } from '../../src/core/study/fidelity.ts';
import { importanceOf } from '../../src/core/study/importance.ts';
import type { Importance } from '../../src/core/study/importance.ts';
import { interactionOf, interactionVariants } from '../../src/core/study/interaction.ts';
import type { Interaction } from '../../src/core/study/interaction.ts';
import { NO_STUDIES } from '../../src/app/state/studies.ts';
import { reduceStudies } from '../../src/app/state/reducers/studies.ts';
import type { MeasurePurpose, MeasureStudy } from '../../src/app/state/studies.ts';

/** A sentence read, with its labels. */
export type Read = { readonly run: ModelRun; readonly reports: readonly HeadReport[] };

/** The same with heads switched off; `words` are the texts of what was foretold. */
export type Without = {
  readonly effect: Effect;
  readonly words: ReadonlyMap<number, string>;
  readonly before: ModelRun;
  readonly after: AblatedRun;
};

/** The mode that the page begins with. */
const MODE = 'mean';

/** What a class can find out with a model that comes with the page: asked of the page's engine on WASM, and read as the page reads it. */
export class Classroom {
  readonly #heard = hearEngine();
  #asked = 0;

  static async open(id: ShippedModel): Promise<Classroom> {
    const room = new Classroom();
    room.#heard.load(1, id);
    await room.#heard.engine.idle();
    return room;
  }

  async read(text: string): Promise<Read> {
    const replies = await this.#ask((runId) => ({ type: 'run', runId, input: inputOf(text) }));
    return { run: the(replies, 'ran').run, reports: the(replies, 'labelled').reports };
  }

  /** With heads switched off: "L0H3,L1H2". */
  async without(text: string, heads: string): Promise<Without> {
    const { run: before } = await this.read(text);
    const ablation: Ablation = { mode: MODE, heads: parseAblation(heads) ?? [] };
    const replies = await this.#ask((ablateId) => ({ type: 'ablate', ablateId, ablation }));
    // Of a masked model the first effect is without losses.
    const { effect, words } = the(replies, 'effect');
    return { effect, words, before, after: the(replies, 'ablated').run };
  }

  /** Each head off in turn, over some sentences. */
  async importance(texts: readonly string[]): Promise<Importance> {
    const { run } = await this.read(texts[0] ?? '');
    return importanceOf(await this.#measure('importance', texts, leaveOneOut(run.attention, MODE)), null);
  }

  /** Heads taken away one after the other; the least important first of an importance. */
  async curve(order: CurveOrder, texts: readonly string[], importance: Importance): Promise<Curve> {
    const { run } = await this.read(texts[0] ?? '');
    const orders = ordersOf(order, { all: headsOf(run.attention), pinned: [], importance });
    const study = await this.#measure('curve-importance', texts, curveVariants(orders, MODE));
    return curveOf(order, study, ({ layer, head }) => `L${layer}H${head}`);
  }

  async interaction(texts: readonly string[], a: string, b: string): Promise<Interaction> {
    const variants = interactionVariants(MODE, null, headNamed(a), headNamed(b));
    return known(interactionOf(await this.#measure('interaction', texts, variants)));
  }

  async fidelity(text: string, head: string, label: LabelId): Promise<Fidelity> {
    const variants = fidelityVariants({ kind: null, ...headNamed(head), keep: 0 }, label);
    return known(fidelityOf(await this.#measure('fidelity', [text], variants)));
  }

  /** How alike heads look over some sentences. */
  async alike(texts: readonly string[]): Promise<CombinedComparison> {
    let studies = NO_STUDIES;
    const replies = await this.#ask((studyId) => {
      studies = reduceStudies(studies, {
        type: 'compareStarted',
        studyId,
        basis: { kind: 'list', texts, thing: 'sentence' },
      });
      return { type: 'compare', studyId, inputs: texts.map(inputOf) };
    });
    const { alike } = replies.filter(isOfStudy).reduce(reduceStudies, studies);
    return known(alikeOf(alike, alike?.comparisons[0]?.[0]?.kind));
  }

  async #measure(
    purpose: MeasurePurpose,
    texts: readonly string[],
    variants: readonly Ablation[],
  ): Promise<MeasureStudy> {
    let studies = NO_STUDIES;
    const replies = await this.#ask((studyId) => {
      const plan = { inputs: texts.map(inputOf), variants };
      studies = reduceStudies(studies, {
        type: 'measureStarted',
        studyId,
        purpose,
        plan,
        basis: { kind: 'list', texts, thing: 'sentence' },
      });
      return { type: 'measure', studyId, plan };
    });
    const study = known(replies.filter(isOfStudy).reduce(reduceStudies, studies).measured[purpose]);
    if (study.status !== 'done') throw new Error(`${purpose}: ${study.status}`);
    return study;
  }

  /** What the engine replies to one request. */
  async #ask(make: (id: number) => Request): Promise<readonly Reply[]> {
    const { engine, replies } = this.#heard;
    const from = replies.length;
    this.#asked += 1;
    engine.handle(make(this.#asked));
    await engine.idle();
    return replies.slice(from);
  }
}

const inputOf = (text: string): RunInput => ({ kind: 'text', text, pair: null });

export function headNamed(name: string): HeadRef {
  return known(parseHead(name));
}

/** Those replies that say something of a study. */
function isOfStudy(reply: Reply): reply is ToldOf<'studyId'> {
  return 'studyId' in reply;
}

/** The last reply of a type; what else came is the reason where there is none. */
function the<T extends Reply['type']>(replies: readonly Reply[], type: T): Extract<Reply, { type: T }> {
  const found = replies.findLast((reply): reply is Extract<Reply, { type: T }> => reply.type === type);
  if (found === undefined) throw new Error(`no "${type}" among: ${JSON.stringify(replies.map((one) => one.type))}`);
  return found;
}

function known<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('it was not measured');
  return value;
}
