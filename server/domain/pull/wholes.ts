/** What is sent whole: rows without versions, in groups. Each group has a state, which is cheap to read, and a digest of its rows,
 *  which is asked for only when the state is another one. */

import { Latest } from '../../core/latest.ts';
import type { Vault } from '../../core/vault.ts';
import type { Ctx } from '../../db/index.ts';
import {
  cashierRows,
  currencyOf,
  hubResources,
  type InitScope,
  kitchenStoreRow,
  type Owner,
  screenRows,
  settingsRow,
  storeRow,
  terminalResourceRows,
} from '../init/index.ts';
import type { Signer } from './digest.ts';
import type { GroupName } from './kinds.ts';
import type { Place, Traces } from './places.ts';

/** A row of a whole type. */
export interface WholeRow {
  id: string;
  isGone: boolean;
  text: string;
}

/** The rows of a group, by type. */
export interface Whole {
  digest: string;
  rows: Readonly<Record<string, readonly WholeRow[]>>;
}

/** What groups are read from. */
export interface WholeSource {
  ctx: Ctx;
  scope: InitScope;
  place: Place;
  /** Reads the terminal; only tills have other groups than the hub's. */
  owner(): Promise<Owner>;
  isKitchen: boolean;
}

const mostKept = 200;

export class Wholes {
  readonly #signer: Signer;
  readonly #vault: Vault;
  /** Of groups that many tills have alike and that hold no secret. */
  readonly #kept = new Latest<Whole>(mostKept);

  constructor(signer: Signer, vault: Vault) {
    this.#signer = signer;
    this.#vault = vault;
  }

  /** In which state a group is: while it stays the same, so do the group's rows. */
  stateOf(group: GroupName, { place, traces, now }: { place: Place; traces: Traces; now: Date }): string {
    const { feed, written, terminalWritten } = place;
    const facts = {
      hub: traces.hub,
      till: `${written} ${terminalWritten} ${traces.hub}`,
      cashiers: traces.cashiers,
      // Best sellers before others: those are counted anew once a day. A terminal's layout is set with a version of the feed.
      screens: `${feed} ${written} ${traces.screens} ${now.toISOString().slice(0, 10)}`,
      loose: traces.loose,
    };
    return this.#signer.digest(`${group} ${facts[group]}`);
  }

  /** The rows of a group. Those with clear-text passwords are read afresh and kept nowhere. */
  read(group: GroupName, source: WholeSource, state: string): Promise<Whole> {
    const { scope, place } = source;
    switch (group) {
      case 'hub':
        return this.#kept.get(`hub ${scope.company}`, state, () => this.#make(readHub(source)));
      case 'screens': {
        const name = `screens ${scope.company} ${scope.store} ${place.layout}`;
        return this.#kept.get(name, state, () => this.#make(readScreens(source)));
      }
      case 'cashiers':
        return this.#make(readCashiers(source, this.#vault));
      case 'till':
        return this.#make(readTill(source));
      case 'loose':
        return this.#make(readLoose(source));
    }
  }

  async #make(reading: Promise<Record<string, readonly object[]>>): Promise<Whole> {
    const read = await reading;
    const rows = Object.fromEntries(Object.entries(read).map(([type, list]) => [type, list.map(wholeRow)]));
    return { digest: this.#signer.digest(JSON.stringify(read)), rows };
  }
}

function wholeRow(row: object): WholeRow {
  const { id, is_deleted } = row as { id: string; is_deleted?: boolean };
  return { id, isGone: is_deleted === true, text: JSON.stringify(row) };
}

async function readHub({ ctx, scope }: WholeSource) {
  const read: Record<string, object[]> = {};
  for (const resource of hubResources) {
    const rows: object[] = [];
    for await (const group of resource.read({ ctx, tx: ctx.db.finder, scope })) rows.push(...group);
    read[resource.name] = rows;
  }
  return read;
}

async function readTill({ ctx, owner: read, isKitchen }: WholeSource): Promise<Record<string, readonly object[]>> {
  const owner = await read();
  if (isKitchen) return { store: [kitchenStoreRow(storeRow(owner))] };
  const currencyId = await currencyOf({ ctx, tx: ctx.db.reader, owner });
  return { store: [storeRow(owner)], pos_settings: [settingsRow(owner, currencyId)] };
}

async function readCashiers({ ctx, owner }: WholeSource, vault: Vault) {
  return { cashiers: await cashierRows({ ctx, tx: ctx.db.reader, owner: await owner() }, vault) };
}

async function readScreens({ ctx, owner }: WholeSource) {
  const { forms, controls } = await screenRows({ ctx, tx: ctx.db.reader, owner: await owner() });
  return { forms, form_controls: controls };
}

async function readLoose({ ctx, owner }: WholeSource) {
  const { label_values, pos_virtual_keyboards, cashier_performance_targets } = await terminalResourceRows(
    ctx,
    ctx.db.reader,
    await owner(),
  );
  return { label_values, pos_virtual_keyboards, cashier_performance_targets };
}
