/** How a mail leaves the hub: by SMTP where it is configured, otherwise into a file of the data folder. */
import { chmod, mkdir, readdir, rename, stat, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Transporter } from 'nodemailer';
import type { Config, SmtpConfig } from '../config.ts';

/** A finished mail. */
export interface Outgoing {
  /** The same at each attempt, so that receivers can tell a repetition. */
  id: string;
  kind: string;
  to: string;
  createdAt: Date;
  subject: string;
  text: string;
  html: string;
}

export interface Post {
  /** True: only the hub's own staff can pass it on from there. */
  readonly isFolder: boolean;
  /** @throws Error it did not leave; `isRefused` tells whether trying again is of use */
  deliver(mail: Outgoing): Promise<void>;
  /** Forgets what was delivered before then, as far as it is still in our hands. */
  forget(before: Date): Promise<void>;
  close(): void;
}

type PostConfig = Pick<Config, 'dataDir' | 'publicUrl' | 'mail'>;

const connectMs = 10_000;
const silenceMs = 30_000;

export function openPost(config: PostConfig): Post {
  return config.mail.smtp === null ? folderPost(config) : smtpPost(config, config.mail.smtp);
}

/** The receiver's server has said that it will never take this mail. */
export function isRefused(error: unknown): boolean {
  const { responseCode, command } = (error ?? {}) as { responseCode?: unknown; command?: unknown };
  return Number(responseCode) >= 500 && Number(responseCode) <= 599 && (command === 'RCPT TO' || command === 'DATA');
}

function smtpPost(config: PostConfig, smtp: SmtpConfig): Post {
  const { user, password } = smtp;
  const options = {
    host: smtp.host,
    port: smtp.port,
    secure: smtp.tls === 'tls',
    requireTLS: smtp.tls === 'starttls',
    ignoreTLS: smtp.tls === 'none',
    ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
    name: new URL(config.publicUrl).hostname,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  let transport: Transporter | undefined;
  return {
    isFolder: false,
    async deliver(mail) {
      transport ??= (await loadMailer()).createTransport(options);
      await transport.sendMail(messageOf(mail, config));
    },
    forget: async () => undefined,
    close: () => transport?.close(),
  };
}

/** With the first mail: it costs 14 MB. */
function loadMailer() {
  return import('nodemailer');
}

/** Readable by the hub's own user only: links in it let whoever has them in. */
const folderMode = 0o700;
const fileMode = 0o600;

function folderPost(config: PostConfig): Post {
  const folder = path.join(config.dataDir, 'mails');
  return {
    isFolder: true,
    async deliver(mail) {
      const { createTransport } = await loadMailer();
      const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
      const { message } = await transport.sendMail(messageOf(mail, config));
      await mkdir(folder, { recursive: true, mode: folderMode });
      await chmod(folder, folderMode);
      const file = path.join(folder, fileName(mail));
      await writeFile(`${file}.part`, message as Buffer, { mode: fileMode });
      await rename(`${file}.part`, file);
    },
    async forget(before) {
      for (const name of await namesIn(folder)) {
        const file = path.join(folder, name);
        if (/\.eml(\.part)?$/.test(name) && (await stat(file)).mtime < before) await unlink(file);
      }
    },
    close: () => undefined,
  };
}

/** `20261121T093000Z-reset-password-<id>.eml`: in the order of time, and the same when it is written again. */
function fileName({ id, kind, createdAt }: Outgoing): string {
  const at = createdAt.toISOString().replace(/\.\d+|[:-]/g, '');
  return `${at}-${kind.replace(/[^a-z-]/g, '')}-${id}.eml`;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function messageOf(mail: Outgoing, { mail: { from }, publicUrl }: PostConfig) {
  return {
    from,
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    date: mail.createdAt,
    messageId: `<${mail.id}@${new URL(publicUrl).hostname.replace(/[[\]]/g, '')}>`,
    headers: {
      // RFC 3834: nobody's holiday notice answers to it.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    },
  };
}
