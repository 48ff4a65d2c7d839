/** What a list of cases is narrowed to; empty means any. */
export interface TicketFilter {
  readonly estateId: string;
  readonly states: readonly string[];
  readonly kinds: readonly string[];
  readonly assigneeId: string;
  readonly unitId: string;
  readonly requesterId: string;
  readonly number: string;
}

/** Where a page begins: before this case in the order newest first. */
export interface Cursor {
  readonly at: string;
  readonly id: string;
}
