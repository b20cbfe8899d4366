/** Products that come as a file. */
export { bareHeader, importFields } from './columns.ts';
export { bringImport, checkImport, getImport, listImports, maxImportBytes, readFaults, runImport } from './imports.ts';
export { rowsOf } from './parse.ts';
export { workOnImport } from './work.ts';
