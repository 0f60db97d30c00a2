import { cpus, loadavg } from 'node:os';
import { ms } from './stats.ts';

/** What `timeInsidePage` and `timeInsideRuns` found at one length; milliseconds. */
export type InsideTimes = {
  readonly nTokens: number;
  readonly run: number;
  readonly pinned: number;
  readonly pinnedMedian: number;
  readonly pointed: number;
  readonly pointedMost: number;
};

type Found = {
  readonly page: {
    readonly table: string;
    readonly times: readonly InsideTimes[];
    readonly nPinned: number;
    readonly nPointed: number;
  };
  readonly rows: { readonly table: string; readonly repeats: number };
  readonly runs: { readonly table: string; readonly ratio: number; readonly repeats: number };
};

/** The section "Inside a head" of docs/performance.md, and its rows of "What we aim at" before it, as they are to stand there. */
export function insideSection({ page, rows, runs }: Found): string {
  const day = new Date().toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
  const load = (loadavg()[0] ?? 0).toFixed(1);
  return `${aims(page.times, runs.ratio).join('\n')}

## Inside a head

\`npm run bench -- --only inside\`, measured on ${day} at a load of ${load} on the ${cpus().length} cores as it ended: other programs only add, so the
fastest stands first. bookworm-gpt on WASM: a head of another layer clicked, until the frame that shows its steps (the layer is
fetched by one more run and checked in between), beside one run of the model; and the pointer led over the keys of a row, until
every handler is done and the page laid out, which takes no run. Pinned: of ${page.nPinned}; pointed at: of ${page.nPointed}.

${page.table}

The arithmetic of it for layers of any size, in Node, medians of ${rows.repeats}. "Head pinned" is what serves all its rows, "another query" the whole
row with two changes of the softmax and the lengths of all heads, "another key" the product channel by channel. The maps of weight x
length of a whole layer are made a head at a time, so that the page can pause between them.

${rows.table}

One run of bookworm-gpt in Node without and with the outputs that show the inside of its four layers declared, and with those of one layer
fetched besides, in turn: the fastest of ${runs.repeats}. Runs of 256 tokens differ by as much as the outputs cost from one minute to the next.

${runs.table}`;
}

/** Rows of "What we aim at". The aims are those of the page: one run and 50 ms, 16 ms, and 1.05 of a run without. */
function aims(times: readonly InsideTimes[], ratio: number): readonly string[] {
  const at = (nTokens: number) => times.find((one) => one.nTokens === nTokens);
  const [short, long] = [at(64), at(256)];
  const verdict = (isReached: boolean): string => (isReached ? 'reached' : '**missed**');
  const pinned =
    short === undefined
      ? []
      : [
          `| inside a head: pinned to steps shown, 64 tokens: 1 run + 50 ms | ${ms(short.pinned)} of ${ms(short.run + 50)} ms, ${ms(short.pinnedMedian)} at the median: ${verdict(short.pinned <= short.run + 50)} |`,
        ];
  const pointed =
    long === undefined
      ? []
      : [
          `| inside a head: another key pointed at, 256 tokens: 16 ms | ${ms(long.pointed)} ms, ${ms(long.pointedMost)} in 19 of 20: ${verdict(long.pointedMost <= 16)} |`,
        ];
  return [
    ...pinned,
    ...pointed,
    `| inside a head: a run with its outputs declared: 1.05 of one without | ${ratio.toFixed(2)} at 64 tokens: ${verdict(ratio <= 1.05)} |`,
  ];
}
