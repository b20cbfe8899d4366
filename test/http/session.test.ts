import { sealData } from 'iron-session';
import { expect, test } from 'vitest';
import type { Config } from '../../server/config.ts';
import { beginSession, currentSession, leaveSession, type SessionTicket } from '../../server/http/session.ts';
import { type Answer, plainConfig, startTinyApp, type TinyApp } from './tiny-app.ts';

/** Rows in memory: sessions with their version; a row that is gone has ended. */
async function startSessions(changes: Partial<Config> = {}) {
  const rows = new Map<string, number>();
  const store = {
    read: async ({ sessionId, sessionVersion }: SessionTicket) =>
      rows.get(sessionId) === sessionVersion ? { who: sessionId } : null,
    end: async (sessionId: string) => void rows.delete(sessionId),
  };
  const app = await startTinyApp((tiny, config) => {
    tiny.get('/me', async (req, res) => void res.json({ me: await currentSession({ req, res, config }, store) }));
    tiny.post('/in/:id', async (req, res) => {
      // As every page does first: a worthless cookie is taken away by it.
      await currentSession({ req, res, config }, store);
      rows.set(req.params.id, 1);
      await beginSession({ req, res, config }, { sessionId: req.params.id, sessionVersion: 1 });
      res.send('in');
    });
    tiny.post('/out', async (req, res) => {
      await currentSession({ req, res, config }, store);
      if (req.query['other'] !== undefined) res.appendHeader('Set-Cookie', 'other=1');
      await leaveSession({ req, res, config }, store);
      res.send('out');
    });
  }, changes);
  return { app, rows };
}

const setCookie = (answer: Answer) => String(answer.headers['set-cookie'] ?? '');
const cookieOf = (answer: Answer) => setCookie(answer).split(';', 1)[0] ?? '';
const me = async (app: TinyApp, cookie: string) => (await app.send('/me', { headers: { cookie } })).json()['me'];

test('the cookie stands for its row, is sealed, and no script or foreign form gets it', async () => {
  const { app } = await startSessions();
  await using _app = app;
  const signedIn = await app.send('/in/row-1', { method: 'POST' });
  expect(setCookie(signedIn)).toMatch(/^gate_session=.*; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/);
  expect(setCookie(signedIn)).not.toContain('row-1');
  expect(await me(app, cookieOf(signedIn))).toEqual({ who: 'row-1' });
});

test('over https the cookie is secure and bound to this host', async () => {
  const { app } = await startSessions({ publicUrl: 'https://gate.example.com' });
  await using _app = app;
  const signedIn = await app.send('/in/row-1', { method: 'POST' });
  expect(setCookie(signedIn)).toMatch(/^__Host-gate_session=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  expect(await me(app, cookieOf(signedIn))).toEqual({ who: 'row-1' });
});

test('signing out ends the row, so that a copied cookie is worthless', async () => {
  const { app, rows } = await startSessions();
  await using _app = app;
  const cookie = cookieOf(await app.send('/in/row-1', { method: 'POST' }));
  const out = await app.send('/out', { method: 'POST', headers: { cookie } });
  expect(setCookie(out)).toMatch(/^gate_session=;.*Max-Age=0/);
  expect(rows.size).toBe(0);
  expect(await me(app, cookie)).toBeNull();
  expect((await app.send('/out', { method: 'POST' })).status).toBe(200);
});

test('a raised version ends every session at the next request, and the worthless cookie is taken away', async () => {
  const { app, rows } = await startSessions();
  await using _app = app;
  const cookie = cookieOf(await app.send('/in/row-1', { method: 'POST' }));
  rows.set('row-1', 2);
  const answer = await app.send('/me', { headers: { cookie } });
  expect(answer.json()).toEqual({ me: null });
  expect(setCookie(answer)).toMatch(/^gate_session=;.*Max-Age=0/);
});

test('signing in again replaces the session that the browser had', async () => {
  const { app } = await startSessions();
  await using _app = app;
  const first = cookieOf(await app.send('/in/row-1', { method: 'POST' }));
  const second = cookieOf(await app.send('/in/row-2', { method: 'POST', headers: { cookie: first } }));
  expect(await me(app, second)).toEqual({ who: 'row-2' });
});

test('an answer says once what becomes of the cookie, and leaves others alone', async () => {
  const { app, rows } = await startSessions();
  await using _app = app;
  const cookie = cookieOf(await app.send('/in/row-1', { method: 'POST' }));
  rows.clear();
  const signedIn = await app.send('/in/row-2', { method: 'POST', headers: { cookie } });
  expect(signedIn.headers['set-cookie']).toHaveLength(1);
  expect(await me(app, cookieOf(signedIn))).toEqual({ who: 'row-2' });
  rows.clear();
  const out = await app.send('/out?other', { method: 'POST', headers: { cookie: cookieOf(signedIn) } });
  expect(out.headers['set-cookie']).toEqual(['other=1', expect.stringMatching(/^gate_session=;.*Max-Age=0/)]);
});

test('cookies that we did not seal, or that are damaged, are nobody', async () => {
  const { app, rows } = await startSessions();
  await using _app = app;
  rows.set('row-1', 1);
  const ticket = { sessionId: 'row-1', sessionVersion: 1 };
  const own = cookieOf(await app.send('/in/row-1', { method: 'POST' }));
  const foreign = await sealData(ticket, { password: 'f'.repeat(32) });
  const odd = await sealData({ sessionId: 5, sessionVersion: '1' }, { password: plainConfig.secrets.session });
  for (const cookie of [
    `gate_session=${foreign}`,
    `gate_session=${odd}`,
    `${own.slice(0, -9)}AAAAAAA~2`,
    'gate_session=',
    'x=1',
  ]) {
    expect([cookie, await me(app, cookie)]).toEqual([cookie, null]);
  }
  expect((await app.send('/me')).json()).toEqual({ me: null });
});

test('what was in a cookie is remembered, and stands for nothing as soon as its row has ended', async () => {
  const { app, rows } = await startSessions();
  await using _app = app;
  const cookie = cookieOf(await app.send('/in/row-1', { method: 'POST' }));
  for (let time = 0; time < 3; time += 1) expect(await me(app, cookie)).toEqual({ who: 'row-1' });
  expect(await me(app, `${cookie.slice(0, -1)}x`)).toBeNull();
  rows.set('row-1', 2);
  const after = await app.send('/me', { headers: { cookie } });
  expect(after.json()['me']).toBeNull();
  expect(setCookie(after)).toMatch(/^gate_session=;.*Max-Age=0/);
});
