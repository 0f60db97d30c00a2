/**
 * Resolves in a task of its own, after the messages that have come by now: those are heard only between tasks.
 * By a message rather than a timer, because browsers make nested timers wait for 4 ms.
 * Source: HTML Living Standard, timer initialisation steps (nesting level above 5).
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
}
