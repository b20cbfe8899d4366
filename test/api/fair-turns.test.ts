import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairTurns } from '../../server/api/fair-turns.ts';

/** Work that ends when it is told to. */
function bench(limits = { most: 4, bytes: 1000 }) {
  const turns = new FairTurns(limits);
  const begun: string[] = [];
  const open = new Map<string, () => void>();
  const send = (whose: number, name: string, bytes = 10) =>
    turns.run(whose, bytes, () => {
      begun.push(name);
      return new Promise<void>((resolve) => open.set(name, resolve));
    });
  const finish = async (name: string) => {
    open.get(name)?.();
    open.delete(name);
    // What follows is handed out before the event loop turns.
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { send, finish, begun, running: () => open.size };
}

describe('turns among tenants', () => {
  it('let a sale begin at once, however much another company has waiting', () => {
    const { send, begun } = bench();
    for (let index = 0; index < 100; index += 1) void send(1, `backlog ${index}`);
    expect(begun).toHaveLength(4);
    void send(2, 'sale');
    expect(begun.at(-1)).toBe('sale');
  });

  it('serve those who wait one by one, and not one after the other', async () => {
    const { send, finish, begun } = bench({ most: 2, bytes: 1000 });
    for (const whose of [1, 2, 3]) for (let index = 0; index < 5; index += 1) void send(whose, `${whose}/${index}`);
    for (let index = 0; index < begun.length; index += 1) await finish(begun[index] as string);
    // Whenever somebody's next one begins, nobody who was there from the start is two behind.
    for (let count = 1; count <= begun.length; count += 1) {
      const served = [1, 2, 3].map(
        (whose) => begun.slice(0, count).filter((name) => name.startsWith(`${whose}/`)).length,
      );
      expect(Math.max(...served) - Math.min(...served)).toBeLessThanOrEqual(2);
    }
    expect(begun).toHaveLength(15);
  });

  it('let a body that is larger than all that may be under way pass, alone', async () => {
    const { send, finish, begun } = bench();
    void send(1, 'huge', 5000);
    void send(1, 'small');
    expect(begun).toEqual(['huge']);
    await finish('huge');
    expect(begun).toEqual(['huge', 'small']);
  });

  it('lose nothing, run everything once, and go back to empty when work fails', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            whose: fc.integer({ min: 1, max: 4 }),
            bytes: fc.integer({ min: 1, max: 1500 }),
            fails: fc.boolean(),
          }),
          {
            maxLength: 60,
          },
        ),
        async (pieces) => {
          const turns = new FairTurns({ most: 3, bytes: 1000 });
          let runs = 0;
          const outcomes = await Promise.allSettled(
            pieces.map(({ whose, bytes, fails }) =>
              turns.run(whose, bytes, async () => {
                runs += 1;
                await Promise.resolve();
                if (fails) throw new Error('failed');
              }),
            ),
          );
          expect(runs).toBe(pieces.length);
          expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(
            pieces.filter(({ fails }) => fails).length,
          );
          // Everything is free again: as many begin at once as ever.
          let begun = 0;
          for (let index = 0; index < 10; index += 1) {
            void turns.run(9, 1, () => {
              begun += 1;
              return new Promise<void>(() => {});
            });
          }
          expect(begun).toBe(3);
        },
      ),
      { numRuns: 200 },
    );
  });
});
