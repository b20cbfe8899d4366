import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { composeSchema } from '../../prisma/compose.ts';

function folderWith(source: string): string {
  const folder = mkdtempSync(path.join(inject('databases').folder, 'schema-'));
  writeFileSync(path.join(folder, 'x.prisma'), source);
  return folder;
}

const thing = `model Thing {
  id         Int      @id @default(autoincrement())
  totalE4    BigInt /// money
  iso31662   String?  @map("iso_3166_2")
  createdAt  DateTime @default(now())
  seenAt     DateTime?
  parts      Part[]
  @@map("things")
}
model Part {
  id      String @id
  thingId Int
  thing   Thing  @relation(fields: [thingId], references: [id])
  @@map("parts")
}`;

describe('a composed schema', () => {
  it('names columns in snake_case, keeps names that were given, and leaves relations alone', () => {
    const schema = composeSchema('sqlite', folderWith(thing));
    expect(schema).toMatch(/totalE4 +BigInt @map\("total_e4"\) \/\/\/ money/);
    expect(schema).toMatch(/iso31662 +String\? +@map\("iso_3166_2"\)/);
    expect(schema).toMatch(/thingId +Int @map\("thing_id"\)/);
    expect(schema).toMatch(/parts +Part\[\]\n/);
    expect(schema).toContain('provider = "sqlite"');
  });

  it('stores instants as timestamptz(3) on PostgreSQL and as milliseconds on SQLite, defaults included', () => {
    const postgresql = composeSchema('postgresql', folderWith(thing));
    expect(postgresql).toMatch(/createdAt +DateTime @map\("created_at"\) @db\.Timestamptz\(3\) +@default\(now\(\)\)/);
    expect(postgresql).toMatch(/seenAt +DateTime\? @map\("seen_at"\) @db\.Timestamptz\(3\)/);
    const sqlite = composeSchema('sqlite', folderWith(thing));
    expect(sqlite).toMatch(/createdAt .*@default\(dbgenerated\(.*unixepoch/);
    expect(sqlite).not.toContain('Timestamptz');
  });

  it.each([
    ['a model without @@map', 'model A {\n  id Int @id\n}', /x\.prisma:1 model A has no @@map/],
    ['an enum', 'enum Kind {\n  A\n}', /only models/],
    [
      'a list of scalars',
      'model A {\n  id Int @id\n  tags String[]\n  @@map("a")\n}',
      /x\.prisma:3 tags: no lists of scalars/,
    ],
    ['a native type', 'model A {\n  id String @id @db.Uuid\n  @@map("a")\n}', /id: no native types/],
    [
      'a Decimal',
      'model A {\n  id Int @id\n  total Decimal\n  @@map("a")\n}',
      /total: no Decimal, .*BigInt of ten-thousandths/,
    ],
    ['a Float', 'model A {\n  id Int @id\n  total Float\n  @@map("a")\n}', /total: no Float/],
    ['a Json', 'model A {\n  id Int @id\n  more Json\n  @@map("a")\n}', /more: no Json/],
    [
      'a BigInt that counts up',
      'model A {\n  id BigInt @id @default(autoincrement())\n  @@map("a")\n}',
      /id: .*use Int/,
    ],
  ])('refuses %s', (_what, source, message) => {
    expect(() => composeSchema('sqlite', folderWith(source))).toThrow(message);
  });

  it('reports all problems at once', () => {
    const source = 'model A {\n  id Int @id\n  tags String[]\n  price Float\n}';
    expect(() => composeSchema('sqlite', folderWith(source))).toThrow(/tags.*\n.*price.*\n.*no @@map/);
  });
});
