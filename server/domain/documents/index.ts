/** Documents of every kind that devices push, on one path. */
export { documentKind } from './document-kinds.ts';
export { recordDocuments } from './record-documents.ts';
