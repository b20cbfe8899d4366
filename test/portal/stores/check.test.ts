/** What a till of a store would miss, told to the people who run it. */
import { describe, expect, it } from 'vitest';
import { languages } from '../../../server/core/languages.ts';
import { translateSentence } from '../../../server/core/translate.ts';
import { inTransaction } from '../../../server/db/index.ts';
import { examineStores } from '../../../server/domain/doctor/index.ts';
import { hubCtx } from '../../support/people.ts';
import { textOf, withDesk } from './desk.ts';

const shop = withDesk();

describe('the check of a store', () => {
  it('says the same as the doctor, each finding with what to do, in the language of the person', async () => {
    const path = await shop.desk.open({ name: 'Checked', code: 'CHECK-1' });
    const { db } = shop.desk.server.deps;
    await inTransaction(db, (tx) =>
      tx.cashier.updateMany({ where: { companyId: shop.desk.companyId }, data: { isAdministrator: false } }),
    );
    const owner = await shop.desk.owner;
    expect((await owner.get(path)).body).toContain(`${path}check/`);
    const page = await owner.get(`${path}check/`);
    expect(page.status).toBe(200);
    const store = await db.reader.store.findUniqueOrThrow({ where: { uuid: path.split('/')[3] ?? '' } });
    const [health] = await examineStores(hubCtx(db), { storeId: store.id });
    expect(health?.findings.map(({ code }) => code)).toContain('no_administrator');
    for (const { sentence, todo } of health?.findings ?? []) {
      expect(textOf(page.body)).toContain(sentence);
      expect(textOf(page.body)).toContain(todo);
      for (const language of languages.filter((each) => each !== 'en')) {
        expect(translateSentence(sentence, language)).not.toBe(sentence);
        expect(translateSentence(todo, language)).not.toBe(todo);
      }
    }
  });

  it('is for those who run the store: a member may not, another company finds nothing', async () => {
    const path = await shop.desk.open({ name: 'Private', code: 'CHECK-2' });
    expect((await (await shop.desk.as('grocer.member')).get(`${path}check/`)).status).toBe(403);
    expect((await (await shop.desk.as('owner.books')).get(`${path}check/`)).status).toBe(404);
  });
});
