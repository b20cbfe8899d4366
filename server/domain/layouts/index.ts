/** Till screens: the hub's own, and how a layout becomes the rows of one terminal. */
export { assignLayout, chooseKeyProducts } from './assign-layout.ts';
export { defaultLayout } from './default-layout.ts';
export { checkDesign } from './design-rules.ts';
export { drawForm } from './draw.ts';
export { defaultLayoutId, ensureDefaultLayout } from './ensure-default-layout.ts';
export { fillSlots, productKeys } from './fill-slots.ts';
export { type ImportedLayout, importLayout } from './import-layout.ts';
export { picturesOf, problemsOf, textOf } from './kept-views.ts';
export { keySubjects } from './key-subjects.ts';
export { readLayoutText, writeLayoutText } from './layout-text.ts';
export { type LayoutProblem, problemText } from './problems.ts';
export { fillForStore, getLayout, getLayoutContent, listLayouts, readKeyProducts } from './read-layouts.ts';
export { canvas, type LayoutRow, statusBarHeight } from './rows.ts';
export { saveLayout, useLayoutVersion } from './save-layout.ts';
export { controlTypes, eventNames, formNames } from './vocabulary.ts';
