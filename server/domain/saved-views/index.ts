/** Lists of the back office as somebody arranged them. */

export { deleteView, listViews, mayShareViews, type SavedView, saveView } from './saved-views.ts';
