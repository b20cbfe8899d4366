/** Adopting shops that have run on their own: a till's database becomes a company's store. */
export { type ImportReport, importPypos } from './run.ts';
