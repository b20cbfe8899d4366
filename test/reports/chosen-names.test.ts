/** Files say what was chosen by name, in the reader's language: no paper tells an id. */
import { beforeAll, expect, it } from 'vitest';
import { aboutOf } from '../../reports/files/about.ts';
import { reportPdf } from '../../reports/files/pdf/report.ts';
import { formatsOf } from '../../server/core/formats.ts';
import type { Language } from '../../server/core/languages.ts';
import { translatorOf } from '../../server/core/translate.ts';
import { withDatabase } from '../support/database.ts';
import { hubCtx } from '../support/hub.ts';
import { readPdf } from '../support/read-pdf.ts';
import { ask } from './shop.ts';
import { makeSmallShop } from './small-shop.ts';
import { now } from './world.ts';

const test = withDatabase();
let shop: Awaited<ReturnType<typeof makeSmallShop>>;

beforeAll(async () => {
  shop = await makeSmallShop(test.db);
});

const reader = (language: Language) => ({ language, t: translatorOf(language), formats: formatsOf(language) });

async function answerOf() {
  const { terminalId } = shop.world.till('LON/POS-001');
  const terminal = await test.db.reader.terminal.findUniqueOrThrow({ where: { id: terminalId } });
  const { anna, food } = shop.people;
  const ids = [terminal.uuid, anna, food];
  const answer = await ask(hubCtx(test.db, now), 'sales-by-store', {
    ...{ company: shop.world.slug, range: 'own', from: '2026-11-12', to: '2026-11-18' },
    ...{ terminal: terminal.uuid, cashier: `${anna},-`, department: food, payment: 'CASH_PAYMENT,CRYPTO' },
  });
  return { answer, ids };
}

it.each([
  [
    'en',
    ['Tills: London POS-001', 'Departments: Food', 'Cashiers: Anna Bell and Unknown', 'Payments: Cash and CRYPTO'],
  ],
  ['tr', ['Kasalar: London POS-001', 'Food', 'Anna Bell ve', 'Nakit']],
  ['de', ['Kassen: London POS-001', 'Food', 'Anna Bell und', 'Bar']],
] as const)('in %s', async (language, expected) => {
  const { answer, ids } = await answerOf();
  const words = reader(language);
  const about = aboutOf(words, answer).lines.join('\n');
  for (const text of expected) expect(about).toContain(text);
  const chunks: Buffer[] = [];
  for await (const chunk of reportPdf(words, answer, { isPlain: true })) chunks.push(Buffer.from(chunk as Uint8Array));
  const paper = readPdf(Buffer.concat(chunks))
    .texts.map(({ text }) => text)
    .join(' ');
  expect(paper).toContain('London POS-001');
  expect(paper).toContain('Anna Bell');
  for (const id of ids) expect([id, about.includes(id), paper.includes(id)]).toEqual([id, false, false]);
});

it('the product whose movements are told is named, too', async () => {
  const answer = await ask(hubCtx(test.db, now), 'stock-movements', {
    ...{ company: shop.world.slug, product: shop.stranger },
  });
  expect(aboutOf(reader('en'), answer).lines.join('\n')).toContain(`Product: ${shop.stranger.slice(0, 8)}… (unknown`);
});
