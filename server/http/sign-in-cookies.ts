/** Cookies beside the session's: the ticket of somebody who has said the password and not yet the second factor, the mark by
 *  which a browser is known that somebody has signed in from before, and what is kept while somebody is at another sign-in
 *  service. None opens anything by itself. */

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import { sealData, unsealData } from 'iron-session';
import type { Config } from '../config.ts';
import { readCookie } from './cookies.ts';
import type { SessionTicket } from './session.ts';

type CookieConfig = Pick<Config, 'publicUrl' | 'secrets'>;

const halfCookie = 'gate_half';
const halfSeconds = 600;
const markCookie = 'gate_browser';
const markMs = 365 * 86_400_000;
/** People who share a browser; the one who was here longest ago is forgotten. */
const mostPeople = 5;

function options(config: CookieConfig) {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: config.publicUrl.startsWith('https:') } as const;
}

/** Keeps the ticket of a session that still asks for the second factor. */
export async function keepHalfTicket(res: Response, config: CookieConfig, ticket: SessionTicket): Promise<void> {
  const sealed = await sealData({ half: ticket }, { password: config.secrets.session, ttl: halfSeconds });
  res.cookie(halfCookie, sealed, { ...options(config), maxAge: halfSeconds * 1000 });
}

/** The ticket, or null. */
export async function readHalfTicket(req: Request, config: CookieConfig): Promise<SessionTicket | null> {
  const sealed = readCookie(req, halfCookie);
  if (!sealed) return null;
  const sealing = { password: config.secrets.session, ttl: halfSeconds };
  const { half } = await unsealData<{ half?: SessionTicket }>(sealed, sealing);
  return half ?? null;
}

export function dropHalfTicket(res: Response, config: CookieConfig): void {
  res.clearCookie(halfCookie, options(config));
}

const externalCookies = { ticket: 'gate_external', person: 'gate_external_person' } as const;
const externalSeconds = 900;

/** Keeps something of a sign-in by another service for a quarter of an hour. */
export async function keepSealed(
  res: Response,
  config: CookieConfig,
  { name, value }: { name: keyof typeof externalCookies; value: object },
): Promise<void> {
  const sealed = await sealData({ [name]: value }, { password: config.secrets.session, ttl: externalSeconds });
  res.cookie(externalCookies[name], sealed, { ...options(config), maxAge: externalSeconds * 1000 });
}

/** What was kept, or null. */
export async function readSealed<T>(
  req: Request,
  config: CookieConfig,
  name: keyof typeof externalCookies,
): Promise<T | null> {
  const sealed = readCookie(req, externalCookies[name]);
  if (!sealed) return null;
  const sealing = { password: config.secrets.session, ttl: externalSeconds };
  const kept = await unsealData<Record<string, T | undefined>>(sealed, sealing);
  return kept[name] ?? null;
}

export function dropSealed(res: Response, config: CookieConfig, name: keyof typeof externalCookies): void {
  res.clearCookie(externalCookies[name], options(config));
}

/** A browser and the people who have signed in from it, the last one first. */
export interface BrowserMark {
  id: string;
  userIds: readonly string[];
}

/** What the mark says, or null: there is none, or not of our making. */
export function readBrowserMark(req: Request, config: CookieConfig): BrowserMark | null {
  const [text = '', signature = ''] = (readCookie(req, markCookie) ?? '').split('~');
  const [id, ...userIds] = text.split('.');
  const expected = sign(config, text);
  const sent = Buffer.from(signature, 'base64url');
  if (!id || sent.length !== expected.length || !timingSafeEqual(sent, expected)) return null;
  return { id, userIds };
}

/** Marks the browser as one from which this person, too, has signed in. */
export function keepBrowserMark(
  req: Request,
  res: Response,
  { config, userId }: { config: CookieConfig; userId: string },
) {
  const { id, userIds } = readBrowserMark(req, config) ?? { id: randomBytes(16).toString('base64url'), userIds: [] };
  const people = [userId, ...userIds.filter((known) => known !== userId)].slice(0, mostPeople);
  const text = [id, ...people].join('.');
  res.cookie(markCookie, `${text}~${sign(config, text).toString('base64url')}`, { ...options(config), maxAge: markMs });
}

function sign(config: CookieConfig, text: string): Buffer {
  return createHmac('sha256', config.secrets.session).update(`browser\n${text}`).digest();
}
