import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../visit.ts';
import { formProblem } from './problems.ts';
import { refusalModel } from './till-words.ts';

const codeTemplate = loadTemplate(new URL('../views/pair-device.hbs', import.meta.url));
const answerTemplate = loadTemplate(new URL('../views/pair-device-answer.hbs', import.meta.url));

type Found = Awaited<ReturnType<Caller['pairing']['find']>>;
type Refusal = Partial<ReturnType<typeof refusalModel>>;

/** Where a device sends people: type its code, see who it is. */
export const pairDevicePage: PageHandler = async (visit) => {
  const code = (visit.query.get('code') ?? '').trim();
  return code === '' ? codePage(visit, '', {}) : lookedUp(visit, code, {});
};

/** Lets the device in, or sends it away. */
export const pairDeviceForm: FormHandler = async (visit) => {
  const { fields, t } = visit;
  const { code = '', as = '' } = fields;
  try {
    if (fields['do'] === 'deny') {
      await visit.call.pairing.deny({ code });
      return { redirect: '/pair/', flash: { level: 'success', text: t('pairing.denied') } };
    }
    const [kind, uuid = ''] = as.split(':', 2);
    if (uuid === '') return lookedUp(visit, code, { errors: { as: [t('pairing.choose')] } });
    const place = kind === 'till' ? { till: uuid } : newTill(uuid, fields);
    const paired = await visit.call.pairing.approve({ code, as: place });
    return {
      redirect: `/tills/${paired.slug}/${paired.uuid}/`,
      flash: { level: 'success', text: t('pairing.approved') },
    };
  } catch (error) {
    return lookedUp(visit, code, refused(error));
  }
};

function newTill(store: string, { newCode = '', newName = '' }: Visit['fields']) {
  return { store, code: newCode, name: newName };
}

function refused(error: unknown): Refusal {
  return refusalModel(formProblem(error, ['not_found', 'forbidden']));
}

/** The device with what it can be, or, when nobody shows the code any more, the question for the code. */
async function lookedUp(visit: Visit, code: string, refusal: Refusal): Promise<Shown> {
  try {
    return answerPage(visit, await visit.call.pairing.find({ code }), refusal);
  } catch (error) {
    return codePage(visit, code, refused(error));
  }
}

function codePage({ t }: Visit, code: string, { message = null }: Refusal): Shown {
  return {
    title: t('pairing.title'),
    template: codeTemplate,
    active: 'stores',
    status: 200,
    model: { code, message },
  };
}

function answerPage({ t, formats, fields }: Visit, found: Found, { errors = {}, message = null }: Refusal): Shown {
  const { device, tills, stores, now } = found;
  const chosen = fields['as'];
  const place = ({ name, code, company }: Found['stores'][number]) => `${company.name} · ${name} (${code})`;
  const option = (value: string, name: string) => ({ value, name, isChosen: value === chosen });
  const minutes = Math.max(1, Math.ceil((device.expiresAt.getTime() - now.getTime()) / 60_000));
  const unsaid = t('pairing.unsaid');
  return {
    title: t('pairing.title'),
    lead: device.userCode,
    template: answerTemplate,
    active: 'stores',
    status: 200,
    model: {
      code: device.userCode,
      facts: [
        { name: t('pairing.device'), value: device.deviceName || unsaid },
        { name: t('pairing.software'), value: device.software || unsaid },
        { name: t('pairing.address'), value: device.address || t('pairing.unknown') },
        { name: t('pairing.asked'), value: formats.ago(device.createdAt, now) },
        { name: t('pairing.ends'), value: t('pairing.endsIn', { count: minutes }) },
      ],
      hasPlaces: tills.length + stores.length > 0,
      tills: tills.map((till) =>
        option(
          `till:${till.uuid}`,
          `${till.code}${till.name === till.code ? '' : ` ${till.name}`} · ${place(till.store)}`,
        ),
      ),
      stores: stores.map((store) => option(`store:${store.uuid}`, place(store))),
      newCode: fields['newCode'],
      newName: fields['newName'],
      ...{ errors, message },
    },
  };
}
