/** A saved view as `admin/routes/views.ts` answers it. */
export interface View {
  id: string;
  model: string;
  name: string;
  isOwn: boolean;
  owner: string;
  /** A staff role, or everyone; null: the owner alone. */
  sharedTo: string | null;
  isPinned: boolean;
  /** The address of the list, without "?". */
  search: string;
}
