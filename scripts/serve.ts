// Serves the built page, as it will be served, on the usual port or a free one, and prints its address.
//   --build       builds it first
//   --port N      this port and no other
//   --host NAME   other than this machine's own
//   --dist DIR    a build that lies elsewhere
import { parseArgs } from 'node:util';
import { build, preview } from 'vite';
import type { PreviewServer } from 'vite';
import { beforeEnding } from './ending.ts';
import { freePort } from './freePort.ts';

const USUAL_PORT = 4173;

const { values } = parseArgs({
  options: {
    build: { type: 'boolean', default: false },
    port: { type: 'string' },
    host: { type: 'string', default: '127.0.0.1' },
    dist: { type: 'string', default: 'dist' },
  },
});

let server: PreviewServer | null = null;
beforeEnding(async () => server?.close());

if (values.build) await build({ logLevel: 'warn', build: { outDir: values.dist } });
const port = values.port === undefined ? await freePort(USUAL_PORT, values.host) : Number(values.port);
// A free port may be taken before it is listened on: then the next one will do, unless this very one was asked for.
const strictPort = values.port !== undefined;
server = await preview({ build: { outDir: values.dist }, preview: { host: values.host, port, strictPort } });
server.printUrls();
