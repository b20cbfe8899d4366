/** Choosing a picture, and taking it away: the same page for a person's and a company's. */

import { tooLargeFile } from '../../../server/domain/pictures/index.ts';
import { loadTemplate } from '../../../server/http/templates.ts';
import type { Answer, Shown, Visit } from '../../visit.ts';
import { fieldErrors, formProblem } from '../problems.ts';

const template = loadTemplate(new URL('../../views/pictures/form.hbs', import.meta.url));

export interface Frame extends Pick<Shown, 'title' | 'active'> {
  lead: string;
  /** Null: there is none yet. */
  pictureId: string | null;
  isLogo: boolean;
  backHref: string;
}

export function pictureForm(frame: Frame, refusal: object = {}): Shown {
  const { title, lead, active, pictureId, isLogo, backHref } = frame;
  const pictureHref = pictureId && pictureHrefOf(pictureId);
  return { title, lead, template, ...(active && { active }), model: { pictureHref, isLogo, backHref, ...refusal } };
}

/** Where a picture is shown. */
export function pictureHrefOf(id: string): string {
  return `/pictures/${id}/`;
}

interface Sent {
  put(bytes: Uint8Array): Promise<unknown>;
  frame(): Promise<Frame>;
  done: string;
}

/** Hands over the file that was chosen; what is wrong with it is said beside the field. */
export async function takePicture(visit: Visit, { put, frame, done }: Sent): Promise<Answer> {
  const sent = visit.files['picture'];
  try {
    if (sent?.isTooLarge) throw tooLargeFile();
    await put(sent?.bytes ?? new Uint8Array());
  } catch (error) {
    const problem = formProblem(error);
    const errors = fieldErrors(problem)['picture'] ?? [problem.detail ?? problem.title];
    return { ...pictureForm(await frame(), { errors }), status: problem.status };
  }
  const { backHref } = await frame();
  return { redirect: backHref, flash: { level: 'success', text: done } };
}
