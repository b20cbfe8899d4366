/** What a check of a layout has to say, one sentence each. */

/** `error`: the layout is not taken. `warning`: it is, but somebody should look. */
export interface LayoutProblem {
  level: 'error' | 'warning';
  /** Name of the form, as far as there is one; null: the layout as a whole. */
  form: string | null;
  /** Name of the control; null: the form itself. */
  control: string | null;
  /** What is wrong and what would be right. */
  message: string;
}

/** The place and the sentence as one line. */
export function problemText({ form, control, message }: LayoutProblem): string {
  const place = [form && `form ${form}`, control && `control ${control}`].filter(Boolean).join(', ');
  return place ? `${place}: ${message}` : message;
}
