/** The environment, read once: the only file that looks at `process.env`. */
import { resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { isMailAddress } from './core/mail-address.ts';
import { readSecrets, type Secrets } from './secrets.ts';

/** What an operator may decide. Frozen; made by `loadConfig` alone. */
export interface Config {
  readonly host: string;
  /** 0: any free port (tests). */
  readonly port: number;
  /** What people and tills call this hub, without a trailing slash. */
  readonly publicUrl: string;
  /** Host names that are answered, lower case, IPv6 in brackets; with a port only where the operator wrote one. */
  readonly allowedHosts: readonly string[];
  /** Addresses and CIDR ranges of the proxies that may forward a client's address and scheme. */
  readonly trustedProxies: readonly string[];
  /** `file:<path>` or `postgresql://…`. */
  readonly databaseUrl: string;
  /** Absolute; everything the hub writes lies here. */
  readonly dataDir: string;
  readonly logLevel: LogLevel;
  readonly mode: 'production' | 'development' | 'test';
  /** The largest request body that is read, in bytes after decompression. */
  readonly maxBodyBytes: number;
  /** Pushes that one terminal may send each minute beside others of its own; one after another is never counted. */
  readonly terminalRequestsPerMinute: number;
  /** Addresses and CIDR ranges that may read /metrics, when they connect straight. */
  readonly metricsNetworks: readonly string[];
  /** Whoever brings it may read /metrics from anywhere; null: nobody may by a token. */
  readonly metricsToken: string | null;
  /** Days between the last owner's approval of a deletion and the erasing; 0: none. */
  readonly companyDeletionCoolOffDays: number;
  /** Days for which a cursor of the change feed is good. */
  readonly pullCursorDays: number;
  readonly mail: MailConfig;
  /** Another service by which people may sign in (OpenID Connect); null: none. */
  readonly openId: OpenIdConfig | null;
  readonly secrets: Secrets;
}

interface OpenIdConfig {
  /** Where `/.well-known/openid-configuration` is found. */
  readonly issuer: string;
  readonly clientId: string;
  /** Null: the service knows the hub without one. */
  readonly clientSecret: string | null;
  /** What people call the service. */
  readonly name: string;
}

interface MailConfig {
  /** Null: mails are written as files into the data folder. */
  readonly smtp: SmtpConfig | null;
  /** Name and address that mails come from. */
  readonly from: string;
  /** Mails that are sent within a minute, by all processes together. */
  readonly perMinute: number;
}

export interface SmtpConfig {
  readonly host: string;
  readonly port: number;
  /** Null: the server asks nobody who they are. */
  readonly user: string | null;
  readonly password: string | null;
  /** Encrypted from the start, by STARTTLS and not otherwise, or not at all. */
  readonly tls: SmtpTls;
}

type SmtpTls = (typeof smtpTls)[number];

type LogLevel = (typeof logLevels)[number];

const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
const smtpTls = ['tls', 'starttls', 'none'] as const;
const smtpPorts: Readonly<Record<SmtpTls, number>> = { tls: 465, starttls: 587, none: 25 };
const loopbackHosts = ['localhost', '127.0.0.1', '[::1]'];
const bytesPerMegabyte = 1024 * 1024;

/** Every variable: what it accepts, and the sentence that is shown when it gets something else. */
const schema = z.object({
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/, 'an address or host name to listen on, such as 127.0.0.1')
    .default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(8000),
  PUBLIC_URL: z
    .string()
    .refine(isOrigin, 'a web address without path, such as https://gate.example.com')
    .transform((text) => new URL(text).origin)
    .optional(),
  ALLOWED_HOSTS: list(isHostName, 'host names separated by commas, such as gate.example.com,10.0.0.5').optional(),
  TRUSTED_PROXIES: list(isNetwork, 'addresses or CIDR ranges separated by commas, such as 10.0.0.0/8').default([]),
  DATABASE_URL: z
    .string()
    .refine(isDatabaseUrl, 'file:<path> for SQLite, or postgresql://user:password@host:port/database')
    .optional(),
  GATE_DATA_DIR: z.string().default('data'),
  LOG_LEVEL: z.enum(logLevels, `one of ${logLevels.join(', ')}`).default('info'),
  NODE_ENV: z
    .enum(['production', 'development', 'test'], 'one of production, development, test')
    .default('development'),
  MAX_BODY_MB: wholeNumber(1, 1024).default(32),
  TERMINAL_REQUESTS_PER_MINUTE: wholeNumber(1, 10_000_000).default(12_000),
  METRICS_NETWORKS: list(isNetwork, 'addresses or CIDR ranges separated by commas, such as 10.0.0.0/8').default([
    '127.0.0.0/8',
    '::1',
  ]),
  METRICS_TOKEN: z.string().min(16, 'a text of at least 16 random characters').optional(),
  COMPANY_DELETION_COOL_OFF_DAYS: wholeNumber(0, 365).default(7),
  PULL_CURSOR_DAYS: wholeNumber(1, 3650).default(90),
  SMTP_URL: z
    .string()
    .refine(isSmtpUrl, 'smtp://user:password@host:port, or smtps:// for encryption from the start')
    .transform((text) => new URL(text))
    .optional(),
  SMTP_HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/, 'the name or address of a mail server')
    .optional(),
  SMTP_PORT: wholeNumber(1, 65_535).optional(),
  SMTP_USER: z.string().max(320).optional(),
  SMTP_PASSWORD: z.string().optional(),
  SMTP_TLS: z.enum(smtpTls, `one of ${smtpTls.join(', ')}`).optional(),
  MAIL_FROM: z.string().refine(isSender, 'an address, with or without a name: Shop hub <hub@example.com>').optional(),
  MAIL_PER_MINUTE: wholeNumber(1, 10_000).default(60),
  OIDC_ISSUER: z.string().refine(isIssuer, 'an https address without query; http only on this machine').optional(),
  OIDC_CLIENT_ID: z.string().max(500).optional(),
  OIDC_CLIENT_SECRET: z.string().max(1000).optional(),
  OIDC_NAME: z.string().max(40, 'at most 40 characters').default('OpenID Connect'),
  SESSION_SECRET: secret().optional(),
  VAULT_SECRET: secret().optional(),
});

