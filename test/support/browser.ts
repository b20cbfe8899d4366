/** The system's Chromium, driven for real. With `CI` set a missing browser is an error; elsewhere the tests say why they skip. */

import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = places.find((place) => existsSync(place));
const outputFolder = path.resolve('test/output');

/** Null when tests can run, else the reason why they are left out. */
export const noBrowser: string | null = executablePath ? null : `no Chromium at ${places.join(', ')}`;
if (noBrowser && process.env['CI']) throw new Error(`The browser tests cannot run: ${noBrowser}`);

const switches = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ ...(executablePath ? { executablePath } : {}), args: switches });
}

/** A fresh person at the browser. Collects every host that a page asked for and every error that a page raised. */
export interface Person {
  context: BrowserContext;
  page: Page;
  hosts: Set<string>;
  errors: string[];
}

export async function newPerson(
  browser: Browser,
  options: { width?: number; height?: number; dark?: boolean; scripts?: boolean } = {},
): Promise<Person> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 900 },
    colorScheme: options.dark ? 'dark' : 'light',
    javaScriptEnabled: options.scripts ?? true,
    reducedMotion: 'reduce',
    locale: 'en-GB',
  });
  // Below a test's own limit, so that a failure names what was waited for.
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const person: Person = { context, page, hosts: new Set(), errors: [] };
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') || url.protocol.startsWith('ws')) person.hosts.add(url.host);
  });
  page.on('pageerror', (error) => person.errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') person.errors.push(message.text());
  });
  return person;
}

/** Waits until a field that asks for the focus has it: a busy browser gives it after `load`, and keys typed before are lost. */
export async function focusReaches(page: Page, selector: string): Promise<void> {
  await page.locator(`${selector}:focus`).waitFor();
}

/** Keeps a picture of the page under test/output, for people to look at; where nobody will, none is taken. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env['CI']) return;
  mkdirSync(outputFolder, { recursive: true });
  await page.screenshot({ path: path.join(outputFolder, `${name}.png`), fullPage: true });
}
