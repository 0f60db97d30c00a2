import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** Files of one commit by path. */
export type HubFiles = ReadonlyMap<string, Buffer>;

/** What goes wrong with a file; after `times` answers (always where left out) all is well again. */
export type Fault = { readonly times?: number } & (
  | { readonly kind: 'status'; readonly status: number }
  /** The connection breaks after so many bytes of the body. */
  | { readonly kind: 'cut'; readonly after: number }
  /** Only so many bytes of the file are there, with a length that says so. */
  | { readonly kind: 'short'; readonly bytes: number }
  /** A start page in the place of the file. */
  | { readonly kind: 'page' }
  | { readonly kind: 'slow'; readonly bytes: number; readonly pauseMs: number }
  /** Range is not understood. */
  | { readonly kind: 'no-ranges' }
  /** Neither ETag nor Last-Modified. */
  | { readonly kind: 'no-validator' }
  /** Sends every request on to another address, which does the same. */
  | { readonly kind: 'circle' }
  /** Nobody answers. */
  | { readonly kind: 'unreachable' }
);

export type HubRequest = { readonly method: string; readonly path: string; readonly range: string | null };

type Repo = { readonly commits: Map<string, HubFiles>; readonly branches: Map<string, string>; isGated: boolean };

const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag, Content-Range, Accept-Ranges, X-Repo-Commit, X-Error-Code',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

/**
 * A server that behaves like a model hub, for tests: the list of a repository's files, files by branch or commit, large
 * ones behind a redirect to another origin, ranges, ETags, CORS, and refusals in the Hub's own words; file by file it
 * can be made to fail as servers and networks do.
 */
