import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConfigError, environmentVariables, loadConfig } from '../../server/config.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'gate-config-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const load = (env: Record<string, string> = {}) => loadConfig({ GATE_DATA_DIR: dataDir, ...env });
const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

test('nothing needs to be set', () => {
  expect(load()).toMatchObject({
    host: '127.0.0.1',
    port: 8000,
    publicUrl: 'http://127.0.0.1:8000',
    allowedHosts: ['localhost', '127.0.0.1', '[::1]'],
    trustedProxies: [],
    databaseUrl: `file:${join(dataDir, 'gate.db')}`,
    dataDir,
    logLevel: 'info',
    mode: 'development',
  });
});

test('an empty or blank variable is an unset one', () => {
  const blank = Object.fromEntries(environmentVariables.map((name) => [name, name === 'PORT' ? '  ' : '']));
  expect(load({ ...blank, GATE_DATA_DIR: dataDir })).toEqual(load());
});

test('all problems are reported together, by name and with what would be right', () => {
  const problems = problemsOf({
    HOST: 'not a host',
    PORT: '70000',
    PUBLIC_URL: 'https://gate.example.com/path',
    ALLOWED_HOSTS: 'fine.example.com,http://wrong',
    TRUSTED_PROXIES: '10.0.0.0/8, 300.1.1.1',
    DATABASE_URL: 'mysql://root:hunter2@db/gate',
    LOG_LEVEL: 'loud',
    NODE_ENV: 'staging',
    MAX_BODY_MB: '0',
    SESSION_SECRET: 'too short',
  });
  expect(problems.map((problem) => problem.split(':')[0])).toEqual([
    'HOST',
    'PORT',
    'PUBLIC_URL',
    'ALLOWED_HOSTS',
    'TRUSTED_PROXIES',
    'DATABASE_URL',
    'LOG_LEVEL',
    'NODE_ENV',
    'MAX_BODY_MB',
    'SESSION_SECRET',
  ]);
  expect(problems).toContain("PORT: '70000' should be a whole number from 0 to 65535");
  expect(problems.join()).not.toMatch(/hunter2|too short/);
});

test('the default public address follows host and port', () => {
  expect(load({ HOST: '::1', PORT: '81' }).publicUrl).toBe('http://[::1]:81');
  expect(load({ HOST: '0.0.0.0' }).publicUrl).toBe('http://127.0.0.1:8000');
  expect(load({ HOST: '10.1.2.3' }).allowedHosts).toEqual(['10.1.2.3']);
  expect(load({ PUBLIC_URL: 'https://Gate.example.com/' })).toMatchObject({
    publicUrl: 'https://gate.example.com',
    allowedHosts: ['gate.example.com'],
  });
});

test('the configuration cannot be changed', () => {
  const config = load();
  expect(Object.isFrozen(config) && Object.isFrozen(config.allowedHosts) && Object.isFrozen(config.secrets)).toBe(true);
});

test('fault 13: secrets are made once, for the owner only, and nothing else is left behind', () => {
  const first = load().secrets;
  expect(first.session.length).toBeGreaterThanOrEqual(32);
  expect(first.session).not.toBe(first.vault);
  expect(load().secrets).toEqual(first);
  expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(readdirSync(dataDir)).toEqual(['secrets.json']);
});

test('a data folder that does not exist yet is made', () => {
  const nested = join(dataDir, 'new', 'folder');
  expect(loadConfig({ GATE_DATA_DIR: nested }).dataDir).toBe(nested);
  expect(existsSync(join(nested, 'secrets.json'))).toBe(true);
});

test('secrets of the environment win, and with both of them no file is made', () => {
  const session = 's'.repeat(32);
  const vault = 'v'.repeat(40);
  expect(load({ SESSION_SECRET: session, VAULT_SECRET: vault }).secrets).toEqual({ session, vault });
  expect(readdirSync(dataDir)).toEqual([]);
  expect(load({ SESSION_SECRET: session }).secrets.session).toBe(session);
});

