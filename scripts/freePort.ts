import { createServer } from 'node:net';

/** The usual port where nobody has it, else one that the system gives. */
export async function freePort(usual: number, host = '127.0.0.1'): Promise<number> {
  return (await portOf(usual, host)) ?? (await portOf(0, host)) ?? usual;
}

/** A port that could be listened on, and is free again; null where somebody else has it. */
function portOf(wanted: number, host: string): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ port: wanted, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(address === null || typeof address === 'string' ? null : address.port));
    });
  });
}
