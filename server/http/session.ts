/** The session cookie: sealed by iron-session, and holding no more than which session row it stands for. What counts is the
 *  row, read with every request, so that signing out and disabling take effect at once. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { getIronSession, type SessionOptions } from 'iron-session';
import type { Config } from '../config.ts';

type SessionConfig = Pick<Config, 'publicUrl' | 'secrets'>;

/** What the cookie holds. */
export interface SessionTicket {
  sessionId: string;
  /** The person's session version when it was opened; another one in the database means "signed out everywhere". */
  sessionVersion: number;
}

/** Where session rows live; handed in by whoever knows the database. */
export interface SessionRows<Live> {
  /** The session with its person, or null when it has ended, is too old, or its version no longer fits. */
  read(ticket: SessionTicket): Promise<Live | null>;
  /** Ends the row; doing so twice is no error. */
  end(sessionId: string): Promise<void>;
}

/** Two weeks, like the rows. */
const lifetimeSeconds = 14 * 24 * 3600;

/** Opening a cookie takes a millisecond, so what was in it is remembered for a while. Whether it still stands for anything is
 *  asked of its row each time. */
const rememberedMs = 60_000;
const mostRemembered = 2000;
const longestRemembered = 2000;

/** The live session of a request, or null: no cookie, a cookie that we did not seal, or a row that has ended. A worthless
 *  cookie is removed from the browser. */
export async function currentSession<Live>(
  http: { req: IncomingMessage; res: ServerResponse; config: SessionConfig },
  rows: SessionRows<Live>,
): Promise<Live | null> {
  const { cookie: sent = '' } = http.req.headers;
  if (!sent.includes(`${optionsOf(http.config).cookieName}=`)) return null;
  const opened = openedWith(http.config.secrets);
  const known = opened.get(sent);
  if (known && known.untilMs > performance.now()) {
    const live = await rows.read(known.ticket);
    if (live !== null) return live;
  }
  opened.delete(sent);
  const cookie = await open(http);
  const live = isTicket(cookie) ? await rows.read(ticketOf(cookie)) : null;
  if (live === null) cookie.destroy();
  else if (isTicket(cookie) && sent.length <= longestRemembered) {
    opened.set(sent, { ticket: ticketOf(cookie), untilMs: performance.now() + rememberedMs });
    if (opened.size > mostRemembered) opened.delete(opened.keys().next().value ?? '');
  }
  return live;
}

interface Opened {
  ticket: SessionTicket;
  untilMs: number;
}

/** By the whole header: the same header is opened to the same ticket. */
const openedByHeader = new WeakMap<Config['secrets'], Map<string, Opened>>();

function openedWith(secrets: Config['secrets']): Map<string, Opened> {
  const opened = openedByHeader.get(secrets) ?? new Map<string, Opened>();
  openedByHeader.set(secrets, opened);
  return opened;
}

/** Gives the browser the ticket of a session that was just opened. The id must be new: one that the browser held before the
 *  sign-in may be known to somebody else. */
export async function beginSession(
  http: { req: IncomingMessage; res: ServerResponse; config: SessionConfig },
  ticket: SessionTicket,
): Promise<void> {
  const cookie = await open(http);
  forgetAnswered(http);
  Object.assign(cookie, ticketOf(ticket));
  await cookie.save();
}

/** Ends the row and takes the cookie away; without a session it changes nothing. */
export async function leaveSession<Live>(
  http: { req: IncomingMessage; res: ServerResponse; config: SessionConfig },
  rows: SessionRows<Live>,
): Promise<void> {
  const cookie = await open(http);
  if (isTicket(cookie)) await rows.end(cookie.sessionId);
  forgetAnswered(http);
  cookie.destroy();
}

/** A worthless cookie may have been taken away already, and an answer sets no cookie twice (RFC 6265, 4.1.1). */
function forgetAnswered({ res, config }: { res: ServerResponse; config: SessionConfig }): void {
  const answered = [res.getHeader('set-cookie') ?? []].flat().map(String);
  const others = answered.filter((each) => !each.startsWith(`${optionsOf(config).cookieName}=`));
  if (others.length > 0) res.setHeader('set-cookie', others);
  else res.removeHeader('set-cookie');
}

function open({ req, res, config }: { req: IncomingMessage; res: ServerResponse; config: SessionConfig }) {
  return getIronSession<Partial<SessionTicket>>(req, res, optionsOf(config));
}

/** Over https the name's prefix makes browsers refuse the cookie from any other host, path or plain connection. */
function optionsOf(config: SessionConfig): SessionOptions & { cookieName: string } {
  const secure = config.publicUrl.startsWith('https:');
  return {
    cookieName: secure ? '__Host-gate_session' : 'gate_session',
    password: config.secrets.session,
    ttl: lifetimeSeconds,
    cookieOptions: { httpOnly: true, sameSite: 'lax', path: '/', secure },
  };
}

function isTicket(cookie: Partial<SessionTicket>): cookie is SessionTicket {
  return typeof cookie.sessionId === 'string' && Number.isSafeInteger(cookie.sessionVersion);
}

function ticketOf({ sessionId, sessionVersion }: SessionTicket): SessionTicket {
  return { sessionId, sessionVersion };
}
