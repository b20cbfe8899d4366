import type { FormHandler } from '../../visit.ts';

/** Staff stops acting for a company, and goes back to the back office. */
export const stopActingForm: FormHandler = async ({ call, t }) => {
  await call.account.own.stopActing();
  return { redirect: '/admin', flash: { level: 'success', text: t('frame.acting.stopped') } };
};
