/** The doctor's word on one store. */

import { examineStores } from '../../server/domain/doctor/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import type { RecordAction } from '../adapter/definition.ts';
import type { HealthView } from '../components/health-view.ts';
import { sayTo, told } from '../texts.ts';

/** Reads only; the page of a store asks for it when it is shown. */
export const storeHealth: RecordAction = {
  name: 'health',
  isRead: true,
  isAllowed: (ctx) => can(ctx, 'store.see'),
  async run(ctx, id) {
    const [found] = await examineStores(ctx, { storeId: Number(id) });
    // A store that was closed or deleted starts no till.
    if (!found) return {};
    const { ok, findings } = found;
    const count = findings.filter(({ level }) => level === 'missing').length;
    const say = sayTo(ctx);
    const verdict = ok
      ? say('A till that starts here has all it needs.')
      : say('A till that starts here would miss one thing. | A till that starts here would miss {count} things.', {
          count,
        });
    const data: HealthView = {
      verdict,
      ok,
      findings: findings.map(({ level, sentence, todo, subjects }) => ({
        isMissing: level === 'missing',
        sentence: told(ctx, sentence),
        todo: told(ctx, todo),
        about: subjects.join(', '),
      })),
    };
    return { data };
  },
};
