import type { FormHandler, PageHandler, Visit } from '../../visit.ts';
import { type Frame, pictureForm, takePicture } from './form.ts';

const profileHref = '/accounts/profile/';

/** One's own picture. */
export const avatarPage: PageHandler = async (visit) => pictureForm(await frameOf(visit));

export const avatarForm: FormHandler = (visit) =>
  takePicture(visit, {
    put: (bytes) => visit.call.pictures.putAvatar({ bytes }),
    frame: () => frameOf(visit),
    done: visit.t('pictures.avatar.saved'),
  });

export const removeAvatarForm: FormHandler = async (visit) => {
  await visit.call.pictures.removeAvatar();
  return { redirect: profileHref, flash: { level: 'success', text: visit.t('pictures.avatar.removed') } };
};

async function frameOf({ call, t }: Visit): Promise<Frame> {
  return {
    title: t('pictures.avatar.title'),
    lead: t('pictures.avatar.lead'),
    active: 'profile',
    pictureId: await call.pictures.avatar(),
    isLogo: false,
    backHref: profileHref,
  };
}
