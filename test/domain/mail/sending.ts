/** A hub's mail on a database and a data folder of its own, for tests of how it leaves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, vi } from 'vitest';
import { type Config, loadConfig } from '../../../server/config.ts';
import { inTransaction } from '../../../server/db/index.ts';
import { type Mail, queueMail } from '../../../server/domain/mail/index.ts';
import { openPost } from '../../../server/jobs/mail-post.ts';
import { sendMail } from '../../../server/jobs/send-mail.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx, silentLog, type testClock } from '../../support/people.ts';

/** A mail with a link that lets people in. */
export const reset = {
  to: 'ayse@example.com',
  language: 'tr',
  kind: 'reset-password',
  facts: { username: 'ayşe' },
  path: '/accounts/reset/s3cret/',
} as const;

export const waitFor = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 20 });

/** Call it once at the top of a test file; each test begins without any mail. */
export function withMail() {
  const test = withDatabase();
  const folder = mkdtempSync(path.join(tmpdir(), 'gate-mail-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(() => inTransaction(test.db, (tx) => tx.mailMessage.deleteMany({})));

  function configOf(env: Record<string, string> = {}): Config {
    return loadConfig({
      DATABASE_URL: test.url,
      GATE_DATA_DIR: folder,
      PUBLIC_URL: 'https://gate.example.com',
      MAIL_FROM: 'Şube merkezi <hub@example.com>',
      ...env,
    });
  }

  async function queue(mail: Mail, now: () => Date): Promise<void> {
    const ctx = hubCtx(test.db, now);
    await inTransaction(ctx, (tx) => queueMail(ctx, tx, mail));
  }

  /** The job, until the end of the scope. */
  function sending(config: Config, now: () => Date): AsyncDisposable {
    const job = sendMail({ db: test.db, log: silentLog, now, config }, openPost(config));
    return { [Symbol.asyncDispose]: () => job.stop() };
  }

  const rows = () => test.db.reader.mailMessage.findMany({ orderBy: { createdAt: 'asc' } });

  /** Waits until the only mail of the table is like this. */
  async function becomes(like: object): Promise<void> {
    await waitFor(async () => expect((await rows())[0]).toMatchObject(like));
  }

  /** Runs the job until the only mail has had so many attempts. */
  async function attempt(config: Config, clock: ReturnType<typeof testClock>, count: number): Promise<void> {
    await using _job = sending(config, clock.now);
    await becomes({ attempts: count, leasedBy: null });
  }

  return { test, folder, configOf, queue, sending, rows, becomes, attempt };
}
