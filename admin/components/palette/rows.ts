/** The lines of the palette: what was found, or without a text what was looked at last, every list, every command. */

import { t } from '../texts.ts';
import { type Command, commandsFor, type Desk } from './commands.ts';
import { type RecentRecord, recentRecords, rememberRecord } from './recent.ts';
import type { SearchAnswer } from './search-data.ts';

export interface PaletteRow {
  title: string;
  detail: string;
  keys?: string;
  run(): void;
}

export interface PaletteGroup {
  label: string;
  rows: readonly PaletteRow[];
  hasMore?: boolean;
}

/** Lists and commands beside records. */
const mostOthers = 6;

export function paletteGroups(desk: Desk, text: string, answer: SearchAnswer | null): PaletteGroup[] {
  const lists = desk.resources.map(({ id, name, href }) => ({
    ...{ title: name, detail: '', id },
    run: () => desk.go(href ?? `/admin/resources/${id}`),
  }));
  const commands = commandsFor(desk).map((command) => rowOf(command, desk));
  const groups =
    text.trim() === ''
      ? [
          { label: t('Looked at last'), rows: recentRecords().map((record) => openRecord(desk, record)) },
          { label: t('Commands'), rows: commands },
          { label: t('Lists'), rows: lists },
        ]
      : [
          { label: t('Lists'), rows: matching(lists, text) },
          ...(answer?.groups ?? []).map(({ label, found, hasMore }) => ({
            ...{ label, hasMore },
            rows: found.map((record) => openRecord(desk, { ...record, detail: record.detail })),
          })),
          { label: t('Commands'), rows: matching(commands, text) },
        ];
  return groups.filter(({ rows }) => rows.length > 0);
}

function rowOf({ label, keys, run }: Command, desk: Desk): PaletteRow {
  return { title: label, detail: '', ...(keys === undefined ? {} : { keys }), run: () => run(desk) };
}

function openRecord(desk: Desk, record: RecentRecord): PaletteRow {
  return {
    title: record.title,
    detail: record.detail,
    run: () => {
      rememberRecord(record);
      desk.go(record.address);
    },
  };
}

/** Rows whose title has a word that begins with each of the typed ones. */
function matching(rows: readonly PaletteRow[], text: string): PaletteRow[] {
  const wanted = plain(text).split(/\s+/).filter(Boolean);
  const fits = (title: string) => {
    const words = plain(title).split(/\s+/);
    return wanted.every((each) => words.some((word) => word.startsWith(each)));
  };
  return rows.filter(({ title }) => fits(title)).slice(0, mostOthers);
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('ı', 'i');
}
