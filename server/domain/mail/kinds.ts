/** What the hub writes to people. The texts of a kind are `mail.<kind>.subject`, `.heading`, `.text` and `.button` in
 *  `server/locales`; in `.text` each line is a paragraph. A fact named `message` is somebody's own words: it is quoted. */

interface MailKindRule {
  /** True: whoever has the link may do what it is for. It is kept only until it is handed over. */
  hasSecret?: true;
}

const rules = {
  'confirm-address': { hasSecret: true },
  'reset-password': { hasSecret: true },
  /** Staff made an account for somebody. */
  'account-made': { hasSecret: true },
  'address-changed': {},
  'password-changed': {},
  'two-factor-on': {},
  'two-factor-off': {},
  /** A program's refresh token came twice. */
  'session-copied': {},
  /** Another service opens the account from now on, or no more. */
  'identity-linked': {},
  'identity-unlinked': {},
  'account-deleted': {},
  invitation: { hasSecret: true },
  'invitation-accepted': {},
  'join-requested': {},
  'join-approved': {},
  'join-rejected': {},
  'member-removed': {},
  'owner-tag-given': {},
  'deletion-started': {},
  'deletion-cancelled': {},
  'deletion-complete': {},
  /** A report that is sent regularly; its facts are sentences. */
  report: {},
} as const satisfies Record<string, MailKindRule>;

export type MailKind = keyof typeof rules;

export const mailKinds = Object.keys(rules) as readonly MailKind[];

/** Whether the hub has texts of this kind: older ones may have been written under another. */
export function isMailKind(kind: string): kind is MailKind {
  return Object.hasOwn(rules, kind);
}

/** Whether whoever has the mail's link may do what it is for. */
export function hasSecret(kind: string): boolean {
  return isMailKind(kind) && ruleOf(kind).hasSecret === true;
}

function ruleOf(kind: MailKind): MailKindRule {
  return rules[kind];
}
