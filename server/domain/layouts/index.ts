/** Till screens: the hub's own, and how a layout becomes the rows of one terminal. */
export { defaultLayout } from './default-layout.ts';
export { drawForm } from './draw.ts';
export { defaultLayoutId, ensureDefaultLayout } from './ensure-default-layout.ts';
export { fillSlots, productKeys } from './fill-slots.ts';
export { type ImportedLayout, importLayout } from './import-layout.ts';
export { keySubjects } from './key-subjects.ts';
export { type LayoutProblem, problemText } from './problems.ts';
export { canvas, type LayoutRow, statusBarHeight } from './rows.ts';
export { controlTypes, eventNames, formNames } from './vocabulary.ts';
