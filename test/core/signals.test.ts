import { AsyncLocalStorage } from 'node:async_hooks';
import { expect, it } from 'vitest';
import { onSignal, signal } from '../../server/core/signals.ts';

it('a listener, and what it begins, is no part of the transaction that woke it', async () => {
  const transaction = new AsyncLocalStorage<string>();
  const heard = new Promise<(string | undefined)[]>((resolve) => {
    const stop = onSignal('mailQueued', () => {
      const atOnce = transaction.getStore();
      setImmediate(() => resolve([atOnce, transaction.getStore()]));
      stop();
    });
  });
  transaction.run('open', () => signal('mailQueued', {}));
  expect(await heard).toEqual([undefined, undefined]);
});
