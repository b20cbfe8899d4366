/** How init is cut: what many tills get alike, and may be kept packed, beside what is one till's alone. */
import type { WireRow } from './resource.ts';

/** Takes a shared part while it is written. */
export interface PartSink {
  /** Called once, before anything is put: which state of the hub is being written, and between which instants it holds; null: for
   *  as long as the state does. */
  describe(state: string, holds: { from: Date; until: Date | null }): void;
  /** Takes one resource with all its groups of rows, each as JSON, separated by commas and never empty. Sections come in ascending order, none is left out. It waits when it can
   *  take no more, which holds a snapshot of the database open: it should be as fast as a disk. */
  put(section: number, resource: string, groups: AsyncIterable<string>): Promise<void>;
  /** Takes lines instead of a resource: groups of them, each ended by a line break. */
  lines(section: number, groups: AsyncIterable<string>): Promise<void>;
}

/** Resources that every till of a scope gets alike. Nothing in them is secret. */
export interface SharedPart {
  /** Whom it is for. Of one scope only the latest state is worth keeping. */
  readonly scope: string;
  /** Which state of the hub it was asked for: two parts of the same scope and state are the same bytes, while time does not
   *  change them. */
  readonly state: string;
  /** Reads the part from one state of the database, in a number of statements that does not grow with the company, save for
   *  pages of five hundred rows. What it finds may be newer than `state`: it says so.
   *  @throws unavailable the database cannot be read */
  write(sink: PartSink): Promise<void>;
}

/** A stretch of the answer, in the order of the resources: rows of this till alone, never to be kept (a single object is a
 *  resource that is no list), or a section of a shared part. */
export type Stretch =
  | { readonly own: Readonly<Record<string, WireRow | readonly object[]>> }
  | { readonly part: SharedPart; readonly section: number };
