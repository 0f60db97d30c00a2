import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Hub } from './hubServer.ts';

const ID = 'owner/name';
const CONTENT = Buffer.from(Array.from({ length: 1000 }, (_, i) => (i * 7) % 256));
let hub: Hub;
let sha = '';

beforeEach(async () => {
  hub = await Hub.open();
  sha = hub.publish(
    ID,
    new Map([
      ['config.json', Buffer.from('{}')],
      ['onnx/model.onnx', CONTENT],
    ]),
  );
});
afterEach(() => hub.close());

const ask = (path: string, init?: RequestInit) => fetch(`${hub.url}${path}`, init);
const bodyOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

describe('the stand-in for a hub', () => {
  test('lists the files of a branch or commit with their sizes', async () => {
    for (const revision of ['main', sha]) {
      const response = await ask(`/api/models/${ID}/revision/${revision}?blobs=true`);
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(await response.json()).toMatchObject({
        sha,
        siblings: [
          { rfilename: 'config.json', size: 2 },
          { rfilename: 'onnx/model.onnx', size: 1000 },
        ],
      });
    }
  });

  test('sends large files by a redirect to another origin, and the rest itself', async () => {
    const onnx = await ask(`/${ID}/resolve/main/onnx/model.onnx`);
    expect([onnx.redirected, new URL(onnx.url).origin === hub.url]).toEqual([true, false]);
    expect((await bodyOf(onnx)).equals(CONTENT)).toBe(true);
    expect(onnx.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect((await ask(`/${ID}/resolve/main/config.json`)).redirected).toBe(false);
  });

  test('gives parts, with the same ETag as the whole', async () => {
    const whole = await ask(`/${ID}/resolve/main/onnx/model.onnx`);
    const part = await ask(`/${ID}/resolve/${sha}/onnx/model.onnx`, { headers: { Range: 'bytes=990-' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 990-999/1000']);
    expect(part.headers.get('etag')).toBe(whole.headers.get('etag'));
    expect((await bodyOf(part)).equals(CONTENT.subarray(990))).toBe(true);
    expect((await ask(`/${ID}/resolve/main/onnx/model.onnx`, { headers: { Range: 'bytes=1000-' } })).status).toBe(416);
  });

  test('has the refusals of the Hub', async () => {
    const refusal = async (path: string) => {
      const response = await ask(path);
      return [response.status, response.headers.get('x-error-code')];
    };
    expect(await refusal('/api/models/no/body/revision/main')).toEqual([401, 'RepoNotFound']);
    expect(await refusal(`/api/models/${ID}/revision/v2`)).toEqual([404, 'RevisionNotFound']);
    expect(await refusal(`/${ID}/resolve/main/none.json`)).toEqual([404, 'EntryNotFound']);
    hub.gate(ID);
    expect(await refusal(`/${ID}/resolve/main/config.json`)).toEqual([401, 'GatedRepo']);
    expect((await ask(`/${ID}/resolve/main/config.json`, { method: 'OPTIONS' })).status).toBe(403);
  });

  test('cuts a body as often as told', async () => {
    hub.fail('model.onnx', { kind: 'cut', after: 600, times: 1 });
    const url = `/${ID}/resolve/main/onnx/model.onnx`;
    const response = await ask(url);
    expect(response.headers.get('content-length')).toBe('1000');
    await expect(response.arrayBuffer()).rejects.toThrow('terminated');
    expect((await bodyOf(await ask(url))).equals(CONTENT)).toBe(true);
  });

  test('sends half a file with a length that says so, a page instead, or nothing', async () => {
    const url = `/${ID}/resolve/main/onnx/model.onnx`;
    hub.fail('model.onnx', { kind: 'short', bytes: 10 });
    expect((await bodyOf(await ask(url))).length).toBe(10);
    hub.fail('model.onnx', { kind: 'page' });
    expect((await ask(url)).headers.get('content-type')).toBe('text/html');
    hub.fail('model.onnx', { kind: 'unreachable' });
    await expect(ask(url)).rejects.toThrow('fetch failed');
    hub.mend();
    expect((await ask(url)).status).toBe(200);
  });
});