/** Names of every variable that is read; `.env.example` documents the same ones. */
export const environmentVariables: readonly string[] = Object.keys(schema.shape);

/** The environment is not one that the hub can start with. The message lists every problem, by variable. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The hub cannot start with this configuration:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** Reads the environment. An empty text is an unset variable. Secrets that it does not name come from
 *  `<data folder>/secrets.json`, which is made on the first start.
 *  @throws ConfigError with all problems at once */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(
    environmentVariables.flatMap((name) => {
      const value = env[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
  const parsed = schema.safeParse(given);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => describe(issue, given));
  if ((given['SMTP_URL'] || given['SMTP_HOST']) && !given['MAIL_FROM']) {
    problems.push('MAIL_FROM: needed with a mail server; an address that it lets you send from');
  }
  if (given['OIDC_ISSUER'] && !given['OIDC_CLIENT_ID']) problems.push('OIDC_CLIENT_ID: needed with OIDC_ISSUER');
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const values = parsed.data;
  const dataDir = resolve(values.GATE_DATA_DIR);
  const publicUrl = values.PUBLIC_URL ?? defaultPublicUrl(values.HOST, values.PORT);
  const secrets = readSecrets(dataDir, { session: values.SESSION_SECRET, vault: values.VAULT_SECRET });
  if ('problem' in secrets) throw new ConfigError([`GATE_DATA_DIR: ${secrets.problem}`]);
  return Object.freeze({
    host: values.HOST,
    port: values.PORT,
    publicUrl,
    allowedHosts: Object.freeze(values.ALLOWED_HOSTS?.map((host) => host.toLowerCase()) ?? hostsOf(publicUrl)),
    trustedProxies: Object.freeze(values.TRUSTED_PROXIES),
    databaseUrl: values.DATABASE_URL ?? `file:${resolve(dataDir, 'gate.db')}`,
    dataDir,
    logLevel: values.LOG_LEVEL,
    mode: values.NODE_ENV,
    maxBodyBytes: values.MAX_BODY_MB * bytesPerMegabyte,
    terminalRequestsPerMinute: values.TERMINAL_REQUESTS_PER_MINUTE,
    metricsNetworks: Object.freeze(values.METRICS_NETWORKS),
    metricsToken: values.METRICS_TOKEN ?? null,
    companyDeletionCoolOffDays: values.COMPANY_DELETION_COOL_OFF_DAYS,
    pullCursorDays: values.PULL_CURSOR_DAYS,
    mail: Object.freeze({
      smtp: smtpOf(values),
      from: values.MAIL_FROM ?? `GATE <no-reply@${new URL(publicUrl).hostname}>`,
      perMinute: values.MAIL_PER_MINUTE,
    }),
    openId: values.OIDC_ISSUER
      ? Object.freeze({
          issuer: values.OIDC_ISSUER,
          clientId: values.OIDC_CLIENT_ID ?? '',
          clientSecret: values.OIDC_CLIENT_SECRET ?? null,
          name: values.OIDC_NAME,
        })
      : null,
    secrets: Object.freeze(secrets),
  });
}

/** The single variables count more than what the address says. */
function smtpOf(values: z.infer<typeof schema>): SmtpConfig | null {
  const url = values.SMTP_URL;
  const host = values.SMTP_HOST ?? url?.hostname.replace(/[[\]]/g, '');
  if (!host) return null;
  const isOwnMachine = /^(localhost|127\.|::1$)/.test(host);
  const tls = values.SMTP_TLS ?? (url?.protocol === 'smtps:' ? 'tls' : isOwnMachine ? 'none' : 'starttls');
  return Object.freeze({
    host,
    port: values.SMTP_PORT ?? (Number(url?.port) || smtpPorts[tls]),
    user: values.SMTP_USER ?? (decodeURIComponent(url?.username ?? '') || null),
    password: values.SMTP_PASSWORD ?? (decodeURIComponent(url?.password ?? '') || null),
    tls,
  });
}

/** Values of these are never repeated in a message: secrets, and an address that may hold a password. */
const unspeakable = new Set([
  'SESSION_SECRET',
  'VAULT_SECRET',
  'METRICS_TOKEN',
  'DATABASE_URL',
  'SMTP_URL',
  'SMTP_PASSWORD',
  'OIDC_CLIENT_SECRET',
]);

function describe(issue: z.core.$ZodIssue, given: Record<string, string>): string {
  const name = String(issue.path[0]);
  const shown = unspeakable.has(name) ? 'the value' : `'${given[name] ?? ''}'`;
  return `${name}: ${shown} should be ${issue.message}`;
}

/** Listening on every address says nothing about the hub's name: this machine's own is the safe guess. */
function defaultPublicUrl(host: string, port: number): string {
  const isWildcard = host === '0.0.0.0' || host === '::';
  const name = isWildcard ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** The host of the public address; all names of this machine where it is one of them. */
function hostsOf(publicUrl: string): string[] {
  const host = new URL(publicUrl).hostname;
  return loopbackHosts.includes(host) ? [...loopbackHosts] : [host];
}

function wholeNumber(least: number, most: number) {
  return z
    .string()
    .refine(
      (text) => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most,
      `a whole number from ${least} to ${most}`,
    )
    .transform(Number);
}

function list(isEntry: (entry: string) => boolean, rule: string) {
  return z
    .string()
    .transform((text) => text.split(',').map((entry) => entry.trim()))
    .refine((entries) => entries.every(isEntry), rule);
}

function secret() {
  return z.string().min(32, 'a text of at least 32 random characters');
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, hash, username } = new URL(text);
  return /^https?:$/.test(protocol) && pathname === '/' && search + hash + username === '';
}

function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash, username } = new URL(text);
  if (search + hash + username !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && loopbackHosts.includes(hostname));
}

function isHostName(text: string): boolean {
  return /^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/.test(text);
}

function isNetwork(text: string): boolean {
  return ipaddr.isValidCIDR(text) || (ipaddr.isValid(text) && !/^\d+$/.test(text));
}

function isDatabaseUrl(text: string): boolean {
  return /^file:./.test(text) || (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text));
}

function isSmtpUrl(text: string): boolean {
  return (
    /^smtps?:\/\/./.test(text) && URL.canParse(text) && new URL(text).hostname !== '' && isDecodable(new URL(text))
  );
}

function isDecodable({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

/** One address, alone or in angle brackets behind a name. */
function isSender(text: string): boolean {
  const address = /^[^<>\p{Cc}]*<([^<>]+)>$/u.exec(text)?.[1] ?? text;
  return isMailAddress(address);
}
