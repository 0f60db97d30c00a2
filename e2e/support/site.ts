import { createServer, request } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** Answers in the place of the real server, with the body that it would have sent at hand. */
export type Spoil = (body: Buffer, response: ServerResponse) => void | Promise<void>;

/** The built page behind a server that can be made to fail file by file, as servers and networks really do. */
export class Site {
  readonly url: string;
  readonly #server: Server;
  readonly #spoils: Map<string, Spoil>;

  private constructor(server: Server, url: string, spoils: Map<string, Spoil>) {
    this.#server = server;
    this.url = url;
    this.#spoils = spoils;
  }

  static async open(behind: string): Promise<Site> {
    const spoils = new Map<string, Spoil>();
    const server = createServer((asked, response) => {
      const path = asked.url ?? '/';
      const spoil = [...spoils].find(([end]) => path.endsWith(end))?.[1];
      request(new URL(path, behind), { headers: { 'accept-encoding': 'identity' } }, (answer) => {
        const { statusCode = 502, headers } = answer;
        if (spoil === undefined) {
          answer.pipe(response.writeHead(statusCode, headers));
          return;
        }
        for (const name of Object.keys(headers)) {
          if (/^(cross-origin|content-type)/.test(name)) response.setHeader(name, headers[name] ?? '');
        }
        void buffer(answer).then((body) => spoil(body, response));
      })
        .on('error', () => response.destroy())
        .end();
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    return new Site(server, `http://127.0.0.1:${address.port}/`, spoils);
  }

  /** From now on the file whose path ends so is answered by `spoil`. */
  spoil(pathEnd: string, spoil: Spoil): void {
    this.#spoils.set(pathEnd, spoil);
  }

  /** From now on every file comes as it is. */
  mend(): void {
    this.#spoils.clear();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }
}

/** A file of another build in its place. */
export const changed =
  (change: (text: string) => string): Spoil =>
  (body, response) =>
    void response.end(change(body.toString('latin1')), 'latin1');

/** The ways in which a file does not come. */
export const missing: Spoil = (_, response) => void response.writeHead(404).end('nothing here');

/** As a server that has one page for every path. */
export const webPage: Spoil = (_, response) => {
  response.setHeader('Content-Type', 'text/html');
  response.end('<!doctype html><title>Welcome</title>');
};

/** The connection breaks after half of the promised bytes. */
export const brokenOff: Spoil = (body, response) => {
  response.setHeader('Content-Length', body.length);
  response.write(body.subarray(0, body.length / 2), () => setTimeout(() => response.destroy(), 50));
};

/** Half of the file, with a length that says so: as a proxy or a disk that lost the rest. */
export const halfOfIt: Spoil = (body, response) => {
  const half = body.subarray(0, body.length / 2);
  response.setHeader('Content-Length', half.length);
  response.end(half);
};

/** Half of the file and not a word of its length. */
export const halfUnmeasured: Spoil = (body, response) => {
  response.write(body.subarray(0, body.length / 2), () => response.end());
};

/** Nobody answers. */
export const unreachable: Spoil = (_, response) => void response.destroy();
