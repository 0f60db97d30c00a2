import { expect, test } from 'vitest';
import { nextTask } from './nextTask.ts';

test('microtasks and messages that were there before come first', async () => {
  const log: string[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', () => log.push('message'));
  port1.start();
  port2.postMessage(null);
  const next = nextTask().then(() => log.push('next task'));
  queueMicrotask(() => log.push('microtask'));
  await next;
  port1.close();
  expect(log).toEqual(['microtask', 'message', 'next task']);
});
