/** The page around AdminJS. AdminJS writes a page of its own, with a stylesheet from another host, scripts without a nonce and
 *  its state unescaped inside a script; only that state is taken from it and put into ours. */

import type { RequestHandler } from 'express';
import type { Language } from '../server/core/languages.ts';
import { asset } from '../server/http/assets.ts';
import { readTheme, type Theme } from '../server/http/cookies.ts';
import { allowPageNonce } from '../server/http/security-headers.ts';
import { preferencesOf, speechOf } from '../server/http/user-context.ts';
import { bundled } from './bundle.ts';

/** The two lines of AdminJS's page that matter. JSON has no raw line ends, so each ends where its line ends. */
const statePattern = /window\.REDUX_STATE = ([^\n]*);\n\s*window\.THEME = ([^\n]*);\n/;

/** Wraps `res.send` for the requests that follow: AdminJS's pages are rewritten, everything else passes. */
export function ownPages(): RequestHandler {
  return (req, res, next) => {
    const send = res.send.bind(res);
    res.send = (body?: unknown) => {
      const state = typeof body === 'string' ? statePattern.exec(body) : null;
      if (!state) return send(body);
      const [, redux = '{}', colours = '{}'] = state;
      const nonce = allowPageNonce(res);
      const wished = preferencesOf(res)?.theme;
      res.set({ 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
      return send(
        page({
          redux: inScript(redux),
          colours: inScript(colours),
          nonce,
          theme: isTheme(wished) ? wished : readTheme(req),
          language: speechOf(res).language,
        }),
      );
    };
    next();
  };
}

function isTheme(text: string | undefined): text is Theme {
  return text === 'light' || text === 'dark';
}

/** JSON that cannot end the script it stands in, nor start a comment there. */
function inScript(json: string): string {
  return json.replace(/[<\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

interface Parts {
  /** AdminJS's state and colours, as JSON. */
  redux: string;
  colours: string;
  nonce: string;
  /** What the visitor chose; null: the system decides. */
  theme: Theme | null;
  language: Language;
}

function page({ redux, colours, nonce, theme, language }: Parts): string {
  const texts = language === 'en' ? [] : [`texts-${language}.js`];
  const scripts = [
    ...texts.map((name) => `<script src="${bundled(name)}" defer></script>`),
    `<script src="${bundled('components.js')}" type="module"></script>`,
  ].join('\n');
  return `<!doctype html>
<html lang="${language}"${theme === null ? '' : ` data-bs-theme="${theme}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>SaleFlex.GATE</title>
<link rel="icon" type="image/svg+xml" href="${asset('mark.svg')}">
<link rel="stylesheet" href="${bundled('admin.css')}">
<script nonce="${nonce}">
window.REDUX_STATE = ${redux};
window.THEME = ${colours};
window.THEME_COMPONENTS = {};
window.AdminJS = { Components: {} };
</script>
${scripts}
</head>
<body>
<div id="app"></div>
<noscript>The back office needs JavaScript.</noscript>
</body>
</html>
`;
}