test.each(['', '{', 'null', '{"session":"short"}', '{"vault":"vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv"}'])(
  'a secrets file that holds %j stops the start and is left as it is',
  (text) => {
    const path = join(dataDir, 'secrets.json');
    writeFileSync(path, text);
    expect(problemsOf({})).toEqual([expect.stringMatching(/^GATE_DATA_DIR: .*secrets\.json does not hold/)]);
    expect(readFileSync(path, 'utf8')).toBe(text);
  },
);

test('a data folder that cannot be used is a problem of that variable', () => {
  const path = join(dataDir, 'file');
  writeFileSync(path, '');
  chmodSync(path, 0o600);
  expect(problemsOf({ GATE_DATA_DIR: join(path, 'below') })).toEqual([
    expect.stringMatching(/^GATE_DATA_DIR: should be a folder/),
  ]);
});

test('.env.example documents exactly the variables that are read', () => {
  const lines = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8').split('\n');
  const documented = lines.flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? []);
  expect([...documented].sort()).toEqual([...environmentVariables].sort());
  for (const [index, line] of lines.entries()) {
    if (/^[A-Z_]+=/.test(line))
      expect([line, lines[index - 1]]).toEqual([line, expect.stringMatching(/^(# \S|[A-Z_]+=)/)]);
  }
});

test('.env.example as it stands is a configuration that starts', () => {
  const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  const env = Object.fromEntries(text.split('\n').flatMap((line) => (/^[A-Z_]+=/.test(line) ? [line.split('=')] : [])));
  expect(load({ ...env, GATE_DATA_DIR: dataDir })).toEqual(load());
});

test('without a mail server, mails come from an address of the hub itself and go nowhere', () => {
  expect(load({ PUBLIC_URL: 'https://gate.example.com' }).mail).toEqual({
    smtp: null,
    from: 'GATE <no-reply@gate.example.com>',
    perMinute: 60,
  });
});

test.each([
  [{ SMTP_URL: 'smtp://mail.example.com' }, ['mail.example.com', 587, null, null, 'starttls']],
  [{ SMTP_URL: 'smtps://mail.example.com' }, ['mail.example.com', 465, null, null, 'tls']],
  [{ SMTP_URL: 'smtp://hub%40x:p%3Aw@mail.example.com:2525' }, ['mail.example.com', 2525, 'hub@x', 'p:w', 'starttls']],
  [{ SMTP_URL: 'smtp://127.0.0.1:1025' }, ['127.0.0.1', 1025, null, null, 'none']],
  [{ SMTP_URL: 'smtp://[::1]' }, ['::1', 25, null, null, 'none']],
  [{ SMTP_HOST: 'mail.example.com' }, ['mail.example.com', 587, null, null, 'starttls']],
  [
    { SMTP_HOST: 'mail.example.com', SMTP_PORT: '26', SMTP_USER: 'u', SMTP_PASSWORD: 'p', SMTP_TLS: 'none' },
    ['mail.example.com', 26, 'u', 'p', 'none'],
  ],
  [
    { SMTP_URL: 'smtp://a:b@one.example.com', SMTP_HOST: 'two.example.com' },
    ['two.example.com', 587, 'a', 'b', 'starttls'],
  ],
])('a mail server is read from %j', (env: Record<string, string>, [host, port, user, password, tls]) => {
  const { mail } = load({ ...env, MAIL_FROM: 'Hub <hub@example.com>' });
  expect(mail.smtp).toEqual({ host, port, user, password, tls });
});

test('what is wrong with mail is said with everything else, and no password with it', () => {
  const problems = problemsOf({
    PORT: 'x',
    SMTP_URL: 'http://u:hunter2@mail.example.com',
    SMTP_PORT: '0',
    SMTP_TLS: 'maybe',
    MAIL_PER_MINUTE: '-1',
  });
  expect(problems.join('\n')).toMatch(/PORT.*SMTP_URL.*SMTP_PORT.*SMTP_TLS.*MAIL_PER_MINUTE.*MAIL_FROM: needed/s);
  expect(problems.join('\n')).not.toContain('hunter2');
});

test.each([
  'nobody',
  'Hub hub@example.com',
  'Hub <hub@example.com>, x@example.com',
  'a@example.com\r\nBcc: b@example.com',
])('mail does not come from %j', (from) =>
  expect(problemsOf({ MAIL_FROM: from })).toEqual([expect.stringMatching(/^MAIL_FROM: /)]),
);
