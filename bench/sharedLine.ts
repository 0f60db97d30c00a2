import type { ServerResponse } from 'node:http';

export type Sent = { readonly at: number; readonly bytes: number; readonly path: string };

type Answer = { readonly response: ServerResponse; readonly content: Buffer; readonly path: string; at: number };

/** How often bytes are sent on, in milliseconds. */
const TICK_MS = 2;

/**
 * One line for a page and all of its workers, which browsers slow down one by one: so many bytes a second between all answers under way,
 * each begun once its request has gone there and back. `sent` is what went over it, and when.
 */
export function sharedLine(bytesPerSecond: number, latencyMs: number) {
  const sent: Sent[] = [];
  let answers: Answer[] = [];
  let timer: ReturnType<typeof setInterval> | null = null;
  let last = 0;

  function tick(): void {
    const now = performance.now();
    // A host that was held up for long does not send all of that at once.
    let room = Math.floor((Math.min(now - last, 50) * bytesPerSecond) / 1000);
    last = now;
    while (room > 0 && answers.length > 0) {
      const share = Math.max(1, Math.floor(room / answers.length));
      for (const answer of answers) {
        const bytes = Math.min(share, room, answer.content.length - answer.at);
        room -= bytes;
        answer.response.write(answer.content.subarray(answer.at, answer.at + bytes));
        answer.at += bytes;
        sent.push({ at: Date.now(), bytes, path: answer.path });
      }
      for (const { response, content, at } of answers) if (at === content.length) response.end();
      answers = answers.filter(({ at, content, response }) => at < content.length && !response.destroyed);
    }
    if (answers.length > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  }

  return {
    sent,
    send: (response: ServerResponse, content: Buffer, path: string): void => {
      setTimeout(() => {
        answers.push({ response, content, path, at: 0 });
        if (timer !== null) return;
        last = performance.now();
        timer = setInterval(tick, TICK_MS);
      }, latencyMs);
    },
  };
}
