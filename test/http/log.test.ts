import { expect, test } from 'vitest';
import { createLogger } from '../../server/log.ts';

function listen(level: 'debug' | 'info' = 'info') {
  const lines: string[] = [];
  const log = createLogger({ logLevel: level }, { write: (line: string) => lines.push(line) });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
}

test('children carry their facts on every line', () => {
  const { log, last } = listen();
  log.child({ requestId: 'r1', door: 'portal' }).child({ companyId: 7 }).info({ n: 1n }, 'done');
  expect(last()).toMatchObject({ level: 'info', requestId: 'r1', door: 'portal', companyId: 7, n: '1', msg: 'done' });
});

test('facts with a secret name never reach the log, at any depth and also from children', () => {
  const { log, lines } = listen();
  const secrets = {
    password: 'leak-1',
    newPassword: 'leak-2',
    headers: { authorization: 'leak-3', cookie: 'leak-4', 'set-cookie': ['leak-5'] },
    list: [{ apiKey: 'leak-6', deep: { api_key: 'leak-7', accessToken: 'leak-8' } }],
    terminalSecret: 'leak-9',
    pin: 'leak-10',
    card_number: 'leak-11',
    cvv: 'leak-12',
  };
  log.info(secrets, 'direct');
  log.child(secrets).info({}, 'by a child');
  expect(lines.join()).not.toContain('leak');
  expect(lines).toHaveLength(2);
});

test("a terminal's secret in an address is masked wherever the address stands", () => {
  const { log, lines } = listen();
  log.info({ path: '/t/leak1/api/v1/pos/init', url: 'https://hub/t/leak2?x=/t/leak3' }, 'sent to /t/leak4/pos');
  log.error({ err: new Error('GET /t/leak5/pos failed') }, 'failed');
  log.info({ link: 'https://hub/setup/leak6' }, 'link');
  expect(lines.join()).not.toContain('leak');
  expect(lines.join()).toContain('/t/***/api/v1/pos/init');
});

test('card numbers inside texts are masked, barcodes and ids are not', () => {
  const { log, lines, last } = listen();
  log.info({ note: 'paid with 4111 1111 1111 1111 today', other: '5555555555554444' }, 'note');
  expect(lines.join()).not.toMatch(/4111|5555/);
  log.info({ barcode: '5000112637922', id: 'a1111111-4111-4111-8111-411111111111', receipt: '000123' }, 'ids');
  expect(last()).toMatchObject({ barcode: '5000112637922', id: 'a1111111-4111-4111-8111-411111111111' });
});

test('values that an error message quotes under a secret name are masked', () => {
  const { log, lines, last } = listen();
  log.error(
    { err: new Error('Invalid create: { username: "ann", passwordHash: "leak-1", token: \'leak-2\' }') },
    'bad',
  );
  expect(lines.join()).not.toContain('leak');
  expect(last()).toMatchObject({ err: { type: 'Error', message: expect.stringContaining('username: "ann"') } });
});

test('lines below the level are not written', () => {
  const { log, lines } = listen('info');
  log.debug({}, 'quiet');
  expect(lines).toEqual([]);
});
