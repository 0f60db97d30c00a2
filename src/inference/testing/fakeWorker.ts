import type { Notice, Pace, Reply, Request, Sign } from '../protocol.ts';

/** A worker that says what a test lets it say. It hears whatever it is asked, unless it is made deaf. */
export class FakeWorker {
  readonly requests: Request[] = [];
  terminated = false;
  /** Answers no sign of life, as a worker does that loops, hangs, or has closed itself. */
  isDeaf = false;
  // A test double hands in less than the real events hold, so the listeners' types are not kept.
  // oxlint-disable-next-line typescript/no-explicit-any
  private readonly listeners = new Map<string, (event: any) => void>();

  // oxlint-disable-next-line typescript/no-explicit-any
  addEventListener(type: string, listener: (event: any) => void): void {
    this.listeners.set(type, listener);
  }
  postMessage(request: Request): void {
    this.requests.push(request);
    if (this.isDeaf) return;
    if (request.type === 'ping') this.sign({ type: 'pong', pingId: request.pingId });
    if (request.type === 'load') this.sign({ type: 'begun', loadId: request.loadId });
    if (request.type === 'stop') this.sign({ type: 'stopped', stopId: request.stopId });
  }
  terminate(): void {
    this.terminated = true;
  }
  /** What it was asked, its signs of life aside. */
  get asked(): readonly Request[] {
    return this.requests.filter(({ type }) => type !== 'ping');
  }
  /** What a real worker would send; the fields that the client does not read are left out. */
  reply(reply: {
    type: Reply['type'];
    loadId?: number;
    runId?: number;
    ablateId?: number;
    studyId?: number;
    isFinal?: boolean;
    notices?: Notice[];
    firstPass?: Pace | null;
    error?: { code: string; detail: string };
  }): void {
    const run = { forwardMs: 10, tokens: [1, 2, 3] };
    this.send({ notices: [], firstPass: null, model: { maxTokens: 256 }, run, ...reply });
  }
  sign(sign: Sign): void {
    // Not before the request has been sent: a message is heard in a task of its own.
    queueMicrotask(() => this.send(sign));
  }
  crash(type: 'error' | 'messageerror', message?: string): void {
    this.listeners.get(type)?.({ message });
  }
  /** Whatever a worker may send. */
  send(data: unknown): void {
    this.listeners.get('message')?.({ data });
  }
}
