import type { Ctx } from '../../server/db/index.ts';

/** The same context, and how many statements with rows it has asked; what is read through Prisma's own calls is not among them. */
export function counted(ctx: Ctx): { ctx: Ctx; queries(): number } {
  let queries = 0;
  const dialect = new Proxy(ctx.db.dialect, {
    get(target, name, receiver) {
      if (name === 'query') queries += 1;
      return Reflect.get(target, name, receiver);
    },
  });
  const db = new Proxy(ctx.db, {
    get: (target, name, receiver) => (name === 'dialect' ? dialect : Reflect.get(target, name, receiver)),
  });
  return { ctx: { ...ctx, db }, queries: () => queries };
}
