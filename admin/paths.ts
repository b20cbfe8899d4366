export const rootPath = '/admin';

/** Where AdminJS's own scripts look for a signed-out answer, and where people sign in: the portal. */
export const loginPath = '/accounts/login/';
