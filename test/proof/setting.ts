/** What the failure tests share: a hub of its own, and the check that nothing is lost. */

import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, inject } from 'vitest';
import { cloneTemplate } from '../support/database.ts';
import { audit, compareDocument, readStored, totalsOf } from './books.ts';
import { makeFleet, type Till, withDatabase } from './fleet.ts';
import { type HubProcess, type Installation, startHub } from './hub-process.ts';
import { Load } from './load.ts';

export interface Setting extends AsyncDisposable {
  installation: Installation;
  tills: readonly [Till, ...Till[]];
  /** Starts the hub; it ends with the setting at the latest. */
  start(): Promise<HubProcess>;
}

/** An installation over a clone of the migrated template, or over `databaseUrl`, which the caller removes. */
export async function makeSetting(tills: number, databaseUrl?: string): Promise<Setting> {
  const clone = databaseUrl === undefined ? await cloneTemplate() : null;
  const dataDir = mkdtempSync(path.join(inject('databases').folder, 'hub-'));
  const installation = { databaseUrl: clone?.url ?? databaseUrl ?? '', dataDir };
  const hubs: HubProcess[] = [];
  return {
    installation,
    tills: (await makeFleet(installation.databaseUrl, tills)) as [Till, ...Till[]],
    async start() {
      const hub = await startHub(installation);
      hubs.push(hub);
      return hub;
    },
    async [Symbol.asyncDispose]() {
      for (const hub of hubs) await hub.kill();
      await clone?.[Symbol.asyncDispose]();
      rmSync(dataDir, { recursive: true });
    },
  };
}

/** Everything that was acknowledged is stored once and whole, nothing else is, and the hub's books agree. */
export async function expectWhole({ installation }: Setting, load: Load): Promise<void> {
  await withDatabase(installation.databaseUrl, async (db) => {
    const problems: string[] = [];
    const stored = await readStored(db, problems);
    const acknowledged = [...load.acknowledged.values()].flat();
    for (const document of acknowledged) {
      const found = stored.get(document.id);
      problems.push(...(found ? compareDocument(document, found) : [`${document.id} is not stored`]));
    }
    problems.push(...(await audit(db, totalsOf(load.tills, load.acknowledged))));
    expect(problems).toEqual([]);
    expect(stored.size).toBe(acknowledged.length);
  });
}

export interface Trouble {
  begin(hub: HubProcess): void | Promise<void>;
  /** Looks at the hub from outside while it lasts. */
  during?: (hub: HubProcess) => Promise<void>;
  end(hub: HubProcess): void | Promise<void>;
}

/** Answers that are waited for before the trouble, while it lasts (refusals), and after it. */
const answersPerPhase = 30;

/** Lets tills push before, during and after some trouble of the database, without ever restarting the hub. While it lasts they
 *  are told so; afterwards the hub works again by itself. */
export async function rideThrough(setting: Setting, trouble: Trouble): Promise<Load> {
  const load = new Load(setting.tills, 'trouble');
  load.mayRefuse = true;
  const hub = await setting.start();
  let left = answersPerPhase;
  let phase: 'before' | 'during' | 'changing' | 'after' = 'before';
  let changing = Promise.resolve();
  const change = (next: 'during' | 'after', steps: Trouble['begin'][]) => {
    phase = 'changing';
    left = answersPerPhase;
    changing = (async () => {
      for (const step of steps) await step(hub);
      phase = next;
    })();
    changing.catch(() => load.stop());
  };
  let unharmed = 0;
  const noteUnharmed = () => {
    unharmed += 1;
    if (unharmed < answersPerPhase * 50) return;
    load.problems.push('the tills did not notice the trouble');
    load.stop();
  };
  await load.run(hub.url, ({ status }) => {
    const counts = phase === 'during' ? status === 503 : status === 200;
    if (phase === 'during' && status === 200) noteUnharmed();
    if (phase === 'changing' || !counts) return;
    left -= 1;
    if (left > 0) return;
    if (phase === 'before') change('during', [trouble.begin]);
    else if (phase === 'during') change('after', [trouble.during ?? (() => undefined), trouble.end]);
    else load.stop();
  });
  await changing;
  await load.repeatUnanswered(hub.url);
  expect(load.problems).toEqual([]);
  return load;
}
