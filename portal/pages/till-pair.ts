import type { IssuedSecret } from '../../server/domain/stores/index.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../visit.ts';
import { formProblem } from './problems.ts';
import { qrModel } from './qr.ts';
import { tillOf } from './till.ts';
import { graceChoices, graceOf, refusalModel, seenDate, seenText } from './till-words.ts';

const template = loadTemplate(new URL('../views/till-pair.hbs', import.meta.url));
const issuedTemplate = loadTemplate(new URL('../views/till-issued.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['tills']['get']>>;

/** What pairing does, before it is done. */
export const pairPage: PageHandler = async (visit) => form(visit, await visit.call.tills.get(tillOf(visit)), {});

/** Shows the new settings in the answer itself: they are stored nowhere and cannot be fetched again. */
export const pairForm: FormHandler = async (visit) => {
  const till = tillOf(visit);
  try {
    const issued = await visit.call.tills.pair({
      ...till,
      graceHours: graceOf(visit.fields),
      replaces: seenDate(visit.fields['seen']),
    });
    return issuedPage(visit, await visit.call.tills.get(till), issued);
  } catch (error) {
    const refusal = refusalModel(formProblem(error));
    return form(visit, await visit.call.tills.get(till), { grace: visit.fields['grace'], ...refusal });
  }
};

function form(
  visit: Visit,
  { company, store, terminal }: Got,
  { grace, ...typed }: { grace?: string | undefined },
): Shown {
  const { t, formats } = visit;
  const isFirst = !terminal.isPaired;
  const isRevoked = terminal.state === 'revoked';
  return {
    title: t(isRevoked ? 'tills.pair.again' : isFirst ? 'tills.pair.title' : 'tills.pair.renew'),
    lead: t('tills.lead', { code: terminal.code, store: store.name }),
    template,
    active: 'stores',
    status: 200,
    model: {
      backHref: `/tills/${company.slug}/${terminal.uuid}/`,
      seen: seenText(terminal),
      isFirst,
      isRevoked,
      isRenewal: !isFirst && !isRevoked,
      isRetired: terminal.state === 'retired',
      hint: terminal.secretHint,
      revokedAt: terminal.revokedAt && formats.instant(terminal.revokedAt, store.timeZone),
      graces: graceChoices(visit, grace),
      ...typed,
    },
  };
}

/** The settings with their drawing, once. */
export function issuedPage({ t }: Visit, { company, store, terminal }: Got, issued: IssuedSecret): Shown {
  return {
    title: t('tills.issued.title'),
    lead: t('tills.lead', { code: terminal.code, store: store.name }),
    template: issuedTemplate,
    active: 'stores',
    model: {
      tillHref: `/tills/${company.slug}/${terminal.uuid}/`,
      code: terminal.code,
      baseUrl: issued.baseUrl,
      settings: issued.settingsToml,
      rows: issued.settingsToml.split('\n').length + 1,
      ...qrModel(issued.settingsToml),
      warning: addressWarning(t, new URL(issued.baseUrl)),
    },
  };
}

/** An address that tills cannot reach, or reach in the open. */
function addressWarning(t: Visit['t'], { protocol, hostname }: URL): string | null {
  if (/^(localhost|127\.|\[::1\]$)/.test(hostname)) {
    return t('tills.issued.localHost', { host: hostname });
  }
  return protocol === 'https:' ? null : t('tills.issued.plainHttp');
}
