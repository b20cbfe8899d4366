/** Products that come as a file. */
export { importFields } from './columns.ts';
export { bringImport, checkImport, getImport, listImports, maxImportBytes, readFaults, runImport } from './imports.ts';
export { workOnImport } from './work.ts';
