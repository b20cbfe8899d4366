/** What `/admin/api/hub/search` answers. */

export interface SearchAnswer {
  groups: {
    kind: string;
    label: string;
    hasMore: boolean;
    found: { title: string; detail: string; address: string }[];
  }[];
}
