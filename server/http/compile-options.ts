/** How templates are compiled: when a program reads them, and ahead of that by `server/build.ts`. */
export const compileOptions = { preventIndent: true };
