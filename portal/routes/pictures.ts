import { maxPictureBytes } from '../../server/domain/pictures/index.ts';
import { avatarForm, avatarPage, removeAvatarForm } from '../pages/pictures/avatar.ts';
import { logoForm, logoPage, removeLogoForm } from '../pages/pictures/logo.ts';
import { picturePage } from '../pages/pictures/picture.ts';
import type { Route } from '../routes.ts';

const uploads = { maxBytes: maxPictureBytes };

/** Pictures of people and logos of companies. */
export const pictureRoutes: readonly Route[] = [
  { path: '/pictures/:id/', access: 'signed-in', page: picturePage },
  { path: '/accounts/profile/picture/', access: 'signed-in', page: avatarPage, form: avatarForm, uploads },
  { path: '/accounts/profile/picture/remove/', access: 'signed-in', form: removeAvatarForm },
  { path: '/companies/:slug/logo/', access: 'signed-in', page: logoPage, form: logoForm, uploads },
  { path: '/companies/:slug/logo/remove/', access: 'signed-in', form: removeLogoForm },
];
