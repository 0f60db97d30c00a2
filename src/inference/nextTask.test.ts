import { expect, test } from 'vitest';
import { nextTask } from './nextTask.ts';

test('promises and messages that were there before come first', async () => {
  const log: string[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', () => log.push('message'));
  port1.start();
  port2.postMessage(null);
  const next = nextTask().then(() => log.push('next task'));
  void Promise.resolve()
    .then(() => {})
    .then(() => log.push('promise'));
  await next;
  port1.close();
  expect(log).toEqual(['promise', 'message', 'next task']);
});
