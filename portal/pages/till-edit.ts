import { type DeviceName, deviceNames, managedAreas } from '../../server/domain/stores/index.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../visit.ts';
import { formProblem } from './problems.ts';
import { tillOf } from './till.ts';
import { linesOf, refusalModel } from './till-words.ts';

const template = loadTemplate(new URL('../views/till-edit.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['tills']['get']>>;

/** Name, number, how often it delivers, networks, whether it is switched on, and what hangs on it. */
export const tillEditPage: PageHandler = async (visit) => {
  const got = await visit.call.tills.get(tillOf(visit));
  return form(visit, got, { typed: typedOf(got), seen: String(got.version) });
};

/** Saves what was typed, unless somebody else was faster: then both sides are shown. */
export const tillEditForm: FormHandler = async (visit) => {
  const { fields } = visit;
  const { company, uuid } = tillOf(visit);
  const { name = '', number = '', serialNumber = '', syncMinutes, networks = '', seen } = fields;
  try {
    await visit.call.tills.update({
      ...{ company, uuid, name, serialNumber, isActive: fields['isActive'] === 'yes' },
      number: numberOf(number),
      ...(syncMinutes !== undefined && { syncMinutes: numberOf(syncMinutes) }),
      ...(fields['hasManages'] === 'yes' && {
        manages: Object.fromEntries(managedAreas.map((area) => [area, fields[`manages_${area}`] === 'yes'])),
      }),
      networks: linesOf(networks),
      devices: Object.fromEntries(deviceNames.flatMap((each) => (each in fields ? [[each, fields[each] ?? '']] : []))),
      ...(seen !== undefined && { seen: numberOf(seen) }),
    });
  } catch (error) {
    const problem = formProblem(error);
    const errors = problem.errors.map(({ path, message }) => ({ path: path.replace(/^devices\./, ''), message }));
    const refusal = refusalModel({ ...problem, errors }, linesOf(networks));
    const got = await visit.call.tills.get(tillOf(visit));
    const isStale = problem.code === 'stale';
    // Whoever saves again after having seen both sides means the till as it is now.
    const lock = isStale ? String(got.version) : (seen ?? '');
    return form(visit, got, { typed: fields, seen: lock, ...refusal, isStale });
  }
  return { redirect: `/tills/${company}/${uuid}/`, flash: { level: 'success', text: visit.t('words.savedShort') } };
};

type Typed = Readonly<Record<string, string | undefined>>;

/** The till as the form shows it. */
function typedOf({ terminal, devices }: Got): Typed {
  const { name, number, serialNumber, syncMinutes, networks, isActive } = terminal;
  return {
    ...{ name, number: String(number), serialNumber: serialNumber ?? '', syncMinutes: String(syncMinutes) },
    ...{ networks: networks.join('\n'), isActive: isActive ? 'yes' : '' },
    ...Object.fromEntries(managedAreas.map((area) => [`manages_${area}`, terminal.manages[area] ? 'yes' : ''])),
    ...devices,
  };
}

/** What is no number is none, and not zero. */
function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

interface FormModel {
  typed: Typed;
  seen: string;
  errors?: Record<string, string[]> | undefined;
  message?: string | null | undefined;
  isStale?: boolean | undefined;
}

function form({ t }: Visit, got: Got, { typed, seen, errors, message, isStale }: FormModel): Shown {
  const { company, store, terminal } = got;
  return {
    title: t('tills.edit.title'),
    lead: t('tills.lead', { code: terminal.code, store: store.name }),
    template,
    active: 'stores',
    model: {
      ...{ ...typed, isActive: typed['isActive'] === 'yes' },
      ...{ backHref: `/tills/${company.slug}/${terminal.uuid}/`, code: terminal.code, errors, message, seen },
      both: isStale ? bothSides({ t }, typedOf(got), typed) : [],
      authority: managedAreas.map((area) => ({
        ...{ flag: `manages_${area}`, name: t(`sync.areas.${area}`), note: t(`sync.hubNotes.${area}`) },
        isHub: typed[`manages_${area}`] === 'yes',
      })),
      devices: terminal.kind === 'kitchen' ? null : deviceModel({ t }, { typed, errors }),
    },
  };
}

/** Fields in which what was typed differs from what somebody else has saved meanwhile. */
function bothSides({ t }: Pick<Visit, 't'>, saved: Typed, typed: Typed) {
  return Object.keys(saved)
    .filter((name) => name in typed || isSwitch(name))
    .filter((name) => (saved[name] ?? '').trim() !== (typed[name] ?? '').replaceAll('\r', '').trim())
    .map((name) => ({
      name: nameOf({ t }, name),
      saved: sideText({ t }, name, saved[name]),
      typed: sideText({ t }, name, typed[name]),
    }));
}

/** A box that was not ticked is not sent. */
function isSwitch(name: string): boolean {
  return name === 'isActive' || name.startsWith('manages_');
}

function nameOf({ t }: Pick<Visit, 't'>, name: string): string {
  if (name.startsWith('manages_')) return t(`sync.areas.${name.slice('manages_'.length)}`);
  return deviceNames.some((each) => each === name) ? t(`tills.devices.${name}`) : t(`tills.edit.fields.${name}`);
}

function sideText({ t }: Pick<Visit, 't'>, name: string, value: string | undefined): string {
  if (isSwitch(name)) return t(value === 'yes' ? 'tills.devices.yes' : 'tills.devices.no');
  if (name === 'force_to_work_online' && value) return t(value === 'yes' ? 'tills.devices.yes' : 'tills.devices.no');
  return value?.trim() || t('tills.devices.asIs');
}

/** Settings beside each other that belong together. */
const groups: readonly (readonly DeviceName[])[] = [
  ['receipt_printer_type', 'receipt_printer_port', 'invoice_printer_type', 'invoice_printer_port'],
  ['customer_display_type', 'customer_display_port', 'scale_type', 'scale_port'],
  ['barcode_reader_port', 'mac_address'],
  ['backend_ip1', 'backend_port1', 'backend_ip2', 'backend_port2'],
];

const longest: Readonly<Partial<Record<DeviceName, number>>> = { mac_address: 17, backend_ip1: 15, backend_ip2: 15 };

function deviceModel({ t }: Pick<Visit, 't'>, { typed, errors = {} }: Pick<FormModel, 'typed' | 'errors'>) {
  const online = typed['force_to_work_online'] ?? '';
  return {
    isOpen: deviceNames.some((name) => (typed[name] ?? '') !== '' || errors[name] !== undefined),
    groups: groups.map((names) =>
      names.map((name) => ({
        ...{ name, label: t(`tills.devices.${name}`), value: typed[name] ?? '', errors: errors[name] },
        max: longest[name] ?? (name.startsWith('backend_port') ? 5 : 20),
        isNumber: name.startsWith('backend_port'),
      })),
    ),
    online: {
      choices: (['', 'yes', 'no'] as const).map((value) => ({
        value,
        name: t(`tills.devices.${value || 'asIs'}`),
        isChosen: value === online,
      })),
      errors: errors['force_to_work_online'],
    },
  };
}
