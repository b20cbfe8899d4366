/** What a page or form handler works with, and what it answers. Handlers know nothing of Express. */

import type { Readable } from 'node:stream';
import type { Language } from '../server/core/languages.ts';
import type { Actor } from '../server/core/scope.ts';
import type { Flash, Theme } from '../server/http/cookies.ts';
import type { Crumb, Section } from '../server/http/frame.ts';
import type { Template } from '../server/http/templates.ts';
import type { Upload } from '../server/http/uploads.ts';
import type { Speech } from '../server/http/user-context.ts';
import type { Caller } from './trpc/root.ts';

/** One request. How the visitor is spoken to comes with it: texts `t`, `formats`, `language`, `timeZone`. */
export interface Visit extends Speech {
  /** The procedures, for this visitor. */
  call: Caller;
  actor: Actor;
  /** Parts of the path. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** Fields of the form; empty for a page. A field that was sent twice counts once. */
  fields: Readonly<Record<string, string>>;
  /** Files that came with the form, of routes that take some; a field in which none was chosen is missing. */
  files: Readonly<Record<string, Upload | undefined>>;
  /** A path of this host that the visitor may be sent to, or the other one. */
  ownPath(asked: string | null | undefined, otherwise: string): string;
}

/** A page: its title and the template with what it shows. */
export interface Shown {
  title: string;
  lead?: string;
  template: Template;
  model: object;
  active?: Section;
  /** Steps between the section and this page, for the way back. */
  crumbs?: readonly Crumb[];
  scripts?: readonly string[];
  hasHeading?: boolean;
  status?: number;
}

export interface Redirect {
  redirect: string;
  flash?: Flash;
  /** Kept in a cookie. */
  theme?: Theme;
  /** Kept in a cookie. */
  language?: Language;
}

/** A file to keep, written while it is made. */
export interface Download {
  download: {
    /** ASCII, as the browser is to name it. */
    fileName: string;
    mediaType: string;
    open(): Readable;
  };
}

/** Something that pages refer to, never the same address for something else. */
export interface Content {
  content: { bytes: Uint8Array; mediaType: string };
}

export type Answer = Shown | Redirect | Download | Content;
export type PageHandler = (visit: Visit) => Promise<Answer>;
export type FormHandler = (visit: Visit) => Promise<Answer>;
