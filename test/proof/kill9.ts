/** The hub is killed (SIGKILL) at random moments while tills push, and started again. What it has acknowledged is stored exactly
 *  once and whole, whatever else was on its way is there whole or not at all, and is accepted when it is pushed again. */

import { setTimeout as delay } from 'node:timers/promises';
import { createRandom, type Random } from '../../server/cli/simulator/random.ts';
import type { Database } from '../../server/db/index.ts';
import { audit, compareDocument, readStored, totalsOf } from './books.ts';
import { isBefore } from './documents.ts';
import { makeFleet, withDatabase } from './fleet.ts';
import { type HubProcess, type Installation, launchHub, startHub } from './hub-process.ts';
import { Load } from './load.ts';

export interface Kill9Options {
  seed: string;
  /** Kills under load. */
  rounds: number;
  tills?: number;
  /** Told after every round. */
  onRound?: (line: string) => void;
}

export interface Kill9Report {
  kills: number;
  /** Kills while the hub was still starting. */
  killsAtStart: number;
  acknowledged: number;
  /** Documents without an answer when the hub was killed; of these, those that turned out to be stored. */
  inFlight: number;
  inFlightStored: number;
  /** Empty: proven. */
  problems: string[];
}

/** Answers between two kills, from almost none to some hundred documents. */
const mostAnswers = 60;
const killsAtStartShare = 0.2;

/** Runs the proof on a migrated, empty database that nobody serves. */
export async function kill9(installation: Installation, options: Kill9Options): Promise<Kill9Report> {
  const tills = await makeFleet(installation.databaseUrl, options.tills ?? 5);
  const random = createRandom(`kill9/${options.seed}`);
  const load = new Load(tills, options.seed);
  const report: Kill9Report = {
    kills: 0,
    killsAtStart: 0,
    acknowledged: 0,
    inFlight: 0,
    inFlightStored: 0,
    problems: load.problems,
  };
  const round = { installation, load, random, report };
  for (let number = 1; number <= options.rounds && report.problems.length === 0; number += 1) {
    if (random.chance(killsAtStartShare)) await killWhileStarting(round);
    const hub = await startHub(installation);
    await settle(round, hub);
    await killUnderLoad(round, hub);
    options.onRound?.(`round ${number}: ${load.answers} answers, ${unansweredOf(load).length} documents in flight`);
  }
  if (report.problems.length === 0) await settleAndStop(round);
  report.acknowledged = [...load.acknowledged.values()].flat().length;
  return report;
}

interface Round {
  installation: Installation;
  load: Load;
  random: Random;
  report: Kill9Report;
}

async function killWhileStarting({ installation, random, report }: Round): Promise<void> {
  const hub = await launchHub(installation);
  await delay(random.int(100, 2500));
  await hub.kill();
  report.killsAtStart += 1;
}

/** Kills after a number of answers, at some instant before the next few: most often in the middle of a flush or of answering. */
async function killUnderLoad({ load, random, report }: Round, hub: HubProcess): Promise<void> {
  let left = random.int(1, mostAnswers);
  const pauseMs = random.next() * 20;
  const running = load.run(hub.url, () => {
    left -= 1;
    if (left === 0) setTimeout(() => hub.signal('SIGKILL'), pauseMs);
  });
  await hub.ended;
  await running;
  report.kills += 1;
  report.inFlight += unansweredOf(load).length;
}

/** Looks at what the last kill has left, pushes again what had no answer, and has the books checked. */
async function settle({ installation, load, report }: Round, hub: HubProcess): Promise<void> {
  await withDatabase(installation.databaseUrl, async (db) => {
    const found = await readStored(db, report.problems);
    for (const document of [...load.acknowledged.values()].flat()) {
      const stored = found.get(document.id);
      if (stored) report.problems.push(...compareDocument(document, stored));
      else report.problems.push(`${document.id} was acknowledged and is not stored`);
      found.delete(document.id);
    }
    for (const document of unansweredOf(load)) {
      const stored = found.get(document.id);
      if (!stored) continue;
      report.inFlightStored += 1;
      report.problems.push(...compareDocument(document, stored));
      found.delete(document.id);
    }
    for (const id of found.keys()) report.problems.push(`${id} is stored and was never pushed`);
    report.problems.push(...(await countersBack(db, load)));
    await load.repeatUnanswered(hub.url);
    report.problems.push(...(await audit(db, totalsOf(load.tills, load.acknowledged))));
  });
  if (report.problems.length > 0) report.problems.push(`the hub wrote:\n${hub.output()}`);
}

/** Tills whose counters the hub has forgotten. */
async function countersBack(db: Database, { counters }: Load): Promise<string[]> {
  const states = await db.reader.terminalState.findMany();
  return [...counters].flatMap(([till, told]) => {
    const stored = states.find(({ terminalId }) => terminalId === till.terminalId);
    const name = `${till.storeCode}/${till.terminalCode}`;
    if (stored && !isBefore(stored, told)) return [];
    return [
      `${name} was told that its counters ${JSON.stringify(told)} are kept; the hub has ${JSON.stringify(stored)}`,
    ];
  });
}

async function settleAndStop(round: Round): Promise<void> {
  const hub = await startHub(round.installation);
  await settle(round, hub);
  hub.signal('SIGTERM');
  const exit = await hub.ended;
  if (exit !== 0) round.report.problems.push(`the hub ended with ${exit} when it was asked to stop:\n${hub.output()}`);
}

function unansweredOf(load: Load) {
  return [...load.unanswered.values()].flat();
}
