import type { FormHandler, PageHandler, Visit } from '../../visit.ts';
import { type Frame, pictureForm, takePicture } from './form.ts';

/** The logo of a company. */
export const logoPage: PageHandler = async (visit) => pictureForm(await frameOf(visit));

export const logoForm: FormHandler = (visit) =>
  takePicture(visit, {
    put: (bytes) => visit.call.pictures.putLogo({ company: slugOf(visit), bytes }),
    frame: () => frameOf(visit),
    done: visit.t('pictures.logo.saved'),
  });

export const removeLogoForm: FormHandler = async (visit) => {
  await visit.call.pictures.removeLogo({ company: slugOf(visit) });
  const text = visit.t('pictures.logo.removed');
  return { redirect: `/companies/${slugOf(visit)}/`, flash: { level: 'success', text } };
};

async function frameOf(visit: Visit): Promise<Frame> {
  const { company, pictureId } = await visit.call.pictures.logo({ company: slugOf(visit) });
  return {
    title: visit.t('pictures.logo.title'),
    lead: visit.t('pictures.logo.lead', { name: company.name }),
    active: 'people',
    pictureId,
    isLogo: true,
    backHref: `/companies/${company.slug}/`,
  };
}

function slugOf({ params }: Visit): string {
  return params['slug'] ?? '';
}
