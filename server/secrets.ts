/** The hub's own secrets: from the environment, or made once and kept in the data folder. */
import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Texts of at least 32 characters. */
export interface Secrets {
  /** Seals the session cookie and signs form tokens. A new one signs everybody out. */
  session: string;
  /** Seals what tills must read back, cashier passwords above all. Losing it loses those passwords. */
  vault: string;
}

const fileName = 'secrets.json';
const stored = z.object({ session: z.string().min(32), vault: z.string().min(32) });

/** The secrets, each from the environment where it is given there and else from `<dataDir>/secrets.json`. The file is made
 *  at the first start, readable by its owner only; two processes that start at once agree on one. A file that cannot be
 *  read is never replaced: it would sign everybody out and lose every cashier's password. */
export function readSecrets(
  dataDir: string,
  given: { session: string | undefined; vault: string | undefined },
): Secrets | { problem: string } {
  if (given.session !== undefined && given.vault !== undefined) return { session: given.session, vault: given.vault };
  const path = join(dataDir, fileName);
  try {
    const text = readOrCreate(dataDir, path);
    const parsed = stored.safeParse(parseJson(text));
    if (parsed.success)
      return { session: given.session ?? parsed.data.session, vault: given.vault ?? parsed.data.vault };
    return {
      problem: `${path} does not hold the secrets that the hub wrote there; restore it from a backup, or set SESSION_SECRET and VAULT_SECRET`,
    };
  } catch (error) {
    return { problem: `should be a folder that the hub can read and write (${(error as Error).message})` };
  }
}

function readOrCreate(dataDir: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const fresh: Secrets = {
    session: randomBytes(48).toString('base64url'),
    vault: randomBytes(48).toString('base64url'),
  };
  writeFileSync(draft, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    // Unlike a rename, a link never replaces what another process has just put there.
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
  return readFileSync(path, 'utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
