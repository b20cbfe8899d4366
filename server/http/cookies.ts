/** Small cookies beside the session: what a visitor chose, and messages for the next page. */

import type { IncomingMessage } from 'node:http';
import type { Response } from 'express';
import { sealData, unsealData } from 'iron-session';
import type { Config } from '../config.ts';
import { isLanguage, type Language } from '../core/languages.ts';

type CookieConfig = Pick<Config, 'publicUrl' | 'secrets'>;

/** One cookie's value, or null. */
export function readCookie(req: IncomingMessage, name: string): string | null {
  for (const part of (req.headers.cookie ?? '').split(';')) {
    const [key = '', ...value] = part.split('=');
    if (key.trim() === name) return value.join('=').trim();
  }
  return null;
}

function options(config: Pick<Config, 'publicUrl'>) {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: config.publicUrl.startsWith('https:') } as const;
}

export type Theme = 'light' | 'dark';

const themeCookie = 'gate_theme';
const yearMs = 365 * 86_400_000;

/** What the visitor chose, or null: the system decides. */
export function readTheme(req: IncomingMessage): Theme | null {
  const value = readCookie(req, themeCookie);
  return value === 'light' || value === 'dark' ? value : null;
}

export function keepTheme(res: Response, config: Pick<Config, 'publicUrl'>, theme: Theme): void {
  res.cookie(themeCookie, theme, { ...options(config), maxAge: yearMs });
}

const languageCookie = 'gate_language';

/** What a visitor chose, or null: the profile or the browser decides. */
export function readLanguage(req: IncomingMessage): Language | null {
  const value = readCookie(req, languageCookie);
  return isLanguage(value) ? value : null;
}

export function keepLanguage(res: Response, config: Pick<Config, 'publicUrl'>, language: Language): void {
  res.cookie(languageCookie, language, { ...options(config), maxAge: yearMs });
}

const companyCookie = 'gate_company';

/** Slug of the company that the visitor looked at last; empty without one. It opens nothing: rights are asked each time. */
export function readCompany(req: IncomingMessage): string {
  const value = readCookie(req, companyCookie) ?? '';
  return /^[a-z0-9_-]{1,96}$/.test(value) ? value : '';
}

export function keepCompany(res: Response, config: Pick<Config, 'publicUrl'>, slug: string): void {
  res.cookie(companyCookie, slug, { ...options(config), maxAge: yearMs });
}

/** A message that is shown once, at the top of the next page. */
export interface Flash {
  level: 'success' | 'info' | 'warning' | 'error';
  text: string;
}

const flashCookie = 'gate_flash';
/** Shown by the page that follows at once, or never. */
const flashSeconds = 60;

/** Leaves a message for the page that the answer redirects to. Sealed, so that nobody else can put words into our mouth. */
export async function leaveFlash(res: Response, config: CookieConfig, flash: Flash): Promise<void> {
  const sealed = await sealData(flash, { password: config.secrets.session, ttl: flashSeconds });
  res.cookie(flashCookie, sealed, { ...options(config), maxAge: flashSeconds * 1000 });
}

/** Takes the message that was left for this page; null without one. */
export async function takeFlash(res: Response, config: CookieConfig): Promise<Flash | null> {
  const sealed = readCookie(res.req, flashCookie);
  if (sealed === null) return null;
  res.clearCookie(flashCookie, options(config));
  const flash = await unsealData<Partial<Flash>>(sealed, { password: config.secrets.session, ttl: flashSeconds });
  return flash.level && flash.text ? { level: flash.level, text: flash.text } : null;
}
