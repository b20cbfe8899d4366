/** The secret that we put into a terminal's address, because its protocol has no place for one (protocol, trap 2). */
import { createHash, randomBytes } from 'node:crypto';
import { type Authority, managedAreas } from './sync-policy.ts';

const secretBytes = 32;
const secretForm = /^[A-Za-z0-9_-]{43}$/;

/** 256 random bits, base64url: 43 characters that need no escaping in an address. */
export function newTerminalSecret(): string {
  return randomBytes(secretBytes).toString('base64url');
}

/** Whether a text can be one of our secrets at all. */
export function isTerminalSecret(text: string): boolean {
  return secretForm.test(text);
}

/** What is stored instead of the secret. Without salt or stretching: 256 random bits cannot be guessed from a hash, and the
 *  hash is what a request is looked up by. */
export function hashTerminalSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('base64url');
}

/** Lets a person tell secrets apart without knowing them. */
export function hintOf(secret: string): string {
  return secret.slice(-4);
}

interface TerminalSettings {
  /** pypos, kitchen, office or mobile. */
  kind: string;
  baseUrl: string;
  officeCode: string;
  storeCode: string;
  terminalCode: string;
  /** Minutes between two deliveries. */
  syncMinutes: number;
  /** In what the hub has the say. */
  manages: Authority;
}

/** The part of the terminal's `settings.toml` that makes it work with this hub (protocol, section 0). A kitchen screen has no
 *  office to talk to: its program finds the hub under a name of its own. */
export function settingsToml(settings: TerminalSettings): string {
  if (settings.kind === 'kitchen') return kitchenToml(settings);
  return [
    '[app]',
    'mode = "office"',
    `office_code = ${tomlText(settings.officeCode)}`,
    `store_code = ${tomlText(settings.storeCode)}`,
    `terminal_code = ${tomlText(settings.terminalCode)}`,
    '',
    '[office]',
    `base_url = ${tomlText(settings.baseUrl)}`,
    'api_prefix = "/api/v1"',
    'timeout_seconds = 10',
    `sync_interval_minutes = ${settings.syncMinutes}`,
    ...managedAreas.map((area) => `manages_${area} = ${settings.manages[area]}`),
    '',
  ].join('\n');
}

function kitchenToml(settings: TerminalSettings): string {
  return [
    '[kitchen]',
    `office_code = ${tomlText(settings.officeCode)}`,
    `store_code = ${tomlText(settings.storeCode)}`,
    `terminal_code = ${tomlText(settings.terminalCode)}`,
    '',
    '[gate]',
    `base_url = ${tomlText(settings.baseUrl)}`,
    'api_prefix = "/api/v1"',
    'timeout_seconds = 10',
    `sync_interval_minutes = ${settings.syncMinutes}`,
    '',
  ].join('\n');
}

/** A TOML basic string: its escapes are those of JSON, except that DEL must be written as one too. */
function tomlText(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', '\\u007F');
}
