import { loadTemplate } from '../../server/http/templates.ts';
import type { PageHandler } from '../visit.ts';

const template = loadTemplate(new URL('../views/front.hbs', import.meta.url));

/** The landing page for strangers; who is signed in goes on to the dashboard. */
export const frontPage: PageHandler = async ({ actor, t }) => {
  if (actor.kind === 'user') return { redirect: '/dashboard/' };
  return { title: t('home.front.title'), template, model: {}, hasHeading: false };
};
