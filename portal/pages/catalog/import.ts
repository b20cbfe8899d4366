import { Readable } from 'node:stream';
import { isLanguage, languageNames, languages } from '../../../server/core/languages.ts';
import { translateSentence } from '../../../server/core/translate.ts';
import { importFields, maxImportBytes } from '../../../server/domain/product-import/index.ts';
import { csvLine, csvMark, harmlessCell } from '../../../server/http/files/csv-file.ts';
import { loadTemplate } from '../../../server/http/templates.ts';
import type { Caller } from '../../trpc/root.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../../visit.ts';
import { noRefusal, type Refusal, refusalOf } from '../shop-forms.ts';
import { separatorFor } from './export.ts';
import { tabsOf } from './tabs.ts';

const listTemplate = loadTemplate(new URL('../../views/catalog/imports.hbs', import.meta.url));
const template = loadTemplate(new URL('../../views/catalog/import.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['imports']['get']>>;

/** Where a file is brought, and what was brought lately. */
export const importsPage: PageHandler = (visit) => listPage(visit, { refusal: noRefusal, pasted: '' });

export const importsForm: FormHandler = async (visit) => {
  const { call, files, fields, params, language, t } = visit;
  const company = params['slug'] ?? '';
  const { file } = files;
  const pasted = fields['text'] ?? '';
  const limit = Math.floor(maxImportBytes / 1024 / 1024);
  if (file?.isTooLarge)
    return listPage(visit, { refusal: only('file', t('catalog.import.tooLarge', { limit })), pasted });
  if (!file && pasted.trim() === '')
    return listPage(visit, { refusal: only('file', t('catalog.import.nothing')), pasted });
  try {
    const bytes = file ? file.bytes : new TextEncoder().encode(pasted);
    const { id } = await call.imports.bring({ company, fileName: file?.name ?? '', bytes, numberForm: language });
    return { redirect: `/catalog/${company}/import/${id}/` };
  } catch (error) {
    return listPage(visit, { refusal: refusalOf(error, ['file']), pasted });
  }
};

function only(field: string, sentence: string): Refusal {
  return { errors: { [field]: [sentence] }, message: null };
}

async function listPage(visit: Visit, { refusal, pasted }: { refusal: Refusal; pasted: string }): Promise<Shown> {
  const { call, params, t, formats, timeZone } = visit;
  const { company, imports, timeZone: own } = await call.imports.list({ company: params['slug'] ?? '' });
  return {
    title: t('catalog.import.title'),
    template: listTemplate,
    active: 'catalog',
    model: {
      tabs: tabsOf(visit, company.slug, 'import'),
      errors: refusal.errors['file'] ?? [],
      message: refusal.message,
      pasted,
      rows: imports.map((each) => ({
        href: `/catalog/${company.slug}/import/${each.id}/`,
        name: each.fileName || t('catalog.import.pasted'),
        when: formats.instant(each.createdAt, timeZone ?? own),
        who: each.createdByName,
        state: t(`catalog.import.states.${each.state}`),
        rows: formats.count(each.rowCount),
      })),
    },
  };
}

/** One file: how it is read, what it would come to, and how far it is. */
export const importPage: PageHandler = async (visit) =>
  shown(visit, await visit.call.imports.get(named(visit)), noRefusal);

/** The form says how the file is read, or that it is to be taken over. */
export const importForm: FormHandler = async (visit) => {
  const { call, fields } = visit;
  const own = `/catalog/${visit.params['slug']}/import/${visit.params['id']}/`;
  try {
    if (fields['way'] === 'run') await call.imports.run(named(visit));
    else await call.imports.check({ ...named(visit), ...wayOf(fields) });
  } catch (error) {
    return shown(visit, await call.imports.get(named(visit)), refusalOf(error, ['code']));
  }
  return { redirect: own };
};

function wayOf(fields: Readonly<Record<string, string>>) {
  const chosen = importFields.flatMap((field) => {
    const column = fields[`column.${field}`] ?? '';
    return /^\d{1,3}$/.test(column) ? [[field, Number(column)] as const] : [];
  });
  const store = fields['store'] ?? '';
  return {
    hasHeader: fields['hasHeader'] === 'yes',
    numberForm: isLanguage(fields['numberForm']) ? fields['numberForm'] : ('en' as const),
    storeId: /^\d{1,9}$/.test(store) ? Number(store) : null,
    divisionId: fields['division'] || null,
    mapping: Object.fromEntries(chosen),
  };
}

function shown(visit: Visit, got: Got, refusal: Refusal): Shown {
  const { t, formats } = visit;
  const { company, import: file } = got;
  const isRunning = file.state === 'checking' || file.state === 'importing';
  const base = `/catalog/${company.slug}/`;
  const count = (name: 'created' | 'changed' | 'unchanged' | 'wrong') => ({
    name: t(`catalog.import.counts.${name}`),
    count: formats.count(file[name]),
    isBad: name === 'wrong' && file.wrong > 0,
  });
  return {
    title: file.fileName || t('catalog.import.pasted'),
    lead: t(`catalog.import.states.${file.state}`),
    template,
    active: 'catalog',
    scripts: ['catalog.js'],
    crumbs: [{ name: t('catalog.import.title'), href: `${base}import/` }],
    model: {
      isRunning,
      isOpen: !isRunning && file.state !== 'done',
      isChecked: file.state === 'checked',
      isDone: file.state === 'done',
      isFailed: file.state === 'failed',
      hasRound: file.state !== 'draft',
      message: [refusal.message, ...(refusal.errors['code'] ?? [])].filter((text) => text !== null).join(' ') || null,
      runningText: t(file.state === 'importing' ? 'catalog.import.importing' : 'catalog.import.checking', {
        count: file.nextRow,
      }),
      progress: file.rowCount > 0 ? { value: file.nextRow, max: file.rowCount } : null,
      counts: [count('created'), count('changed'), count('unchanged'), count('wrong')],
      canRun: file.state === 'checked' && file.created + file.changed > 0,
      runText: t('catalog.import.run', { count: file.created + file.changed }),
      faults: file.faults.map(({ line, faults }) => ({
        line: formats.count(line),
        text: faults.map(({ message }) => translateSentence(message, visit.language)).join(' '),
      })),
      moreFaults:
        file.wrong > file.faults.length
          ? t('catalog.import.moreFaults', { count: file.wrong - file.faults.length })
          : null,
      faultsHref: file.wrong > 0 ? `${base}import/${file.id}/errors/` : null,
      productsHref: base,
      againHref: `${base}import/`,
      ...choicesOf(visit, got),
    },
  };
}

function choicesOf({ t, formats }: Visit, { import: file, shop, groups }: Got) {
  const names: Record<string, string> = {
    ',': t('catalog.import.separators.comma'),
    ';': ';',
    '\t': t('catalog.import.separators.tab'),
    '|': '|',
  };
  return {
    encoding: file.encoding.toUpperCase(),
    separator: names[file.separator] ?? file.separator,
    hasHeader: file.hasHeader,
    columns: importFields.map((field) => ({
      field,
      label: t(`catalog.import.fields.${field}`),
      options: file.columnNames.map((name, index) => ({
        value: String(index),
        name,
        isChosen: file.mapping[field] === index,
      })),
    })),
    numberForms: languages.map((value) => ({
      value,
      name: `${languageNames[value]}: ${value === 'en' ? '1,234.50' : '1.234,50'}`,
      isChosen: value === file.numberForm,
    })),
    stores: shop.stores.map(({ id, name, code }) => ({
      value: String(id),
      name: `${name} (${code})`,
      isChosen: id === file.storeId,
    })),
    divisions: groups.departments
      .filter(({ deletedAt }) => deletedAt === null)
      .flatMap((department) =>
        department.subGroups
          .filter(({ deletedAt }) => deletedAt === null)
          .map((division) => ({
            value: division.id,
            name: `${department.name} · ${division.code} ${division.name}`,
            isChosen: division.id === file.divisionId,
          })),
      ),
    sampleHead: file.columnNames,
    sample: file.sample.slice(file.hasHeader ? 1 : 0),
    rowsText:
      file.rowCount > 0
        ? t('catalog.import.rows', { count: file.rowCount, shown: formats.count(file.rowCount) })
        : null,
  };
}

/** The rows that are wrong, with line, fields and reason behind each, as a file to be repaired and brought again. A file that had
 *  no header gets one that is recognised then, so that it is not taken for a product. */
export const importErrorsPage: PageHandler = async (visit) => {
  const { call, language, t } = visit;
  const { columnNames, hasHeader, mapping, rows } = await call.imports.faults(named(visit));
  const labelOf = (field: string) => t(`catalog.import.fields.${field}`);
  const header = columnNames.map((name, index) => {
    const field = hasHeader ? undefined : importFields.find((each) => mapping[each] === index);
    return field === undefined ? name : labelOf(field);
  });
  const separator = separatorFor(language);
  async function* lines() {
    const added = ['line', 'field', 'reason'].map((name) => t(`catalog.import.${name}`));
    yield csvMark + csvLine([...header.map(harmlessCell), ...added], separator);
    for await (const group of rows()) {
      yield group
        .map(({ line, cells, faults }) => {
          const padded = columnNames.map((_name, index) => cells[index] ?? '');
          const fields = [...new Set(faults.flatMap(({ field }) => (field === '' ? [] : [labelOf(field)])))].join(', ');
          const reason = faults.map(({ message }) => translateSentence(message, language)).join(' ');
          return csvLine([...padded.map(harmlessCell), String(line), fields, reason], separator);
        })
        .join('');
    }
  }
  return {
    download: { fileName: 'errors.csv', mediaType: 'text/csv; charset=utf-8', open: () => Readable.from(lines()) },
  };
};

function named({ params }: Visit) {
  return { company: params['slug'] ?? '', id: params['id'] ?? '' };
}
