/** The forms of accounts: a few fields and a button, for guests in the middle of the page, for others in it. */

import type { PasswordStrength } from '../../../server/core/password-strength.ts';
import { judgeStrength } from '../../../server/domain/tenancy/index.ts';
import { loadTemplate } from '../../../server/http/templates.ts';
import type { Shown, Visit } from '../../visit.ts';
import { fieldErrors, formProblem } from '../problems.ts';

const template = loadTemplate(new URL('../../views/accounts/form.hbs', import.meta.url));

export interface Field {
  name: string;
  label: string;
  autocomplete: string;
  type?: 'text' | 'email' | 'password';
  value?: string | undefined;
  help?: string;
  isOptional?: boolean;
  maxLength?: number;
  inputMode?: 'numeric';
  /** A new password: how strong it is, is said below it. */
  isNewPassword?: boolean;
}

export interface Refusal {
  errors?: Readonly<Record<string, readonly string[]>>;
  message?: string | null;
  status?: number;
}

export interface Form extends Refusal {
  title: string;
  lead?: string;
  button: string;
  fields: readonly Field[];
  /** Said before the fields. */
  sentences?: readonly string[];
  facts?: readonly { name: string; value: string }[];
  links?: readonly { href: string; text: string }[];
  /** Another way than this form. */
  otherWay?: { href: string; text: string } | null;
  hidden?: readonly { name: string; value: string }[];
  /** Where the way back leads; without it the form is one for guests. */
  backHref?: string;
  next?: string;
  isDanger?: boolean;
}

const levels = ['weak', 'fair', 'good', 'strong'] as const satisfies readonly PasswordStrength[];

export function accountForm(visit: Visit, form: Form): Shown {
  const { title, lead, fields, errors = {}, status, backHref } = form;
  const isGuest = backHref === undefined;
  const firstWrong = fields.find(({ name }) => errors[name]);
  const focus = firstWrong ?? (isGuest ? (fields.find(({ value }) => !value) ?? fields[0]) : undefined);
  const isTyping = fields.some(({ isNewPassword }) => isNewPassword);
  return {
    title,
    ...(lead && { lead }),
    template,
    ...(!isGuest && { active: 'profile' as const }),
    hasHeading: !isGuest,
    ...(status !== undefined && { status }),
    ...(isTyping && { scripts: ['password.js'] }),
    model: {
      ...form,
      isGuest,
      fields: fields.map((field) =>
        fieldModel(visit, field, { errors: errors[field.name], hasFocus: field === focus }),
      ),
    },
  };
}

function fieldModel(
  visit: Visit,
  field: Field,
  { errors, hasFocus }: { errors: readonly string[] | undefined; hasFocus: boolean },
) {
  const type = field.type ?? 'text';
  const isPassword = type === 'password';
  return {
    maxLength: isPassword ? 500 : 254,
    ...field,
    type,
    value: isPassword ? '' : (field.value ?? ''),
    isPlain: type !== 'text' || /^(username|one-time-code)$/.test(field.autocomplete),
    errors,
    hasFocus,
    ...(field.isNewPassword && strengthModel(visit, visit.fields[field.name] ?? '')),
  };
}

/** Of a password that was sent and refused: said once more by the server, which knows the common ones. */
function strengthModel(visit: Visit, sent: string) {
  const strengths = levels.map((level) => ({ level, text: strengthText(visit, level) }));
  if (sent === '') return { strengths };
  const strength = judgeStrength(sent.slice(0, 500));
  return { strengths, strength, strengthText: strengthText(visit, strength) };
}

export function strengthText({ t }: Visit, level: PasswordStrength): string {
  return t('accounts.strength.is', { how: t(`accounts.strength.${level}`) });
}

/** What is wrong with a form, beside its fields or above them. */
export function refusalOf(error: unknown): Refusal {
  const problem = formProblem(error);
  const errors = fieldErrors(problem);
  const status = problem.code === 'too_many_requests' ? problem.status : 200;
  return { errors, status, message: Object.keys(errors).length > 0 ? null : (problem.detail ?? problem.title) };
}

/** Two new passwords that are not the same; null when they are. */
export function differs({ fields, t }: Visit): Refusal | null {
  const { password = '', again = '' } = fields;
  return password === again ? null : { errors: { again: [t('accounts.password.differs')] } };
}

/** @param label of the first field, where there was no password before */
export function newPasswordFields({ t }: Visit, label = t('accounts.fields.newPassword')): Field[] {
  const base = { type: 'password', autocomplete: 'new-password' } as const;
  return [
    {
      ...base,
      name: 'password',
      label,
      help: t('accounts.password.help'),
      isNewPassword: true,
    },
    { ...base, name: 'again', label: t('accounts.fields.again') },
  ];
}

export function proofField({ t }: Visit): Field {
  return {
    name: 'proof',
    label: t('accounts.proof.field'),
    help: t('accounts.proof.help'),
    type: 'password',
    autocomplete: 'current-password',
  };
}