export class Hub {
  readonly requests: HubRequest[] = [];
  /** Whether it lists files, as the Hub does and a plain mirror does not. */
  hasApi = true;
  readonly #server: Server;
  readonly #cdn: Server;
  readonly #repos = new Map<string, Repo>();
  readonly #faults = new Map<string, { fault: Fault; left: number }>();

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#cdn = createServer((request, response) => void this.#answer(request, response));
  }

  static async open(): Promise<Hub> {
    const hub = new Hub();
    await hub.start();
    return hub;
  }

  get url(): string {
    return `http://127.0.0.1:${portOf(this.#server)}`;
  }

  /** Puts a commit on a branch and gives its name. */
  publish(id: string, files: HubFiles, branch = 'main'): string {
    const hash = createHash('sha1');
    for (const [path, content] of files) hash.update(path).update(content);
    const sha = hash.digest('hex');
    const repo = this.#repos.get(id) ?? { commits: new Map(), branches: new Map(), isGated: false };
    repo.commits.set(sha, files);
    repo.branches.set(branch, sha);
    this.#repos.set(id, repo);
    return sha;
  }

  gate(id: string): void {
    const repo = this.#repos.get(id);
    if (repo) repo.isGated = true;
  }

  /** From now on files whose path ends so, or the list ("api"), go wrong in this way. */
  fail(pathEnd: string, fault: Fault): void {
    this.#faults.set(pathEnd, { fault, left: fault.times ?? Infinity });
  }

  mend(): void {
    this.#faults.clear();
  }

  /** Files asked for so far by GET, with the ranges; lists and redirects are left out. */
  get fetched(): readonly string[] {
    return this.requests
      .filter(({ method, path }) => method === 'GET' && !path.startsWith('/api/') && !path.startsWith('/cdn/'))
      .map(({ path, range }) => path.replace(/^.*?\/resolve\/[^/]+\//, '') + (range === null ? '' : ` ${range}`));
  }

  async start(port = 0): Promise<void> {
    for (const [server, at] of [
      [this.#server, port],
      [this.#cdn, 0],
    ] as const) {
      await new Promise<void>((resolve) => {
        server.listen(at, '127.0.0.1', resolve);
      });
    }
  }

  async close(): Promise<void> {
    for (const server of [this.#server, this.#cdn]) {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://hub');
    const path = decodeURIComponent(pathname);
    const method = request.method ?? 'GET';
    this.requests.push({ method, path, range: request.headers.range ?? null });
    for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
    if (method === 'OPTIONS') return void response.writeHead(403).end();
    if (this.#circles(path)) {
      const to = `${pathname}?turn=${this.requests.length}`;
      return void response.writeHead(307, { Location: to }).end();
    }
    const api = /^\/api\/models\/(.+?)\/revision\/(.+)$/.exec(path);
    if (api) return this.#list(api[1] ?? '', api[2] ?? '', response);
    const [, isCdn, id = '', revision = '', file = ''] = /^\/(cdn\/)?(.+?)\/resolve\/([^/]+)\/(.+)$/.exec(path) ?? [];
    const content = this.#find(id, revision, file, response);
    if (content === null) return;
    if (!isCdn && /\.onnx|\.data/.test(file)) {
      const commit = this.#repos.get(id)?.branches.get(revision) ?? revision;
      const to = `http://127.0.0.1:${portOf(this.#cdn)}/cdn/${id}/resolve/${commit}/${file}`;
      return void response.writeHead(302, { Location: to }).end();
    }
    return this.#send(file, content, request, response);
  }

  #list(id: string, revision: string, response: ServerResponse): void {
    const fault = this.#faultOf('api');
    if (fault?.kind === 'unreachable') return void response.destroy();
    if (fault?.kind === 'status') return void response.writeHead(fault.status).end();
    if (!this.hasApi) return void response.writeHead(404).end();
    const repo = this.#repos.get(id);
    if (!repo) return refuse(response, 401, 'RepoNotFound');
    const sha = repo.branches.get(revision) ?? revision;
    const files = repo.commits.get(sha);
    if (!files) return refuse(response, 404, 'RevisionNotFound');
    const siblings = [...files].map(([rfilename, content]) => ({ rfilename, size: content.length }));
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ id, sha, gated: repo.isGated ? 'auto' : false, siblings }));
  }

  /** The content of a file, or null after an answer that says why there is none. */
  #find(id: string, revision: string, file: string, response: ServerResponse): Buffer | null {
    const repo = this.#repos.get(id);
    const content = repo?.commits.get(repo.branches.get(revision) ?? revision)?.get(file);
    if (!repo) refuse(response, 401, 'RepoNotFound');
    else if (repo.isGated) refuse(response, 401, 'GatedRepo');
    else if (!content) refuse(response, 404, 'EntryNotFound');
    else return content;
    return null;
  }

  async #send(file: string, content: Buffer, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fault = this.#faultOf(file, request.method === 'HEAD');
    if (fault?.kind === 'unreachable') return void response.destroy();
    if (fault?.kind === 'status') return void response.writeHead(fault.status).end('not now');
    if (fault?.kind === 'page') {
      response.setHeader('Content-Type', 'text/html');
      return void response.end('<!doctype html><title>Welcome</title>');
    }
    const there = fault?.kind === 'short' ? content.subarray(0, fault.bytes) : content;
    const start =
      fault?.kind === 'no-ranges' ? 0 : Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (start > 0 && start >= there.length) {
      return void response.writeHead(416, { 'Content-Range': `bytes */${there.length}` }).end();
    }
    const body = there.subarray(start);
    response.statusCode = start > 0 ? 206 : 200;
    if (start > 0) response.setHeader('Content-Range', `bytes ${start}-${there.length - 1}/${there.length}`);
    if (fault?.kind !== 'no-validator')
      response.setHeader('ETag', `"${createHash('sha1').update(content).digest('hex')}"`);
    response.setHeader('Content-Type', file.endsWith('.json') ? 'application/json' : 'application/octet-stream');
    response.setHeader('Content-Length', body.length);
    if (request.method === 'HEAD') return void response.end();
    if (fault?.kind === 'cut') {
      response.write(body.subarray(0, fault.after), () => cutSoon(response.socket));
    } else if (fault?.kind === 'slow') {
      for (let at = 0; at < body.length && !response.destroyed; at += fault.bytes) {
        response.write(body.subarray(at, at + fault.bytes));
        await wait(fault.pauseMs);
      }
      response.end();
    } else response.end(body);
  }

  #circles(path: string): boolean {
    return [...this.#faults].some(
      ([end, { fault }]) =>
        fault.kind === 'circle' && (path.endsWith(end) || (end === 'api' && path.startsWith('/api/'))),
    );
  }

  /** The fault of a file, counted as used; what goes wrong with a body does not show without one. */
  #faultOf(path: string, isHead = false): Fault | null {
    const entry = [...this.#faults].find(([end]) => path.endsWith(end))?.[1];
    if (!entry || entry.left <= 0 || (isHead && ['cut', 'slow'].includes(entry.fault.kind))) return null;
    entry.left -= 1;
    return entry.fault;
  }
}

/** Lets what was written out first: a connection destroyed at once may lose all of it. */
function cutSoon(socket: Socket | null): void {
  setTimeout(() => socket?.destroy(), 30);
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'X-Error-Code': code }).end(code);
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
