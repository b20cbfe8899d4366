/** After an outage every till delivers what it has kept, a new connection for each document, while people look at their
 *  dashboards. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../server/db/index.ts';
import { addMember, grantRole } from '../../server/domain/tenancy/index.ts';
import { hubCtx } from '../support/hub.ts';
import { goodPassword, makeUser } from '../support/people.ts';
import { Visitor } from '../support/visitor.ts';
import type { ClientFigures } from './client.ts';
import type { BenchServer } from './hub.ts';
import { quantileOf } from './quantile.ts';

export interface CatchUp {
  documents: number;
  seconds: number;
  documentsPerSecond: number;
  pushP50Ms: number;
  pushP99Ms: number;
  /** Connections that were lost. */
  lost: number;
  /** Cores that the tills used. */
  tillCores: number;
  pages: number;
  pageP50Ms: number;
  pageP95Ms: number;
  memoryMb: number;
  peakMb: number;
}

/** Between two pages of one person. */
const readingMs = 1000;
const people = 20;

/** A manager of the bench's company, who may see its figures. */
export async function addReader(url: string): Promise<string> {
  const db = await openDatabase({ url });
  try {
    const ctx = hubCtx(db, new Date());
    const company = await db.reader.company.findFirstOrThrow({ where: { slug: 'bench' } });
    const { id: userId } = await makeUser(db, 'bench.reader');
    await addMember(ctx, { companyId: company.id, userId });
    await grantRole(ctx, { companyId: company.id, userId, role: 'manager', storeId: null });
    return 'bench.reader';
  } finally {
    await db.close();
  }
}

/** @param drain lets the tills deliver, and resolves when the last queue is empty */
export async function measureCatchUp(
  server: BenchServer,
  username: string,
  drain: () => Promise<ClientFigures>,
): Promise<CatchUp> {
  const times: number[] = [];
  const first = await enter(server, username);
  const visitors = Array.from({ length: people }, () => sharing(first, server));
  let isDraining = true;
  const browsing = visitors.map(async (visitor, place) => {
    await sleep((readingMs * place) / people);
    for (let page = place; isDraining; page += 1) {
      const path = page % 3 === 2 ? '/reports/sales-by-day?company=bench' : '/dashboard/';
      const startedAt = performance.now();
      const { status } = await visitor.get(path);
      times.push(performance.now() - startedAt);
      if (status !== 200) throw new Error(`${path} answered ${status}`);
      await sleep(readingMs);
    }
  });
  const startedAt = performance.now();
  const figures = await drain();
  const seconds = (performance.now() - startedAt) / 1000;
  isDraining = false;
  await Promise.all(browsing);
  times.sort((a, b) => a - b);
  const quantile = (share: number) => quantileOf(times, share);
  const { nowMb, peakMb } = server.memory();
  return {
    documents: figures.sales,
    seconds,
    documentsPerSecond: figures.sales / seconds,
    pushP50Ms: figures.p50Ms,
    pushP99Ms: figures.p99Ms,
    lost: figures.lost,
    tillCores: figures.cores,
    pages: times.length,
    pageP50Ms: quantile(0.5),
    pageP95Ms: quantile(0.95),
    memoryMb: nowMb,
    peakMb,
  };
}

/** Another browser of the same session: twenty sign-ins from one address at once are an attack to the hub. */
function sharing({ cookies }: Visitor, server: BenchServer): Visitor {
  const visitor = new Visitor(`http://127.0.0.1:${server.port}`);
  for (const [name, value] of cookies) visitor.cookies.set(name, value);
  return visitor;
}

async function enter(server: BenchServer, username: string): Promise<Visitor> {
  const visitor = new Visitor(`http://127.0.0.1:${server.port}`);
  const { status } = await visitor.signIn(username, goodPassword);
  if (status !== 302) throw new Error(`Nobody can sign in: ${status}`);
  return visitor;
}
