import { loadTemplate } from '../../../server/http/templates.ts';
import type { FormHandler, PageHandler } from '../../visit.ts';
import { companyOf } from './delete.ts';
import { contentsOf } from './delete-words.ts';

const template = loadTemplate(new URL('../../views/companies/export.hbs', import.meta.url));

/** Taking everything along: says what the file holds. */
export const exportPage: PageHandler = async (visit) => {
  const got = await visit.call.deletion.contents({ company: companyOf(visit) });
  return {
    title: visit.t('deletion.export.title'),
    lead: visit.t('deletion.export.lead', { name: got.company.name }),
    template,
    active: 'people',
    model: { contents: contentsOf(visit, got.contents), backHref: `/companies/${got.company.slug}/` },
  };
};

/** The file itself. */
export const exportForm: FormHandler = async (visit) => {
  const { fileName, open } = await visit.call.deletion.export({ company: companyOf(visit) });
  return { download: { fileName, mediaType: 'application/zip', open } };
};
